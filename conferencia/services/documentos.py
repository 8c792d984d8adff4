"""Del archivo al documento: su texto, sus páginas y la imagen de cada una. El tipo se decide por el contenido."""

from collections.abc import Callable
from pathlib import Path

from conferencia.documentos.errores import DocumentoIlegible
from conferencia.documentos.limites import ARCHIVO_BYTES, MEGA, VISTA_ANCHO
from conferencia.documentos.proceso import dibujar_aparte, leer_aparte
from conferencia.documentos.texto import documento_de_texto
from conferencia.documentos.tipos import DOCX, IMAGENES, MARKDOWN, PDF, TEXTO, TEXTOS, tipo_de, tipo_por_contenido
from conferencia.domain.documento import Documento

__all__ = ["TIPOS_DE_ACTA", "DocumentoIlegible", "documento_de", "imagen_de_pagina", "texto_de", "texto_de_ruta", "tipo_de", "tipo_por_nombre"]

TIPOS_DE_ACTA = {*TEXTOS, *IMAGENES, PDF, DOCX}
Avance = Callable[[int, int], None]


def documento_de(ruta: Path, tipo: str = "", avance: Avance | None = None, *, nombre: str = "") -> Documento:
    """El documento en ``ruta``, con la posición de cada palabra si el formato tiene páginas.

    ``tipo`` solo distingue Markdown de texto plano: lo demás lo dice el contenido. ``avance(hechas, total)`` se llama por página.
    ``nombre``: cómo llamarlo en los mensajes, si no es como está guardado.
    Falla con ``DocumentoIlegible`` si no existe, está vacío, dañado o cifrado, pasa de un límite o no contiene texto.
    Un escaneo tarda segundos por página: llámese desde una tarea.
    """
    try:
        return _leido(_existente(ruta), tipo, avance)
    except DocumentoIlegible as error:
        raise DocumentoIlegible(str(error).replace(Path(ruta).name, nombre or Path(ruta).name)) from error


def _leido(ruta: Path, tipo: str, avance: Avance | None) -> Documento:
    hallado = tipo_por_contenido(ruta)
    if hallado in TEXTOS:
        documento = documento_de_texto(ruta, tipo if tipo in TEXTOS else hallado)
    else:
        documento = leer_aparte(ruta, hallado, avance)
    if not documento.texto.strip():
        raise DocumentoIlegible(f"{ruta.name} no contiene texto que se pueda leer. Si es un escaneo o una foto, tómalo más nítido, a 200 ppp o más.")
    return documento


def texto_de(ruta: Path, tipo: str = "", *, nombre: str = "") -> str:
    """Solo el texto de ``documento_de``."""
    return documento_de(ruta, tipo, nombre=nombre).texto


def texto_de_ruta(ruta: Path) -> str:
    """Texto del documento en ``ruta``. ``DocumentoIlegible`` si no existe, está vacío, dañado o no es de un tipo conocido."""
    return texto_de(ruta)


def tipo_por_nombre(nombre: str) -> str:
    """Markdown o texto, que solo el nombre distingue; los demás formatos los dice el contenido."""
    return MARKDOWN if nombre.lower().endswith((".md", ".markdown")) else TEXTO


def imagen_de_pagina(ruta: Path, tipo: str, numero: int, ancho_px: int, giro: int = 0) -> bytes:
    """PNG de la página ``numero`` (desde 1), de ``ancho_px`` de ancho o menos. Solo PDF e imágenes tienen páginas.

    ``giro``: el de ``Pagina``, para que las posiciones caigan en su lugar.
    """
    if tipo not in {PDF, *IMAGENES}:
        raise DocumentoIlegible(f"{ruta.name} no tiene páginas que mostrar: se muestra su texto.")
    ruta = _existente(ruta)
    return dibujar_aparte(ruta, tipo_por_contenido(ruta), numero, max(1, min(ancho_px, VISTA_ANCHO)), giro)


def _existente(ruta: Path) -> Path:
    ruta = Path(ruta).resolve()
    if not ruta.is_file():
        raise DocumentoIlegible(f"No existe el archivo {ruta}.")
    tamano = ruta.stat().st_size
    if not tamano:
        raise DocumentoIlegible(f"{ruta.name} está vacío.")
    if tamano > ARCHIVO_BYTES:
        raise DocumentoIlegible(f"{ruta.name} pesa más de {ARCHIVO_BYTES // MEGA} MB. Divídelo o reduce la resolución del escaneo.")
    return ruta
