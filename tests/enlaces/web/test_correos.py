"""El registro de avisos y los correos de la demostración: lo que salió, tal como salió, y a quién se le enseña."""

import uuid

import pytest
from django.urls import reverse

from conferencia import reloj
from enlaces.models import Aviso
from enlaces.services.envio import enviar_pendientes
from enlaces.services.planeacion import planear
from enlaces.web.html_ajeno import POLITICA
from tests import reparto
from tests.enlaces.escena import FIRMA, a_las_ocho

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


@pytest.fixture
def enviados(buzon):
    with reloj.fijo(a_las_ocho(FIRMA)):
        planear(FIRMA)
        Aviso.objects.exclude(correo__in=["enlace.puebla@demo.mx", "enlace.hidalgo@demo.mx", "titular.mor-ss@demo.mx"]).delete()
        enviar_pendientes()
    return buzon


def test_la_secretaria_tecnica_ve_todos_y_filtra(client, enviados, titular):
    client.force_login(titular)
    assert client.get("/avisos/").context["pagina"].paginator.count == 3
    assert [a.correo for a in client.get("/avisos/?q=puebla").context["pagina"]] == ["enlace.puebla@demo.mx"]
    assert client.get("/avisos/?estado=fallido").context["pagina"].paginator.count == 0


def test_cada_quien_ve_los_suyos(client, enviados, enlace):
    client.force_login(enlace)
    assert [a.correo for a in client.get("/avisos/").context["pagina"]] == ["enlace.puebla@demo.mx"]


def test_el_correo_se_ve_como_salio_y_encerrado(client, enviados, enlace):
    client.force_login(enlace)
    aviso = Aviso.objects.get(usuario=enlace)
    assert "Versión en texto" in client.get(reverse("aviso-detalle", args=[aviso.pk])).content.decode()
    cuerpo = client.get(reverse("aviso-html", args=[aviso.pk]))
    assert (cuerpo.content.decode(), cuerpo["Content-Security-Policy"]) == (aviso.cuerpo_html, POLITICA)


def test_los_correos_de_la_demo_lo_mas_nuevo_primero(client, enviados, consulta):
    client.force_login(consulta)
    pagina = client.get("/demo/correos/")
    assert [c.pk for c in pagina.context["correos"]] == [c.pk for c in reversed(enviados.correos)]
    uno = enviados.correos[0]
    detalle = client.get(reverse("correo-demo", args=[uno.pk])).content.decode()
    assert f"To: {uno.para}" in detalle
    cuerpo = client.get(reverse("correo-demo-html", args=[uno.pk]))
    assert (cuerpo.content.decode(), cuerpo["Content-Security-Policy"]) == (uno.html, POLITICA)


AJENA = "/demo/correos/00000000-0000-7000-8000-000000000000/"


@pytest.mark.parametrize("ruta", ["/demo/correos/../../etc/passwd/", "/demo/correos/..%2f..%2fetc%2fpasswd/", AJENA])
def test_no_hay_ruta_que_salga_de_la_carpeta(client, enviados, titular, ruta):
    client.force_login(titular)
    assert client.get(ruta).status_code == 404


@pytest.mark.parametrize("ajuste", [("DEMO", False), ("CORREO_DEMO_DIR", "")])
def test_fuera_de_la_demo_no_existen(client, enviados, titular, settings, ajuste):
    setattr(settings, *ajuste)
    client.force_login(titular)
    rutas = ["/demo/correos/", reverse("correo-demo", args=[uuid.uuid4()])]
    assert [client.get(r).status_code for r in rutas] == [404, 404]
    assert client.post("/demo/correos/enviar/").status_code == 404


def test_el_boton_manda_los_de_hoy_y_solo_a_la_secretaria_tecnica(client, buzon, titular):
    client.force_login(reparto.enlace())
    assert client.post("/demo/correos/enviar/").status_code == 403
    client.force_login(titular)
    with reloj.fijo(a_las_ocho(FIRMA)):
        assert client.get("/demo/correos/enviar/").status_code == 405
        respuesta = client.post("/demo/correos/enviar/", follow=True)
        assert "19 avisos nuevos; 19 correos enviados." in respuesta.content.decode()
    assert len(buzon.correos) == 19


def test_sin_sesion_no_se_ven(client, enviados):
    assert client.get("/demo/correos/").status_code == 302
