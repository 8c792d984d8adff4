"""De Word y Excel se muestra el texto, maquetado de nuevo: nada de lo que el archivo trae se ejecuta ni se trae de fuera."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from weasyprint import HTML
from weasyprint.urls import URLFetchingError

from .errores import DocumentoIlegible
from .excel import documento_de_excel
from .limites import VISTA_CARACTERES
from .tipos import XLSX
from .word import documento_de_word

_ESTILO = """@page{size:letter;margin:2cm;@bottom-center{content:'Vista del texto. El original se descarga aparte. ' counter(page) ' de ' counter(pages);
font:8pt 'Noto Sans',sans-serif;color:#3d3d3d}} body{font:10.5pt/1.45 'Noto Sans',sans-serif;overflow-wrap:anywhere} h2{font-size:13pt}
table{border-collapse:collapse;font-size:8.5pt} td{border:.5pt solid #999;padding:2pt 4pt;vertical-align:top}"""


def pdf_de_texto(ruta: Path, tipo: str) -> bytes:
    """PDF con el texto del documento; lo muy largo se corta y se dice."""
    texto = (documento_de_excel(ruta) if tipo == XLSX else documento_de_word(ruta)).texto
    if not texto.strip():
        raise DocumentoIlegible("El documento no trae texto que mostrar: descárgalo.")
    cuerpo = "".join(_bloques(texto[:VISTA_CARACTERES]))
    if len(texto) > VISTA_CARACTERES:
        cuerpo += "<p><strong>Aquí se corta la vista: lo demás está en el original.</strong></p>"
    documento = f"<html lang='es-MX'><head><title>Vista del texto</title><style>{_ESTILO}</style></head><body>{cuerpo}</body></html>"
    return HTML(string=documento, url_fetcher=_sin_red).write_pdf()


def _sin_red(url: str) -> dict:
    raise URLFetchingError(f"la vista no trae nada de fuera: {url[:80]}")


def _bloques(texto: str) -> Iterator[str]:
    for en_tabla, renglones in groupby(texto.splitlines(), key=lambda r: r.startswith("| ")):
        juntos = [r for r in renglones if r.strip()]
        yield _tabla(juntos) if en_tabla else "".join(map(_parrafo, juntos))


def _tabla(renglones: list[str]) -> str:
    filas = ("".join(f"<td>{html.escape(c.strip())}</td>" for c in r.strip().strip("|").split("|")) for r in renglones)
    return f"<table>{''.join(f'<tr>{f}</tr>' for f in filas)}</table>"


def _parrafo(renglon: str) -> str:
    if titulo := re.match(r"#+\s+(.*)", renglon):
        return f"<h2>{html.escape(titulo[1].replace('**', ''))}</h2>"
    marcado = re.sub(r"[*][*](.+?)[*][*]", r"<b>\1</b>", html.escape(renglon))
    return f"<p>{marcado}</p>"
