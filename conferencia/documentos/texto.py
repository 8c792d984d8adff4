"""Texto plano y Markdown: averiguar en qué codificación están y decirlo."""

import codecs
from pathlib import Path

from conferencia.domain.documento import Documento

from .errores import DocumentoIlegible
from .limites import TEXTO_CARACTERES

_MARCAS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATAS = (("cp1252", "Windows-1252"), ("latin-1", "Latin-1"), ("cp850", "MS-DOS (850)"), ("mac_roman", "Mac Roman"))
_PROPIAS = frozenset("áéíóúüñÁÉÍÓÚÜÑ¿¡«»“”‘’ºª°–—…•§´")


def documento_de_texto(ruta: Path, tipo: str) -> Documento:
    """El archivo decodificado. Si no está en UTF-8, un aviso dice cómo se leyó."""
    if ruta.stat().st_size > 4 * TEXTO_CARACTERES:
        raise demasiado_largo(ruta.name)
    texto, aviso = _decodificado(ruta.read_bytes(), ruta.name)
    if len(texto) > TEXTO_CARACTERES:
        raise demasiado_largo(ruta.name)
    limpio = texto.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")  # PostgreSQL no guarda nulos
    return Documento(tipo, limpio, avisos=(aviso,) if aviso else ())


def demasiado_largo(nombre: str) -> DocumentoIlegible:
    """El rechazo por longitud, igual para texto y para Word."""
    return DocumentoIlegible(f"{nombre} es demasiado largo para ser un acta: pasa de quinientas páginas de texto. Sube solo el acta.")


def _sin_marca(crudo: bytes) -> str:
    """«utf-16-le» o «utf-16-be» si es texto de dos bytes por letra al que le falta la marca inicial; «» si no."""
    muestra = crudo[:4096]
    pares, nones = muestra[0::2].count(0), muestra[1::2].count(0)
    mitad = len(muestra) // 2
    if mitad < 8 or min(pares, nones) * 20 > mitad:
        return ""
    return "utf-16-le" if nones > 0.8 * mitad else "utf-16-be" if pares > 0.8 * mitad else ""


def _decodificado(crudo: bytes, nombre: str) -> tuple[str, str]:
    try:
        for marca, codificacion in _MARCAS:
            if crudo.startswith(marca):
                return crudo.decode(codificacion).removeprefix("\ufeff"), ""
        if codificacion := _sin_marca(crudo):
            return crudo.decode(codificacion), "El archivo está en UTF-16 sin marca que lo diga. Revisa acentos y eñes."
        exigir_texto(crudo, nombre)
        return crudo.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        if error.encoding.startswith("utf-16") or error.encoding.startswith("utf-32"):
            raise DocumentoIlegible(f"{nombre} está dañado: dice ser texto Unicode y no se puede decodificar.") from None
    codificacion, dicha = max(_CANDIDATAS, key=lambda c: _parecido_a_espanol(crudo, c[0]))
    return crudo.decode(codificacion), f"El archivo no está en UTF-8: se leyó como {dicha}. Revisa acentos y eñes."


def exigir_texto(crudo: bytes, nombre: str) -> None:
    """Ni nulos (salvo los de UTF-16 o UTF-32) ni una proporción de bytes de control que ningún texto tiene."""
    if any(crudo.startswith(marca) for marca, _ in _MARCAS) or _sin_marca(crudo):
        return
    muestra = crudo[:65536]
    control = sum(b < 9 or 13 < b < 27 or 27 < b < 32 or b == 127 for b in muestra)
    if b"\0" in crudo or control > len(muestra) // 100:
        raise DocumentoIlegible(f"{nombre} no es texto ni otro formato conocido. Se leen Word (.docx), PDF, texto (.txt, .md) e imágenes JPG, PNG o TIFF.")


def _parecido_a_espanol(crudo: bytes, codificacion: str) -> int:
    """Letras y signos del español menos todo lo demás que no sea ASCII; el empate lo gana la más común."""
    try:
        raros = [c for c in crudo[:200_000].decode(codificacion) if ord(c) > 127]
    except UnicodeDecodeError:
        return -len(crudo) - 1
    return sum(1 if c in _PROPIAS else -1 for c in raros)
