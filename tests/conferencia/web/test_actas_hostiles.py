"""Los mismos archivos hostiles por donde entran: la página del acta, la del borrador y las órdenes. Siempre una respuesta clara, y nada a medias."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from conferencia.models import Acta, Archivo, Recepcion, Trabajo
from conferencia.services import trabajos
from tests import reparto
from tests.conferencia.captura import OTRA, leer_todo
from tests.conferencia.documentos.test_hostiles import CUERPO, en_tabla, paquete, pdf_de
from tests.conferencia.web.test_borradores import revisar_todo
from tests.pdfs import pdf_de_una_pagina

pytestmark = pytest.mark.django_db
ACTA, BORRADOR = "/actas/nueva/", "/actas/borrador/"

EN_EL_ACTO = {
    "hoja de cálculo como .docx": (
        "acta.docx",
        lambda: paquete(xl__workbook_xml="<x/>"),
        "«acta.docx» es una hoja de cálculo o una presentación.",
    ),
    "página web como .md": ("acta.md", lambda: b"<!DOCTYPE html><p>PRIMERO.- X", "«acta.md» es una página web (HTML)."),
    "programa como .pdf": ("acta.pdf", lambda: b"MZ" + bytes(90), "«acta.pdf» es un programa, no un documento."),
    "word con contraseña": ("acta.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Guárdalo como .docx, sin contraseña, o como PDF"),
    "docx dañado": ("acta.docx", lambda: b"PK\x03\x04 roto", "«acta.docx» está dañado"),
    "binario como .txt": ("acta.txt", lambda: bytes(range(256)) * 4, "«acta.txt» no es texto ni otro formato conocido"),
}
AL_LEERSE = {
    "pdf en blanco": ("acta.pdf", pdf_de_una_pagina, "«acta.pdf» no contiene texto que se pueda leer"),
    "página de 200 pulgadas": ("acta.pdf", lambda: pdf_de(1, 14_400, 14_400), "«acta.pdf» no contiene texto"),
    "bomba zip": ("acta.docx", lambda: paquete(word__document_xml="<w>" + " " * (70 * 1024 * 1024)), "«acta.docx» ocuparía más de 60 MB"),
    "130 mil celdas": ("acta.docx", lambda: en_tabla(130_000), "«acta.docx» tiene más de 120,000 párrafos o celdas de tabla"),
    "imagen rota como .pdf": ("acta.pdf", lambda: b"\x89PNG\r\n\x1a\n" + bytes(64), "«acta.pdf» está dañada"),
    "docx vacío": ("acta.docx", lambda: paquete(word__document_xml=CUERPO.format("")), "«acta.docx» no contiene texto"),
}
AL_LEERSE_POR_ORDEN = {"501 páginas": ("acta.pdf", lambda: pdf_de(501), "«acta.pdf» tiene 501 páginas; se leen hasta 500")}
LEGIBLES = {
    "UTF-16 con marca": OTRA.encode("utf-16"),
    "UTF-16 sin marca": OTRA.encode("utf-16-le"),
    "UTF-16 con nulos": ("\ufeff" + OTRA.replace("Reunión", "Reunión\0")).encode("utf-16-le"),
    "Latin-1": OTRA.encode("latin-1"),
}


def subir(cliente, ruta, nombre, contenido):
    return cliente.post(ruta, {"archivo": SimpleUploadedFile(nombre, contenido)})


@pytest.mark.parametrize("ruta", [ACTA, BORRADOR])
@pytest.mark.parametrize("caso", EN_EL_ACTO)
def test_lo_que_no_es_un_documento_se_dice_en_el_acto_y_no_deja_rastro(caso, ruta, entrar, texto):
    nombre, contenido, dicho = EN_EL_ACTO[caso]
    antes = Archivo.objects.count()
    respuesta = subir(entrar(reparto.titular()), ruta, nombre, contenido())
    assert (respuesta.status_code, dicho in texto(respuesta)) == (422, True)
    assert (Archivo.objects.count(), Recepcion.objects.count(), Trabajo.objects.filter(clase__in=("lectura", "borrador")).count()) == (antes, 0, 0)


@pytest.mark.parametrize("caso", AL_LEERSE)
def test_lo_que_no_se_puede_leer_se_dice_en_la_pagina_del_acta_y_en_la_del_borrador(caso, entrar, texto):
    nombre, contenido, dicho = AL_LEERSE[caso]
    cliente, bytes_ = entrar(reparto.titular()), contenido()
    acta, borrador = subir(cliente, ACTA, nombre, bytes_), subir(cliente, BORRADOR, nombre, bytes_)
    assert (leer_todo(), revisar_todo()) == (["ilegible"], ["hecho"])
    assert [dicho in texto(cliente.get(r["Location"])) for r in (acta, borrador)] == [True, True]
    assert Acta.objects.filter(estado="leida").count() == 0


def test_un_pdf_con_demasiadas_paginas_no_pasa_de_la_puerta(entrar, texto):
    respuesta = subir(entrar(reparto.titular()), ACTA, "acta.pdf", pdf_de(501))
    assert (respuesta.status_code, "«acta.pdf» tiene 501 páginas; se reciben hasta 500. Divídelo." in texto(respuesta)) == (422, True)
    assert Recepcion.objects.count() == 0


@pytest.mark.parametrize("caso", LEGIBLES)
def test_un_texto_en_otra_codificacion_se_lee_por_las_dos_puertas(caso, entrar, texto):
    cliente = entrar(reparto.titular())
    subir(cliente, ACTA, "acta.txt", LEGIBLES[caso])
    borrador = subir(cliente, BORRADOR, "acta.txt", LEGIBLES[caso])
    assert (leer_todo(), revisar_todo()) == (["leida"], ["hecho"])
    acta = Acta.objects.get(estado="leida")
    assert (acta.archivo.tipo, acta.reunion.nombre, Path(acta.archivo.contenido.path).read_bytes()) == (
        "text/plain",
        "Segunda Reunión Zona Centro 2022",
        LEGIBLES[caso],
    )
    assert "1 de 2 compromisos quedarían difíciles de exigir" in texto(cliente.get(borrador["Location"]))


@pytest.mark.parametrize("orden", ["leer_acta", "revisar_borrador"])
@pytest.mark.parametrize("caso", [*EN_EL_ACTO, *AL_LEERSE, *AL_LEERSE_POR_ORDEN])
def test_las_ordenes_salen_con_2_y_lo_dicen(tmp_path, caso, orden):
    nombre, contenido, dicho = (EN_EL_ACTO | AL_LEERSE | AL_LEERSE_POR_ORDEN)[caso]
    (tmp_path / nombre).write_bytes(contenido())
    with pytest.raises(CommandError) as negado:
        call_command(orden, str(tmp_path / nombre), stdout=io.StringIO())
    assert (negado.value.returncode, dicho.replace("«", "").replace("»", "") in str(negado.value)) == (2, True)


def test_lo_ilegible_no_se_reintenta(entrar):
    subir(entrar(reparto.titular()), BORRADOR, "acta.pdf", pdf_de_una_pagina())
    revisar_todo()
    assert (Trabajo.objects.get(clase="borrador").intentos, trabajos.barrer()) == (1, 0)
