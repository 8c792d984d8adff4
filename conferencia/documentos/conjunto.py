"""Varias copias limpias en un solo PDF: en orden, con el texto que cada una trae y un marcador por archivo. Los originales no se abren."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pikepdf

from .errores import DocumentoIlegible
from .examen_de_pdf import hallados

_NO_SE_PUDO = "No se pudieron juntar los archivos del oficio en un PDF."


def en_un_pdf(partes: Sequence[tuple[str, Path]]) -> bytes:
    """``partes``: el nombre del archivo y su copia limpia. ``DocumentoIlegible`` si alguna no se puede juntar o lo hecho no quedó limpio."""
    salida = io.BytesIO()
    try:
        with pikepdf.new() as junto:
            with junto.open_outline() as marcadores:
                for numero, (nombre, ruta) in enumerate(partes, start=1):
                    marcadores.root.append(pikepdf.OutlineItem(f"{numero}. {nombre}", len(junto.pages)))
                    with pikepdf.open(ruta) as parte:
                        junto.pages.extend(parte.pages)
            limpio = not hallados(junto, "El oficio")
            junto.save(salida)
    except (pikepdf.PdfError, RuntimeError, ValueError):
        raise DocumentoIlegible(_NO_SE_PUDO) from None
    if not limpio:
        raise DocumentoIlegible(_NO_SE_PUDO)
    return salida.getvalue()
