"""Word y Excel por dentro: medidos por su directorio antes de descomprimir; macros fuera, y lo que se trae de fuera, dicho."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from conferencia.domain import admision
from conferencia.domain.admision import Motivo

from .errores import NoSeRecibe
from .limites import MEGA, WORD_DESCOMPRIMIDO, WORD_PARTE, WORD_PIEZAS

_TIPOS = "[Content_Types].xml"
_RELACION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_RELACIONES_BYTES = 4 * MEGA
_CARPETAS = {"embeddings": "incrustados", "activex": "control", "externallinks": "externo"}
_ROTO = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, KeyError, ValueError, etree.XMLSyntaxError)


def examinar_paquete(ruta: Path, nombre: str) -> tuple[int | None, list[str]]:
    """Hallazgos (páginas no tiene). ``NoSeRecibe`` si está dañado, cifrado, con macros o sería desmesurado al abrirse."""
    try:
        with zipfile.ZipFile(ruta) as paquete:
            piezas = paquete.infolist()
            _medir(piezas, nombre)
            _sin_macros(paquete, piezas, nombre)
            hallazgos = {clave for p in piezas for carpeta in Path(p.filename.lower()).parts if (clave := _CARPETAS.get(carpeta, ""))}
            for pieza in piezas:
                hallazgos |= _de_pieza(paquete, pieza, nombre)
            return None, sorted(hallazgos)
    except _ROTO:
        raise NoSeRecibe(
            f"«{nombre}» está dañado: no se pudo abrir como documento de Word o Excel. Vuelve a guardarlo o súbelo en PDF.", Motivo.DANADO
        ) from None


def _medir(piezas: list[zipfile.ZipInfo], nombre: str) -> None:
    if any(p.flag_bits & 1 for p in piezas):
        raise NoSeRecibe(admision.con_contrasena(nombre), Motivo.CONTRASENA)
    if len(piezas) > WORD_PIEZAS or sum(p.file_size for p in piezas) > WORD_DESCOMPRIMIDO:
        raise NoSeRecibe(f"«{nombre}» ocuparía más de {WORD_DESCOMPRIMIDO // MEGA} MB al abrirse. Quítale imágenes o súbelo en PDF.", Motivo.DESMESURADO)
    if any(_sale(p.filename) for p in piezas) or len({p.filename for p in piezas}) != len(piezas):
        raise zipfile.BadZipFile


def _sale(nombre: str) -> bool:
    """¿La pieza quiere escribirse fuera del paquete?"""
    limpio = posixpath.normpath(nombre.replace("\\", "/"))
    return limpio.startswith(("/", "..")) or ":" in limpio or "\0" in nombre


def _sin_macros(paquete: zipfile.ZipFile, piezas: list[zipfile.ZipInfo], nombre: str) -> None:
    tipos = _leida(paquete, _TIPOS, nombre, _RELACIONES_BYTES).lower()
    if b"macroenabled" in tipos or b"vbaproject" in tipos or any("vbaproject" in p.filename.lower() for p in piezas):
        raise NoSeRecibe(f"«{nombre}» trae macros. Guárdalo como .docx o .xlsx, sin macros, o como PDF.", Motivo.MACROS)


def _de_pieza(paquete: zipfile.ZipFile, pieza: zipfile.ZipInfo, nombre: str) -> set[str]:
    bajo = pieza.filename.lower()
    if bajo.endswith(".rels"):
        return set(_de_relaciones(_leida(paquete, pieza.filename, nombre, _RELACIONES_BYTES)))
    if bajo in {"word/document.xml", "xl/workbook.xml"} or "externallink" in bajo or bajo.startswith("xl/worksheets/sheet"):
        crudo = _leida(paquete, pieza.filename, nombre, WORD_PARTE)
        if b"<!DOCTYPE" in crudo[:4096] or b"<!ENTITY" in crudo:
            raise NoSeRecibe(f"«{nombre}» trae definiciones de entidades, que un documento de Office no lleva. Vuelve a guardarlo.", Motivo.DANADO)
        return {"dde"} if b"ddeLink" in crudo or b"DDEAUTO" in crudo or b'instr="DDE' in crudo or b">DDE " in crudo or b"> DDE " in crudo else set()
    return set()


def _leida(paquete: zipfile.ZipFile, pieza: str, nombre: str, tope: int) -> bytes:
    """La pieza, sin creerle a su directorio cuánto mide."""
    with paquete.open(pieza) as flujo:
        crudo = flujo.read(tope + 1)
    if len(crudo) > tope:
        raise NoSeRecibe(f"«{nombre}» ocuparía más de {tope // MEGA} MB de texto al abrirse. Súbelo en PDF.", Motivo.DESMESURADO)
    return crudo


def _de_relaciones(crudo: bytes) -> Iterator[str]:
    """Un enlace escrito en el texto es cosa común; una plantilla, imagen u objeto que se trae de fuera, no."""
    lector = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    for relacion in etree.fromstring(crudo, lector).iter(_RELACION):
        if relacion.get("TargetMode", "").lower() == "external":
            web = relacion.get("Target", "").lower().startswith(("http://", "https://", "mailto:", "#"))
            yield "enlaces" if web and relacion.get("Type", "").lower().endswith("/hyperlink") else "externo"
