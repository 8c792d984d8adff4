"""Designar en el navegador: el contacto manda, la Secretaría Técnica dictamina y la persona entra; y lo de un desconocido espera."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from conferencia import reloj
from conferencia.models import Designacion, EstadoPropuesta, Hecho, Obligacion, PropuestaDeDesignacion, Rol
from conferencia.permissions import facultades_del_sistema
from conferencia.services.contactos import cambiar_contacto
from conferencia.services.designaciones import Persona
from conferencia.services.propuestas import proponer_designacion
from enlaces.models import Confirmacion
from tests import reparto
from tests.enlaces.escena import obligacion, presentar, subido
from tests.enlaces.relevos import CONTRASENA, contacto_con_cuenta, correos_a, institucion, mandar, nombrar, ruta_de

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
T1 = "ZC-2022-1/T1.1/MOR-UPC"


@pytest.fixture(autouse=True)
def _topes_en_cero():
    cache.clear()


@pytest.fixture
def contacto(db):
    return contacto_con_cuenta("MOR-UPC")


def a6():
    return Obligacion.objects.filter(clave__startswith="ZC-2022-1/A6.").first().compromiso.disposicion


def llenado(**cambios) -> dict:
    datos = {"nombre": "Sara Ríos", "email": "sara@morelos.gob.mx", "cargo": "Directora", "rol": Rol.ENLACE_TITULAR, "materias": [str(a6().pk)]}
    datos |= {"numero": "UPC/9/2022", "fecha": "06/07/2022", "firmante": "El titular", "archivos": subido()}
    return datos | cambios


def dictaminar(client, entrega) -> None:
    client.force_login(reparto.analista())
    entrega.obligacion.refresh_from_db()
    respuesta = client.post(reverse("bandeja-detalle", args=[entrega.pk]), {"decision": "aceptar", "version": entrega.obligacion.version})
    assert respuesta.status_code == 302


def test_de_la_obligacion_al_acceso_de_la_persona(client, contacto, buzon, settings):
    settings.DESHACER_DURANTE = timedelta(0)
    client.force_login(contacto)
    pagina = client.get(reverse("obligacion-designar", args=[obligacion(T1).pk]), follow=True)
    assert pagina.context["formulario"]["materias"].value() == [str(a6().pk)]
    assert "(lo pide la Disposición transitoria PRIMERA; vence el martes 12 de julio de 2022)" in pagina.content.decode()
    respuesta = client.post(reverse("enlaces-designar-oficio", args=["MOR-UPC"]), llenado())
    propuesta = PropuestaDeDesignacion.objects.get()
    assert respuesta.url == reverse("propuesta", args=[propuesta.pk])
    assert "Surte efecto cuando se acepte ese oficio" in client.get(respuesta.url).content.decode()

    dictaminar(client, propuesta.entrega)
    assert obligacion(T1).estado == "cumplida"
    mandar()
    (correo,) = correos_a(buzon, "sara@morelos.gob.mx")
    client.logout()
    client.post(ruta_de(correo), {"contrasena": CONTRASENA, "repetida": CONTRASENA})
    assert client.get(reverse("relevo", args=[Designacion.objects.get(usuario__email="sara@morelos.gob.mx").pk])).status_code == 200


def test_nada_escrito_se_pierde(client, contacto):
    client.force_login(contacto)
    ruta = reverse("enlaces-designar-oficio", args=["MOR-UPC"])
    respuesta = client.post(ruta, llenado(materias=[], email="sin arroba"))
    assert respuesta.status_code == 422
    formulario = respuesta.context["formulario"]
    assert set(formulario.errors) == {"materias", "email"}
    assert (formulario["nombre"].value(), len(respuesta.context["guardados"])) == ("Sara Ríos", 1)
    guardado = respuesta.context["guardados"][0]
    de_nuevo = llenado(conservar=[str(guardado.pk)], llave=str(respuesta.context["llave"]))
    del de_nuevo["archivos"]
    assert client.post(ruta, de_nuevo).status_code == 302
    assert PropuestaDeDesignacion.objects.get().oficio.archivos.get() == guardado


def test_sin_archivo_se_pide(client, contacto):
    client.force_login(contacto)
    datos = llenado()
    del datos["archivos"]
    respuesta = client.post(reverse("enlaces-designar-oficio", args=["MOR-UPC"]), datos)
    assert set(respuesta.context["formulario"].errors) == {"archivos"}


def test_lo_que_dice_el_servicio_va_junto_al_campo(client, contacto):
    client.force_login(contacto)
    client.post(reverse("enlaces-designar-oficio", args=["MOR-UPC"]), llenado(materias=["todas"]))
    respuesta = client.post(reverse("enlaces-designar-oficio", args=["MOR-UPC"]), llenado(materias=["todas"]))
    assert set(respuesta.context["formulario"].errors) == {"email"}


def test_la_secretaria_tecnica_registra_lo_de_ventanilla_con_su_fecha(client, analista):
    client.force_login(analista)
    respuesta = client.post(reverse("enlaces-designar-oficio", args=["MOR-UPC"]), llenado(canal="ventanilla", recibido_el="05/07/2022", fecha="05/07/2022"))
    assert respuesta.status_code == 302
    propuesta = PropuestaDeDesignacion.objects.get()
    assert (propuesta.oficio.canal, propuesta.entrega.presentada_en.astimezone(reloj.MEXICO).date()) == ("ventanilla", date(2022, 7, 5))


def test_el_oficio_presentado_sin_decir_a_quien_se_captura_en_la_mesa(client, analista):
    (entrega,) = presentar()
    client.force_login(analista)
    assert "Capturar a quién designa" in client.get(reverse("bandeja-detalle", args=[entrega.pk])).content.decode()
    a12 = Obligacion.objects.filter(clave__startswith="ZC-2022-1/A12.").first().compromiso.disposicion
    datos = {c: v for c, v in llenado(materias=[str(a12.pk)]).items() if c in ("nombre", "email", "cargo", "rol", "materias")}
    assert client.post(reverse("designar-de-entrega", args=[entrega.pk]), datos).status_code == 302
    assert "Sara Ríos" in client.get(reverse("bandeja-detalle", args=[entrega.pk])).content.decode()
    dictaminar(client, entrega)
    assert Designacion.objects.get(usuario__email="sara@morelos.gob.mx").materia == a12


def test_lo_que_mando_un_desconocido_espera_al_contacto_antes_de_aceptarse(client, analista):
    (entrega,) = presentar()
    a12 = Obligacion.objects.filter(clave__startswith="ZC-2022-1/A12.").first().compromiso.disposicion
    datos = {c: v for c, v in llenado(materias=[str(a12.pk)]).items() if c in ("nombre", "email", "cargo", "rol", "materias")}
    client.force_login(analista)
    client.post(reverse("designar-de-entrega", args=[entrega.pk]), datos | {"confirmar": "on", "remitente": "alguien@gmail.com"})
    propuesta = PropuestaDeDesignacion.objects.get()
    assert (propuesta.estado, propuesta.remitente, propuesta.entrega) == (EstadoPropuesta.POR_CONFIRMAR, "alguien@gmail.com", entrega)
    entrega.obligacion.refresh_from_db()
    respuesta = client.post(reverse("bandeja-detalle", args=[entrega.pk]), {"decision": "aceptar", "version": entrega.obligacion.version}, follow=True)
    assert "Falta que el contacto oficial" in respuesta.content.decode()
    entrega.refresh_from_db()
    assert entrega.estado == "en_revision"


def test_quien_solo_presenta_va_a_presentar(client, enlace_ajeno):
    suplente = nombrar("MOR-UPC", "sup@morelos.gob.mx", nombre="Suplente", rol=Rol.ENLACE_SUPLENTE).usuario
    client.force_login(suplente)
    assert client.get(reverse("obligacion-designar", args=[obligacion(T1).pk])).url == reverse("presentar", args=[obligacion(T1).pk])


# --- De quien no se conoce ----------------------------------------------------------------------------------------------


@pytest.fixture
def desconocida(db, hoy):
    def proponer(clave: str = "MOR-UPC") -> PropuestaDeDesignacion:
        persona = Persona(nombre="Sara Ríos", email=f"sara.{clave.lower()}@morelos.gob.mx", cargo="Directora")
        comunes = {"rol": Rol.ENLACE_TITULAR, "materias": [None], "de_desconocido": True, "remitente": "alguien@gmail.com"}
        return proponer_designacion(por=facultades_del_sistema(hoy), institucion=institucion(clave), persona=persona, **comunes)[0]

    return proponer


def liga(buzon, clave: str = "mor-upc") -> str:
    mandar()
    return ruta_de(correos_a(buzon, f"titular.{clave}@demo.mx")[-1], "confirmar")


def test_el_contacto_confirma_sin_cuenta_y_leer_no_contesta(client, buzon, desconocida):
    propuesta, ruta = desconocida(), liga(buzon)
    for _ in range(2):
        pagina = client.get(ruta)
        assert (pagina.status_code, "alguien@gmail.com" in pagina.content.decode()) == (200, True)
    propuesta.refresh_from_db()
    assert propuesta.estado == EstadoPropuesta.POR_CONFIRMAR
    assert "Confirmaste" in client.post(ruta, {"respuesta": "si"}).content.decode()
    propuesta.refresh_from_db()
    assert propuesta.estado == EstadoPropuesta.PROPUESTA
    assert client.get(ruta).status_code == 410
    assert client.post(ruta, {"respuesta": "no", "motivo": "me arrepentí"}).status_code == 410


def test_negar_pide_por_que_y_no_abre_cuenta(client, buzon, desconocida):
    propuesta, ruta = desconocida(), liga(buzon)
    assert set(client.post(ruta, {"respuesta": "no"}).context["formulario"].errors) == {"motivo"}
    client.post(ruta, {"respuesta": "no", "motivo": "No trabaja aquí"})
    propuesta.refresh_from_db()
    assert (propuesta.estado, propuesta.motivo) == (EstadoPropuesta.RECHAZADA, "No trabaja aquí")


def test_la_liga_dura_siete_dias(client, buzon, desconocida, hoy):
    desconocida()
    ruta = liga(buzon)
    with reloj.fijo(hoy + timedelta(days=8)):
        assert "dura siete días" in client.get(ruta).content.decode()
        assert client.post(ruta, {"respuesta": "si"}).status_code == 410


def test_si_cambia_el_contacto_la_liga_del_anterior_no_sirve(client, buzon, desconocida, titular):
    propuesta, ruta = desconocida(), liga(buzon)
    cambiar_contacto(por=reparto.facultades(titular), institucion=propuesta.institucion, titular="Otra", cargo="Titular", correo="otra@morelos.gob.mx")
    assert client.post(ruta, {"respuesta": "si"}).status_code == 410
    client.force_login(titular)
    client.post(reverse("propuesta-avisar", args=[propuesta.pk]))
    mandar()
    client.logout()
    nueva = ruta_de(correos_a(buzon, "otra@morelos.gob.mx")[-1], "confirmar")
    assert client.post(nueva, {"respuesta": "si"}).status_code == 200


def test_la_liga_de_una_institucion_no_sirve_para_la_de_otra(client, buzon, desconocida):
    de_morelos, de_puebla = desconocida("MOR-UPC"), desconocida("PUE-UPC")
    ruta = liga(buzon, "mor-upc")
    pagina = client.get(ruta).content.decode()
    assert ("sara.mor-upc@" in pagina, "sara.pue-upc@" in pagina) == (True, False)
    client.post(ruta, {"respuesta": "si", "propuesta": str(de_puebla.pk)})
    de_morelos.refresh_from_db()
    de_puebla.refresh_from_db()
    assert (de_morelos.estado, de_puebla.estado) == ("propuesta", "por_confirmar")
    assert Confirmacion.objects.filter(usada_en__isnull=False).get().propuesta == de_morelos


def test_la_secretaria_tecnica_la_ve_esperando_y_acepta_cuando_se_confirma(client, desconocida, contacto, analista):
    propuesta = desconocida()
    client.force_login(analista)
    assert "espera al contacto oficial" in client.get(reverse("propuestas")).content.decode()
    ruta = reverse("propuesta", args=[propuesta.pk])
    assert client.post(ruta, {"gesto": "aceptar", "version": 1}).status_code == 422
    client.force_login(contacto)
    assert client.post(ruta, {"gesto": "confirmar", "version": 1}).status_code == 302
    client.force_login(analista)
    assert client.post(ruta, {"gesto": "aceptar", "version": 2}).status_code == 302
    propuesta.refresh_from_db()
    assert propuesta.estado == EstadoPropuesta.VIGENTE


@pytest.mark.parametrize("quien", [reparto.enlace_ajeno, reparto.consulta, reparto.sin_designacion])
def test_nadie_mas_ve_la_propuesta_ni_actua_sobre_ella(client, desconocida, quien):
    propuesta = desconocida("PUE-UPC")
    client.force_login(quien())
    ruta = reverse("propuesta", args=[propuesta.pk])
    assert client.get(ruta).status_code in (403, 404)
    assert client.post(ruta, {"gesto": "confirmar", "version": 1}).status_code in (403, 404)
    assert "Sara Ríos" not in client.get(reverse("propuestas")).content.decode()
    assert client.post(reverse("enlaces-designar-oficio", args=["PUE-UPC"]), llenado()).status_code in (403, 404)
    propuesta.refresh_from_db()
    assert propuesta.estado == EstadoPropuesta.POR_CONFIRMAR


# --- Qué se cumple designando lo corrige la Secretaría Técnica --------------------------------------------------------------


def test_decir_que_un_compromiso_se_cumple_designando(client, analista, enlace):
    compromiso = obligacion("ZC-2022-1/A4.1/PUE-SS").compromiso
    ruta = reverse("compromiso-designa", args=[compromiso.pk])
    client.force_login(analista)
    assert set(client.post(ruta, {}).context["formulario"].errors) == {"motivo"}
    assert client.post(ruta, {"motivo": "El oficio nombra a quien asistirá"}).status_code == 302
    compromiso.refresh_from_db()
    assert compromiso.designa
    assert Hecho.objects.de(compromiso).first().motivo == "El oficio nombra a quien asistirá"
    client.force_login(enlace)
    assert client.post(ruta, {"motivo": "x"}).status_code == 403
    assert reverse("obligacion-designar", args=[obligacion("ZC-2022-1/A4.1/PUE-SS").pk]) in client.get("/mis-pendientes/").content.decode()
