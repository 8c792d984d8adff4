"""Qué es un archivo por lo que contiene. El nombre no cuenta."""

import re
import zipfile
from pathlib import Path
from typing import BinaryIO

from .errores import DocumentoIlegible
from .texto import exigir_texto

MARKDOWN, TEXTO, PDF = "text/markdown", "text/plain", "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PKCS7 = "application/pkcs7-signature"
JPEG, PNG, TIFF = "image/jpeg", "image/png", "image/tiff"
IMAGENES = frozenset({JPEG, PNG, TIFF})
TEXTOS = frozenset({MARKDOWN, TEXTO})
SE_LEEN = "Se leen Word (.docx), PDF, texto (.txt, .md) e imágenes JPG, PNG o TIFF."

_CABEZA = 8192
_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
FIRMAS = ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"II*\0", TIFF), (b"MM\0*", TIFF))
AJENOS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "un documento de Office antiguo (.doc) o protegido con contraseña. Guárdalo como .docx, sin contraseña, o como PDF"),
    (b"{\\rtf", "un documento RTF. Guárdalo como .docx o PDF"),
    (b"Rar!", "un archivo comprimido. Sube el documento, no el paquete"),
    (b"7z\xbc\xaf\x27\x1c", "un archivo comprimido. Sube el documento, no el paquete"),
    (b"\x1f\x8b", "un archivo comprimido. Sube el documento, no el paquete"),
    (b"GIF8", "una imagen GIF. Guárdala como PNG"),
    (b"BM", "una imagen BMP. Guárdala como PNG"),
    (b"RIFF", "una imagen WebP o un video. Guárdala como JPG"),
    (b"MZ", "un programa, no un documento"),
    (b"\x7fELF", "un programa, no un documento"),
)


def tipo_por_contenido(ruta: Path) -> str:
    """Tipo de medio de ``ruta`` según sus bytes. ``DocumentoIlegible`` si no es de los que se leen."""
    with ruta.open("rb") as archivo:
        return tipo_de(archivo, ruta.name)


def tipo_de(archivo: BinaryIO, nombre: str) -> str:
    """Como ``tipo_por_contenido``, de un archivo abierto. Lo deja al principio."""
    archivo.seek(0)
    cabeza = archivo.read(_CABEZA)
    archivo.seek(0)
    for firma, tipo in FIRMAS:
        if cabeza.startswith(firma):
            return tipo
    if b"%PDF-" in cabeza[:1024]:
        return PDF
    if cabeza.startswith(b"PK"):
        return _tipo_de_zip(archivo, nombre)
    if es_html(cabeza):
        raise DocumentoIlegible(f"{nombre} es una página web (HTML). Ábrela y guárdala como PDF o Word (.docx).")
    if (es := _ajeno(cabeza)) is not None:
        raise DocumentoIlegible(f"{nombre} es {es}.")
    exigir_texto(cabeza, nombre)
    return MARKDOWN if nombre.lower().endswith((".md", ".markdown")) else TEXTO


def es_html(cabeza: bytes) -> bool:
    return bool(_HTML.match(cabeza))


def _tipo_de_zip(archivo: BinaryIO, nombre: str) -> str:
    try:
        with zipfile.ZipFile(archivo) as paquete:
            nombres = set(paquete.namelist())
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        raise DocumentoIlegible(f"{nombre} está dañado: no se pudo abrir como documento de Word. Vuelve a guardarlo o súbelo en PDF.") from None
    finally:
        archivo.seek(0)
    if "word/document.xml" in nombres or any(n.startswith("word/document") and n.endswith(".xml") for n in nombres):
        return DOCX
    if any(n.startswith(("xl/", "ppt/")) for n in nombres):
        raise DocumentoIlegible(f"{nombre} es una hoja de cálculo o una presentación. Guárdala como PDF.")
    if "content.xml" in nombres:
        raise DocumentoIlegible(f"{nombre} es un documento de LibreOffice (.odt). Guárdalo como .docx o PDF.")
    raise DocumentoIlegible(f"{nombre} es un archivo comprimido. Sube el documento, no el paquete.")


def _ajeno(cabeza: bytes) -> str | None:
    if cabeza[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"}:
        return "una foto HEIC o AVIF. Guárdala como JPG"
    binario = b"\0" in cabeza or not cabeza[:64].isascii()
    return next((es for firma, es in AJENOS if cabeza.startswith(firma) and (binario or firma[0] > 127 or firma == b"{\\rtf")), None)
