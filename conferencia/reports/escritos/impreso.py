"""Un escrito en PDF: la misma estructura que en Word, etiquetado y con su pie «Número · Página n de N»."""

from datetime import datetime

from django.template.loader import render_to_string

from conferencia.domain import escrito as e
from conferencia.reports import pdf

TIPO = "application/pdf"
PLANTILLA, HOJA = "reports/escritos/escrito.html", "escrito-impreso.css"
CLASES = {e.Parrafo: "parrafo", e.Titulo: "titulo", e.Lista: "lista", e.Tabla: "tabla", e.Ficha: "ficha", e.Corte: "corte"}


def html(escrito: e.Escrito, instante: datetime) -> str:
    contexto = {"escrito": escrito, "instante": instante, "bloques": con_clase(escrito.bloques), "anexos": con_clase(escrito.anexos)}
    return render_to_string(PLANTILLA, contexto)


def con_clase(bloques: tuple[e.Bloque, ...]) -> list[dict]:
    """Cada bloque con el nombre de la plantilla que lo pinta."""
    return [{"clase": CLASES[type(b)], "bloque": b} for b in bloques]


def componer(escrito: e.Escrito, instante: datetime, adjuntos: tuple[pdf.Adjunto, ...] = ()) -> bytes:
    return pdf.componer(html(escrito, instante), hoja=HOJA, instante=instante, adjuntos=adjuntos)
