"""La entrada: cómo se vuelve a entrar sin contraseña, y qué dice el correo que la repone."""

import pytest
from django.core import mail

pytestmark = pytest.mark.django_db


def test_desde_la_entrada_se_llega_a_la_contrasena_olvidada_y_al_codigo(client):
    pagina = client.get("/cuentas/login/").content.decode()
    assert '<a href="/cuentas/password/reset/">¿Olvidaste tu contraseña?</a>' in pagina
    assert '<a href="/cuentas/activar/codigo/">Activar mi cuenta con un código</a>' in pagina


def test_el_correo_que_repone_la_contrasena_habla_espanol_y_no_invita_a_registrarse(client, enlace):
    client.post("/cuentas/password/reset/", {"email": enlace.email})
    (correo,) = mail.outbox
    assert correo.subject == "Elige una contraseña nueva: Seguimiento de Acuerdos"
    assert correo.extra_headers["Auto-Submitted"] == "auto-generated"
    assert correo.body.startswith(f"Alguien pidió una contraseña nueva para la cuenta de {enlace.email}.")
    assert "example.com" not in correo.body


def test_a_quien_no_tiene_cuenta_no_se_le_escribe(client):
    respuesta = client.post("/cuentas/password/reset/", {"email": "no.existe@demo.mx"}, follow=True)
    assert "Revisa tu correo" in respuesta.content.decode()
    assert mail.outbox == []
