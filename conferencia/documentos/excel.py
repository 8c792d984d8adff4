"""Excel (.xlsx): el texto de sus celdas, hoja por hoja. Las fórmulas no se evalúan: se lee el último valor guardado."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl

from conferencia.domain.documento import Documento

from .errores import DocumentoIlegible
from .limites import EXCEL_CELDAS, TEXTO_CARACTERES
from .tipos import XLSX


def documento_de_excel(ruta: Path) -> Documento:
    """El documento, con cada fila como renglón de una tabla. ``DocumentoIlegible`` si está dañado."""
    try:
        with ruta.open("rb") as archivo:  # abierto: por la ruta, openpyxl juzga la extensión
            libro = openpyxl.load_workbook(archivo, read_only=True, data_only=True, keep_links=False)
            renglones, entero = _renglones(libro)
            libro.close()
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError, EOFError, AttributeError, IndexError, SyntaxError):
        raise DocumentoIlegible(f"{ruta.name} está dañado: no se pudo abrir como libro de Excel. Vuelve a guardarlo o súbelo en PDF.") from None
    avisos = () if entero else ("El libro es más largo de lo que se lee: lo demás está en el original.",)
    return Documento(XLSX, "\n".join(renglones), avisos=avisos)


def _renglones(libro: openpyxl.Workbook) -> tuple[list[str], bool]:
    renglones: list[str] = []
    largo = celdas = 0
    for hoja in libro.worksheets:
        renglones.append(f"## {hoja.title}")
        for fila in _filas(hoja):
            celdas += len(fila)
            renglon = f"| {' | '.join(fila)} |"
            largo += len(renglon)
            if largo > TEXTO_CARACTERES or celdas > EXCEL_CELDAS:
                return renglones, False
            if any(fila):
                renglones.append(renglon)
    return renglones, True


def _filas(hoja) -> Iterator[list[str]]:
    for fila in hoja.iter_rows(values_only=True):
        valores = ["" if v is None else " ".join(str(v).split()).replace("|", "/") for v in fila]
        while valores and not valores[-1]:
            valores.pop()
        yield valores
