"""Texto plano y Markdown en las codificaciones que llegan."""

import pytest

from conferencia.domain.lectura import leer
from conferencia.services.documentos import DocumentoIlegible, documento_de, texto_de

from . import muestras
from .test_pdf import resumen

FRASE = "PRIMERO.- La Comisión de Información acordó: «año», señal, pingüino y Ñuño.\n"


def test_markdown_y_texto_dan_lo_mismo(taller, acta, lectura):
    ruta = taller / "acta.txt"
    ruta.write_text(acta, encoding="utf-8")
    assert documento_de(ruta).tipo == "text/plain"
    assert documento_de(muestras.ACTA).tipo == "text/markdown"
    assert resumen(leer(texto_de(ruta))) == resumen(lectura)


@pytest.mark.parametrize("codificacion", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_no_lleva_aviso(taller, codificacion):
    ruta = taller / "unicode.txt"
    ruta.write_bytes(FRASE.encode(codificacion))
    documento = documento_de(ruta)
    assert (documento.texto, documento.avisos) == (FRASE, ())


@pytest.mark.parametrize(("codificacion", "dicha"), [("cp1252", "Windows-1252"), ("cp850", "MS-DOS (850)"), ("mac_roman", "Mac Roman")])
def test_otra_codificacion_se_detecta_y_se_dice(taller, codificacion, dicha):
    ruta = taller / "vieja.txt"
    ruta.write_bytes(FRASE.encode(codificacion))
    documento = documento_de(ruta)
    assert documento.texto == FRASE
    assert documento.avisos == (f"El archivo no está en UTF-8: se leyó como {dicha}. Revisa acentos y eñes.",)


def test_los_renglones_de_windows_y_de_mac_se_igualan(taller):
    ruta = taller / "renglones.txt"
    ruta.write_bytes(b"uno\r\ndos\rtres\n")
    assert texto_de(ruta) == "uno\ndos\ntres\n"


def test_lo_binario_no_es_texto(taller):
    ruta = taller / "nota.txt"
    ruta.write_bytes(b"hola\0mundo" * 10)
    with pytest.raises(DocumentoIlegible, match=r"nota\.txt no es texto ni otro formato conocido"):
        documento_de(ruta)


def test_un_texto_de_miles_de_paginas_no_es_un_acta(taller):
    ruta = taller / "largo.txt"
    ruta.write_bytes(b"Se acuerda.\n" * 300_000)
    with pytest.raises(DocumentoIlegible, match="pasa de quinientas páginas"):
        documento_de(ruta)


@pytest.mark.parametrize("codificacion", ["utf-16-le", "utf-16-be"])
def test_utf_16_sin_marca_se_lee_y_se_avisa(taller, codificacion):
    ruta = taller / "bloc.txt"
    ruta.write_bytes("ACUERDO PRIMERO.- Enviar el diagnóstico del año.".encode(codificacion))
    documento = documento_de(ruta)
    assert (documento.texto, documento.avisos) == (
        "ACUERDO PRIMERO.- Enviar el diagnóstico del año.",
        ("El archivo está en UTF-16 sin marca que lo diga. Revisa acentos y eñes.",),
    )


def test_los_nulos_de_un_utf_16_no_llegan_a_la_base(taller):
    ruta = taller / "nulos.txt"
    ruta.write_bytes("\ufeffSe acuer\0da.".encode("utf-16-le"))
    assert texto_de(ruta) == "Se acuerda."
