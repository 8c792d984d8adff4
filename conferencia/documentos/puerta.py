"""Qué es lo que alguien sube, por sus bytes, antes de abrirlo: lo que no es de aquí no pasa, y se dice qué es.

El nombre solo distingue los textos planos entre sí; de los demás solo se anota que no corresponde.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from conferencia.domain import admision
from conferencia.domain.admision import Motivo

from .errores import NoSeRecibe
from .llaves import es_llave_privada, es_pkcs7
from .tipos import AJENOS, DOCX, FIRMAS, PDF, PKCS7, XLSX, es_html

OTRO = "application/octet-stream"
TEXTOS = {".md": "text/markdown", ".txt": "text/plain", ".csv": "text/csv"}
_EXTENSIONES = {
    PDF: {".pdf"},
    DOCX: {".docx"},
    XLSX: {".xlsx"},
    "image/jpeg": {".jpg", ".jpeg", ".jpe", ".jfif"},
    "image/png": {".png"},
    "image/tiff": {".tif", ".tiff"},
    PKCS7: {".p7m", ".p7s", ".p7b", ".sgn", ".pkcs7"},
}
_CABEZA = 8192
_BLANCOS_ANTES_DE_PDF = re.compile(rb"(?:\xef\xbb\xbf)?\s*%PDF-\d")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAQUETE_CIFRADO = "EncryptedPackage".encode("utf-16-le")


def tipo_subido(ruta: Path, nombre: str) -> str:
    """Tipo de medio, u ``OTRO`` si no es nada conocido. Falla con ``NoSeRecibe`` si lo que es jamás se recibe."""
    with ruta.open("rb") as archivo:
        cabeza = archivo.read(_CABEZA)
    if es_llave_privada(cabeza):
        raise NoSeRecibe(
            f"«{nombre}» es una llave privada de firma. No se guardó: aquí nunca se pide. Da por perdida esa llave: revócala y genera otra.",
            Motivo.LLAVE_PRIVADA,
        )
    tipo = _tipo(ruta, cabeza, nombre)
    if tipo not in {DOCX, XLSX, PKCS7, OTRO, *TEXTOS.values()}:
        _una_sola_cosa(ruta, cabeza, tipo, nombre)
    return tipo


def _tipo(ruta: Path, cabeza: bytes, nombre: str) -> str:
    for firma, tipo in FIRMAS:
        if cabeza.startswith(firma):
            return tipo
    if b"%PDF-" in cabeza[:1024]:
        return PDF
    if cabeza.startswith(b"PK"):
        return _tipo_de_zip(ruta, nombre)
    if cabeza.startswith(_OLE) and _PAQUETE_CIFRADO in ruta.read_bytes():
        raise NoSeRecibe(admision.con_contrasena(nombre), Motivo.CONTRASENA)
    if es_pkcs7(cabeza):
        return PKCS7
    extension = extension_de(nombre)
    return TEXTOS[extension] if extension in TEXTOS and b"\0" not in cabeza and que_es(cabeza) == "" else OTRO


def que_es(cabeza: bytes) -> str:
    """Qué es lo que no se recibe, en palabras; vacío si no se sabe."""
    if es_html(cabeza):
        return "una página web (HTML)"
    if cabeza.lstrip()[:5].lower() in {b"<?xml", b"<svg "} or b"<svg" in cabeza[:1024].lower():
        return "un dibujo SVG o un XML, que puede traer código"
    if cabeza[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"}:
        return "una foto HEIC o AVIF. Guárdala como JPG: en el teléfono, Ajustes, Cámara, Formatos, «El más compatible»"
    if cabeza.startswith((b"#!", b"@echo off")):
        return "un programa, no un documento"
    return next((es for firma, es in AJENOS if cabeza.startswith(firma)), "")


def extension_de(nombre: str) -> str:
    """La última, con punto y en minúsculas; vacía si no tiene."""
    return "." + nombre.rsplit(".", 1)[-1].lower() if "." in nombre else ""


def extension_ajena(nombre: str, tipo: str) -> bool:
    """¿El nombre termina como si fuera de otro tipo?"""
    return tipo in _EXTENSIONES and extension_de(nombre) not in _EXTENSIONES[tipo]


def _tipo_de_zip(ruta: Path, nombre: str) -> str:
    try:
        with zipfile.ZipFile(ruta) as paquete:
            nombres = set(paquete.namelist())
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        raise NoSeRecibe(
            f"«{nombre}» está dañado: no se pudo abrir como documento de Word o Excel. Vuelve a guardarlo o súbelo en PDF.", Motivo.DANADO
        ) from None
    if "[Content_Types].xml" in nombres:
        if any(n.startswith("word/") for n in nombres):
            return DOCX
        if any(n.startswith("xl/") for n in nombres):
            return XLSX
    return OTRO


def _una_sola_cosa(ruta: Path, cabeza: bytes, tipo: str, nombre: str) -> None:
    """Un archivo que también se abre como otro engaña a quien lo revisa: se rechaza entero."""
    if tipo == PDF and not _BLANCOS_ANTES_DE_PDF.match(cabeza):
        raise _dos_en_uno(nombre)
    if tipo != PDF and b"%PDF-" in cabeza[:1024]:
        raise _dos_en_uno(nombre)
    try:
        with zipfile.ZipFile(ruta) as paquete:
            escondido = bool(paquete.namelist())
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        return
    if escondido:
        raise _dos_en_uno(nombre)


def _dos_en_uno(nombre: str) -> NoSeRecibe:
    return NoSeRecibe(
        f"«{nombre}» es dos archivos en uno: se abre como una cosa y esconde otra. Vuelve a generarlo desde el documento original.", Motivo.DOS_EN_UNO
    )
