"""Los avisos como correspondencia: de quién son, qué fue de ellos y su original."""

import email
from datetime import date, datetime
from email.policy import default

import pytest

from conferencia import reloj
from conferencia.models import Institucion, Obligacion
from conferencia.queries.correspondencia import mensajes_de
from enlaces.models import Aviso, EstadoAviso, Regla, RenglonDeAviso

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
