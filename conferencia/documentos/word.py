"""Word (.docx): títulos, listas numeradas y tablas en orden de lectura, en un Markdown que el lector entiende.

Se lee el XML directamente: así se mide antes de descomprimir, no se resuelven entidades y se ven los cambios aceptados.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from lxml.etree import _Element

from conferencia.domain.documento import Documento

from .errores import DocumentoIlegible
from .limites import TEXTO_CARACTERES, WORD_DESCOMPRIMIDO, WORD_PARRAFOS, WORD_PARTE, WORD_PIEZAS
from .numeracion import Numeracion, W, leer_numeracion, valor
from .parrafos_word import Estilos, leer_estilos, parrafo_de
from .tablas import es_de_datos
from .texto import demasiado_largo
from .tipos import DOCX

_CUERPO = "word/document.xml"
_ENVOLTURAS = {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo", f"{W}smartTag"}
_HONDURA = 40


def documento_de_word(ruta: Path) -> Documento:
    """El documento. ``DocumentoIlegible`` si está dañado, cifrado o descomprimido sería desmesurado."""
    try:
        with zipfile.ZipFile(ruta) as paquete:
            _medir(paquete, ruta.name)
            cuerpo = _parte(paquete, _nombre_del_cuerpo(paquete), ruta.name)
            numeracion = leer_numeracion(_parte(paquete, "word/numbering.xml", ruta.name, falta=None))
            estilos = leer_estilos(_parte(paquete, "word/styles.xml", ruta.name, falta=None))
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, KeyError, ValueError, etree.XMLSyntaxError):
        raise _danado(ruta.name) from None
    contenido = cuerpo.find(f"{W}body") if cuerpo is not None else None
    if contenido is None:
        raise _danado(ruta.name)
    if sum(1 for _ in contenido.iter(f"{W}p")) > WORD_PARRAFOS:
        raise DocumentoIlegible(f"{ruta.name} tiene más de {WORD_PARRAFOS:,} párrafos o celdas de tabla: no es un acta. Quítale los anexos.")
    texto = "\n\n".join(_bloques(contenido, numeracion, estilos, 0))
    if len(texto) > TEXTO_CARACTERES:
        raise demasiado_largo(ruta.name)
    return Documento(DOCX, texto, avisos=_avisos(cuerpo))


def _medir(paquete: zipfile.ZipFile, nombre: str) -> None:
    """Lo que ocuparía descomprimido, según su directorio; lo que de verdad salga se vuelve a medir al leerlo."""
    piezas = paquete.infolist()
    if any(p.flag_bits & 1 for p in piezas):
        raise DocumentoIlegible(f"{nombre} está protegido con contraseña. Quítasela y vuelve a subirlo.")
    if len(piezas) > WORD_PIEZAS or sum(p.file_size for p in piezas) > WORD_DESCOMPRIMIDO:
        raise DocumentoIlegible(f"{nombre} ocuparía más de {WORD_DESCOMPRIMIDO // 1048576} MB al abrirse. Quítale imágenes o súbelo en PDF.")


def _nombre_del_cuerpo(paquete: zipfile.ZipFile) -> str:
    nombres = paquete.namelist()
    return _CUERPO if _CUERPO in nombres else next(n for n in nombres if n.startswith("word/document") and n.endswith(".xml"))


def _parte(paquete: zipfile.ZipFile, pieza: str, nombre: str, falta: str | None = "") -> _Element | None:
    """Una pieza del paquete como XML sin entidades ni red."""
    if pieza not in paquete.namelist() and falta is None:
        return None
    with paquete.open(pieza) as flujo:
        crudo = flujo.read(WORD_PARTE + 1)
    if len(crudo) > WORD_PARTE:
        raise DocumentoIlegible(f"{nombre} ocuparía más de {WORD_PARTE // 1048576} MB de texto al abrirse: no es un acta.")
    if b"<!DOCTYPE" in crudo[:4096] or b"<!ENTITY" in crudo:
        raise DocumentoIlegible(f"{nombre} trae definiciones de entidades, que un documento de Word no lleva. Vuelve a guardarlo desde Word.")
    lector = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)
    return etree.fromstring(crudo, lector)


def _bloques(contenedor: _Element, numeracion: Numeracion, estilos: Estilos, hondura: int) -> Iterator[str]:
    """Párrafos y tablas de un contenedor, en orden; los cuadros de texto, después de su párrafo."""
    if hondura > _HONDURA:
        return
    for hijo in contenedor:
        if hijo.tag == f"{W}p":
            yield from (t for t in parrafo_de(hijo, numeracion, estilos) if t)
        elif hijo.tag == f"{W}tbl":
            yield from _tabla(hijo, numeracion, estilos, hondura + 1)
        elif hijo.tag in _ENVOLTURAS:
            yield from _bloques(hijo, numeracion, estilos, hondura + 1)


def _tabla(tabla: _Element, numeracion: Numeracion, estilos: Estilos, hondura: int) -> Iterator[str]:
    filas: list[list[list[str]]] = []
    for fila in tabla.iter(f"{W}tr"):
        if next(fila.iterancestors(f"{W}tbl")) is tabla:
            filas.append(_celdas(fila, filas[-1] if filas else [], numeracion, estilos, hondura))
    en_linea = [[" ".join(" ".join(celda).split()).replace("|", "/") for celda in fila] for fila in filas]
    if max(map(len, en_linea), default=0) < 2 or not es_de_datos(en_linea):
        yield from (texto for fila in filas for celda in fila for texto in celda)
        return
    yield "\n".join(f"| {' | '.join(fila)} |" for fila in en_linea if any(fila))


def _celdas(fila: _Element, anterior: list[list[str]], numeracion: Numeracion, estilos: Estilos, hondura: int) -> list[list[str]]:
    """Los párrafos de cada celda; la que sigue combinada con la de arriba repite lo de arriba, y la ancha deja huecos."""
    celdas: list[list[str]] = []
    for celda in fila.iterchildren(f"{W}tc"):
        propiedades = celda.find(f"{W}tcPr")
        sigue = propiedades is not None and (union := propiedades.find(f"{W}vMerge")) is not None and union.get(f"{W}val", "continue") == "continue"
        arriba = anterior[len(celdas)] if sigue and len(celdas) < len(anterior) else None
        celdas.append(arriba if arriba is not None else list(_bloques(celda, numeracion, estilos, hondura)))
        ancho = valor(propiedades, "gridSpan") if propiedades is not None else ""
        celdas += [[] for _ in range(min(int(ancho), 64) - 1)] if ancho.isdigit() else []
    return celdas


def _avisos(cuerpo: _Element) -> tuple[str, ...]:
    if next(cuerpo.iter(f"{W}ins", f"{W}del"), None) is not None:
        return ("El documento tiene cambios sin aceptar: se leyó como si todos estuvieran aceptados.",)
    return ()


def _danado(nombre: str) -> DocumentoIlegible:
    return DocumentoIlegible(f"{nombre} está dañado: no se pudo abrir como documento de Word. Vuelve a guardarlo o súbelo en PDF.")
