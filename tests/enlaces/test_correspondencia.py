"""Avisos y correos recibidos como correspondencia: de quién son, qué fue de ellos y su original."""

import email
from datetime import date, datetime
from email.policy import default

import pytest

from conferencia import reloj
from conferencia.models import Institucion, Obligacion, Parte
from conferencia.queries.correspondencia import mensajes_de
from conferencia.queries.expediente import reunir
from conferencia.services.recibidas import anotar_recibida
from enlaces.models import Aviso, Candidata, CorreoRecibido, EstadoAviso, Regla, RenglonDeAviso
from enlaces.services.buzon import decisiones
from enlaces.services.buzon.decisiones import Confirmacion
from enlaces.services.buzon.pasos import atender_pendientes
from enlaces.services.buzon.recogida import subido
from tests import reparto
from tests.enlaces.correos import PUEBLA, correo
from tests.enlaces.escena import DE_PUEBLA, obligacion

pytestmark = pytest.mark.django_db
OCHO = datetime(2022, 7, 11, 8, tzinfo=reloj.MEXICO)


def aviso(clave: str, *claves: str, **cambios) -> Aviso:
    base = {
        "regla": Regla.RESUMEN,
        "correo": "upc@example.mx",
        "para_el": date(2022, 7, 11),
        "asunto": "Vence mañana: nombrar enlace",
        "cuerpo_texto": "Vence.",
    }
    base |= {"message_id": f"<{clave}@localhost>", "estado": EstadoAviso.ENVIADO, "planeado_en": OCHO, "enviado_en": OCHO}
    hecho = Aviso.objects.create(clave=clave, **base | cambios)
    RenglonDeAviso.objects.bulk_create(RenglonDeAviso(aviso=hecho, obligacion=Obligacion.objects.get(clave=f"ZC-2022-1/{c}")) for c in claves)
    return hecho


def ids(*claves: str) -> list:
    return list(Obligacion.objects.filter(clave__in=[f"ZC-2022-1/{c}" for c in claves]).values_list("pk", flat=True))


def test_un_resumen_que_hablaba_de_dos_sale_en_cada_una():
    upc = Institucion.objects.get(clave="PUE-UPC")
    aviso("uno", "T1.1/PUE-UPC", "T4.1/PUE-UPC", institucion=upc)
    aviso("otra", "T1.1/HGO-UPC", institucion=Institucion.objects.get(clave="HGO-UPC"))
    mensajes = mensajes_de(ids("T1.1/PUE-UPC", "T4.1/PUE-UPC"))
    assert [(m.para, m.suerte, m.llego, m.apremia, m.instituciones) for m in mensajes] == [("upc@example.mx", "Enviado", True, True, frozenset({upc.pk}))] * 2
    assert {m.obligacion for m in mensajes} == set(ids("T1.1/PUE-UPC", "T4.1/PUE-UPC"))


def test_el_de_una_persona_es_de_las_instituciones_por_las_que_actua(enlace):
    aviso("uno", "T1.1/PUE-UPC", usuario=enlace)
    (mensaje,) = mensajes_de(ids("T1.1/PUE-UPC"))
    assert mensaje.instituciones == frozenset(Institucion.objects.filter(entidad__abreviatura="PUE").values_list("pk", flat=True))


def test_el_suprimido_dice_por_que_y_no_llego():
    aviso("uno", "T1.1/PUE-UPC", correo="", estado=EstadoAviso.SUPRIMIDO, motivo="No hay a quién escribir", enviado_en=None)
    (mensaje,) = mensajes_de(ids("T1.1/PUE-UPC"))
    assert (mensaje.suerte, mensaje.llego, mensaje.original, mensaje.para) == ("Suprimido: No hay a quién escribir", False, None, "(sin correo conocido)")


def test_el_original_se_lee_como_correo_y_siempre_es_el_mismo():
    aviso("uno", "T1.1/PUE-UPC", cuerpo_html="<p>Vence.</p>")
    (mensaje,) = mensajes_de(ids("T1.1/PUE-UPC"))
    assert mensaje.original() == mensaje.original()
    leido = email.message_from_bytes(mensaje.original(), policy=default)
    assert (leido["To"], leido["Subject"], leido["Message-ID"]) == ("upc@example.mx", "Vence mañana: nombrar enlace", "<uno@localhost>")
    assert leido.get_body(("plain",)).get_content().strip() == "Vence."


# --- Los recibidos -----------------------------------------------------------------------------------------------------

