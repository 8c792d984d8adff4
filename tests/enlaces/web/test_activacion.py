"""De la designación a la primera entrada: la liga dura 72 horas, leerla no la gasta y no deja rastro que sirva."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from conferencia import reloj
from conferencia.models import ContactoInstitucional, Designacion, Hecho, Rol, Usuario
from conferencia.services.contactos import cambiar_contacto
from conferencia.services.designaciones import terminar_designacion
from enlaces.models import Activacion, Aviso
from enlaces.services import llaves
from enlaces.services.activaciones import FALLOS, NO_ES_EL_CODIGO, REVOCADA, USADA, VENCIDA
from enlaces.services.secretos import CODIGO, LIGA
from tests import reparto
from tests.enlaces.relevos import CONTRASENA, codigo_de, correos_a, institucion, mandar, nombrar, ruta_de

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
SARA = "sara@morelos.gob.mx"
NUEVA = {"contrasena": CONTRASENA, "repetida": CONTRASENA}


@pytest.fixture(autouse=True)
def _topes_en_cero():
    cache.clear()


@pytest.fixture
def correo(buzon):
    """El correo que recibió Sara al ser designada."""
    nombrar()
    mandar()
    (llegado,) = correos_a(buzon, SARA)
    return llegado


def test_la_designacion_llega_con_su_liga_y_su_codigo(correo):
    assert correo.asunto == "Activa tu cuenta: enlace titular, Morelos"
    assert "desde el miércoles 6 de julio de 2022 eres enlace titular de la" in correo.texto
    assert len(codigo_de(correo)) == 6
    assert "contraseña" in correo.texto
    assert CONTRASENA not in correo.texto


def test_leer_la_liga_no_la_gasta_y_usarla_abre_la_sesion(client, correo):
    ruta = ruta_de(correo)
    for _ in range(3):  # el filtro de correo, la vista previa, la persona
        respuesta = client.get(ruta)
        assert respuesta.status_code == 200
        assert (respuesta["Referrer-Policy"], "no-store" in respuesta["Cache-Control"]) == ("same-origin", True)
    assert client.head(ruta).status_code == 200
    assert Activacion.objects.get().usada_en is None

    respuesta = client.post(ruta, NUEVA)
    assert respuesta.url == reverse("cuenta-activada")
    assert "Qué recibes" in client.get(respuesta.url).content.decode()
    assert client.get("/mis-pendientes/").status_code == 200
    assert Usuario.objects.get(email=SARA).check_password(CONTRASENA)
    assert Hecho.objects.order_by("-numero").first().clase == "activacion.usada"

    client.logout()
    assert client.get(ruta).status_code == 410
    assert USADA in client.post(ruta, NUEVA).content.decode()


def test_en_la_base_y_en_el_registro_no_queda_nada_que_sirva(client, correo, titular):
    ruta, codigo = ruta_de(correo), codigo_de(correo)
    token = ruta.rstrip("/").rsplit("/", 1)[1]
    activacion, aviso = Activacion.objects.get(), Aviso.objects.get()
    guardado = " ".join(str(v) for v in [*activacion.__dict__.values(), aviso.cuerpo_texto, aviso.cuerpo_html])
    assert token not in guardado
    assert codigo not in guardado
    assert LIGA in aviso.cuerpo_texto
    assert CODIGO in aviso.cuerpo_texto
    client.force_login(titular)
    assert token not in client.get(reverse("aviso-html", args=[aviso.pk])).content.decode()


def test_el_codigo_lleva_a_la_misma_pagina(client, correo):
    respuesta = client.post(reverse("activar-codigo"), {"correo": SARA.upper(), "codigo": f"{codigo_de(correo)[:3]} {codigo_de(correo)[3:]}"})
    assert respuesta.url == ruta_de(correo)
    assert Activacion.objects.get().usada_en is None


def test_cinco_errores_apagan_el_codigo_pero_no_la_liga(client, correo):
    bueno = codigo_de(correo)
    malo = f"{(int(bueno) + 1) % 10**6:06d}"
    for _ in range(FALLOS):
        respuesta = client.post(reverse("activar-codigo"), {"correo": SARA, "codigo": malo})
        assert respuesta.context["formulario"].errors == {"codigo": [NO_ES_EL_CODIGO]}
    assert client.post(reverse("activar-codigo"), {"correo": SARA, "codigo": bueno}).status_code == 422
    assert client.post(ruta_de(correo), NUEVA).status_code == 302


def test_de_un_correo_desconocido_se_contesta_lo_mismo(client, correo):
    conocido = client.post(reverse("activar-codigo"), {"correo": SARA, "codigo": "000000"}).context["formulario"].errors
    ajeno = client.post(reverse("activar-codigo"), {"correo": "nadie@gob.mx", "codigo": "000000"}).context["formulario"].errors
    assert conocido == ajeno == {"codigo": [NO_ES_EL_CODIGO]}


def test_muchos_intentos_desde_un_mismo_lugar_se_detienen(client, correo):
    estados = [client.post(reverse("activar-codigo"), {"correo": f"x{n}@gob.mx", "codigo": "000000"}).status_code for n in range(21)]
    assert (set(estados[:20]), estados[20]) == ({422}, 429)


@pytest.mark.parametrize(
    ("datos", "errores"),
    [
        ({"contrasena": "corta", "repetida": "corta"}, {"contrasena"}),
        ({"contrasena": CONTRASENA, "repetida": "otra frase larga"}, {"repetida"}),
        ({}, {"contrasena", "repetida"}),
    ],
    ids=["corta", "distintas", "vacías"],
)
def test_una_contrasena_que_no_sirve_no_gasta_la_liga(client, correo, datos, errores):
    respuesta = client.post(ruta_de(correo), datos)
    assert (respuesta.status_code, set(respuesta.context["formulario"].errors)) == (422, errores)
    assert Activacion.objects.get().usada_en is None
    assert Usuario.objects.get(email=SARA).sin_activar


def test_vencida_se_explica_y_manda_otra_al_mismo_correo(client, correo, buzon, hoy):
    ruta = ruta_de(correo)
    with reloj.fijo(hoy + timedelta(days=4)):
        respuesta = client.get(ruta)
        assert (respuesta.status_code, VENCIDA in respuesta.content.decode()) == (410, True)
        assert client.post(ruta, NUEVA).status_code == 410
        assert client.post(f"{ruta}otra/").url == reverse("account_login")
        assert "hace un momento" in client.post(f"{ruta}otra/").content.decode()
        mandar()
        _, otro = correos_a(buzon, SARA)
        assert ruta_de(otro) != ruta
        assert client.post(ruta_de(otro), NUEVA).status_code == 302


def test_de_una_liga_viva_no_se_pide_otra_cada_minuto(client, correo):
    assert "hace un momento" in client.post(f"{ruta_de(correo)}otra/").content.decode()
    assert Activacion.objects.count() == 1


def test_reenviar_apaga_la_anterior_y_revocar_la_apaga_sin_terminar(client, correo, buzon, titular):
    designacion = Designacion.objects.get(usuario__email=SARA)
    client.force_login(titular)
    client.post(reverse("enlaces-reenviar", args=[designacion.pk]))
    mandar()
    _, otro = correos_a(buzon, SARA)
    client.logout()
    assert client.get(ruta_de(correo)).status_code == 410
    client.force_login(titular)
    client.post(reverse("enlaces-revocar", args=[designacion.pk]))
    client.logout()
    respuesta = client.get(ruta_de(otro))
    assert (respuesta.status_code, REVOCADA in respuesta.content.decode()) == (410, True)
    assert list(Designacion.objects.vigentes(reloj.hoy()).filter(pk=designacion.pk)) == [designacion]


def test_terminada_la_designacion_su_liga_no_abre_nada(client, correo, titular, hoy):
    terminar_designacion(por=reparto.facultades(titular), designacion=Designacion.objects.get(usuario__email=SARA), el=hoy, motivo="Se registró por error")
    assert client.post(ruta_de(correo), NUEVA).status_code == 410
    assert Usuario.objects.get(email=SARA).sin_activar


def test_una_liga_inventada_o_de_otra_clase_no_existe(client, correo):
    assert client.get(reverse("activar", args=["0" * 43])).status_code == 404
    assert client.get(ruta_de(correo).replace("activar", "confirmar")).status_code == 404


def test_quien_ya_tiene_cuenta_no_recibe_liga_sino_su_relevo(buzon, enlace):
    nombrar("MOR-SS", enlace.email, nombre=enlace.nombre)
    mandar()
    (llegado,) = correos_a(buzon, enlace.email)
    assert llegado.asunto == "Te designaron: enlace titular, Morelos"
    assert "/cuentas/activar/" not in llegado.texto
    assert f"/relevo/{Designacion.objects.get(institucion__clave='MOR-SS').pk}/" in llegado.texto


def test_el_contacto_oficial_nuevo_abre_su_cuenta_con_la_invitacion(client, buzon, titular):
    cambiar_contacto(por=reparto.facultades(titular), institucion=institucion("MOR-SS"), titular="Ana Luz", cargo="Secretaria", correo="ana@morelos.gob.mx")
    mandar()
    (llegado,) = correos_a(buzon, "ana@morelos.gob.mx")
    assert not Usuario.objects.filter(email="ana@morelos.gob.mx").exists()  # hasta que ella quiera
    assert client.post(ruta_de(llegado), NUEVA).status_code == 302
    suya = Designacion.objects.get(usuario__email="ana@morelos.gob.mx")
    assert (suya.rol, suya.institucion.clave) == (Rol.CONTACTO, "MOR-SS")
    assert ContactoInstitucional.objects.get(correo="ana@morelos.gob.mx").titular == "Ana Luz"


def test_la_liga_no_sale_de_la_semilla_sin_la_llave_del_sitio(settings):
    semilla = llaves.semilla()
    una = llaves.token_de(Activacion, semilla)
    settings.SECRET_KEY = "otra-llave-del-sitio-de-cincuenta-caracteres-o-mas"
    assert llaves.token_de(Activacion, semilla) != una


def test_la_secretaria_tecnica_invita_al_contacto_y_el_designa(client, buzon, titular):
    client.force_login(titular)
    ruta = reverse("enlaces-invitar", args=["MOR-SS"])
    assert "Invitar al contacto" in client.get(reverse("enlaces-institucion", args=["MOR-SS"])).content.decode()
    client.post(ruta)
    mandar()
    (llegado,) = correos_a(buzon, "titular.mor-ss@demo.mx")
    client.logout()
    assert client.post(ruta_de(llegado), NUEVA).status_code == 302
    assert client.get(reverse("enlaces-designar-oficio", args=["MOR-SS"])).status_code == 200
    assert client.get(reverse("enlaces-designar-oficio", args=["PUE-SS"])).status_code == 404
    client.force_login(titular)
    assert "ya tiene cuenta activa" in client.post(ruta, follow=True).content.decode()


def test_solo_la_secretaria_tecnica_invita(client, enlace):
    client.force_login(enlace)
    assert client.post(reverse("enlaces-invitar", args=["PUE-SS"])).status_code == 403
    assert client.post(reverse("enlaces-invitar", args=["MOR-SS"])).status_code == 404