DE_HIDALGO = "ZC-2022-1/T3.1/HGO-SS"


def llega(asunto: str, de: str = PUEBLA) -> tuple[CorreoRecibido, bytes]:
    crudo = correo(de=de, asunto=asunto)
    recibido, _ = subido(crudo, recibido_en=reloj.ahora(), por=None)
    atender_pendientes()
    recibido.refresh_from_db()
    return recibido, crudo


def confirmado(recibido: CorreoRecibido, clave: str) -> None:
    dicho = Confirmacion(
        institucion=Institucion.objects.get(clave=clave.split("/")[2]),
        obligaciones=[obligacion(clave)],
        numero="SSP/9/2022",
        fecha=reloj.hoy(),
        archivos=[a.pk for a in recibido.adjuntos.all()],
    )
    decisiones.confirmar(por=reparto.facultades(reparto.analista()), correo=recibido, version=recibido.version, dicho=dicho)


def de_ellos(*claves: str) -> list[tuple[str, str, frozenset]]:
    return [(m.sentido, m.suerte, m.instituciones) for m in mensajes_de([obligacion(c).pk for c in claves]) if m.sentido == "recibido"]


def solo(clave: str) -> frozenset:
    return frozenset({Institucion.objects.get(clave=clave).pk})


@pytest.mark.usefixtures("hoy")
def test_lo_recibido_dice_su_suerte_y_trae_los_bytes_que_llegaron():
    recibido, crudo = llega(f"Designación {DE_PUEBLA}")
    assert de_ellos(DE_PUEBLA) == [("recibido", "Por confirmar", solo("PUE-SS"))]
    confirmado(recibido, DE_PUEBLA)
    assert de_ellos(DE_PUEBLA) == [("recibido", "Confirmado: oficio SSP/9/2022", solo("PUE-SS"))]
    (mensaje,) = mensajes_de([obligacion().pk])
    assert (mensaje.de, mensaje.asunto, mensaje.en, mensaje.original()) == (PUEBLA, f"Designación {DE_PUEBLA}", recibido.recibido_en, crudo)


@pytest.mark.usefixtures("hoy")
def test_lo_que_se_creyo_de_una_y_era_de_otra_solo_es_de_quien_lo_entrego():
    recibido, _ = llega(f"Designación {DE_PUEBLA}")
    confirmado(recibido, DE_HIDALGO)
    assert de_ellos(DE_HIDALGO) == [("recibido", "Confirmado: oficio SSP/9/2022", solo("HGO-SS"))]
    assert de_ellos(DE_PUEBLA) == []


@pytest.mark.usefixtures("hoy")
def test_lo_descartado_consta_en_el_completo_y_no_es_de_nadie():
    recibido, _ = llega(f"Designación {DE_PUEBLA}")
    decisiones.descartar(por=reparto.facultades(reparto.analista()), correo=recibido, version=recibido.version, motivo="Era publicidad.")
    assert de_ellos(DE_PUEBLA) == [("recibido", "Descartado: Era publicidad.", frozenset())]


@pytest.mark.usefixtures("hoy")
def test_en_una_conjunta_el_expediente_de_una_parte_no_lleva_el_correo_de_otra():
    """La misma obligación, un correo de cada parte: cada quien el suyo, y la Secretaría Técnica los dos."""
    o = obligacion(DE_PUEBLA)
    Parte.objects.create(obligacion=o, institucion=Institucion.objects.get(clave="HGO-SS"), orden=2)
    de_puebla, _ = llega(f"Designación {DE_PUEBLA}")
    de_hidalgo, _ = llega(f"Designación {DE_PUEBLA}, de Hidalgo", de="enlace.hidalgo@demo.mx")
    hidalgo = Institucion.objects.get(clave="HGO-SS")
    anotada = anotar_recibida(por=reparto.facultades(reparto.analista()), obligacion=obligacion(), institucion=hidalgo, recibida_en=reloj.ahora())
    Candidata.objects.update_or_create(correo=de_hidalgo, obligacion=o, institucion=anotada.institucion, defaults={"puntos": 90, "entrega": anotada})
    for clave, suyo in (("PUE-SS", de_puebla), ("HGO-SS", de_hidalgo)):
        legajo = reunir(o.pk, Institucion.objects.get(clave=clave), reloj.hoy())
        assert [m.id for m in legajo.mensajes] == [suyo.pk]
    assert {m.id for m in reunir(o.pk, None, reloj.hoy()).mensajes} == {de_puebla.pk, de_hidalgo.pk}
