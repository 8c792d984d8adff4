"""Filas de una tabla «Acuerdo | Responsable | Fecha compromiso» en una minuta."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .modelo import Tramo
from .numerales import leer_numeral
from .plegado import compactar

_COLUMNAS = (
    ("responsable", re.compile(r"\b(?:responsables?|encargad[oa]s?|a cargo|area|instancia|quien)\b")),
    ("plazo", re.compile(r"\b(?:fecha|plazo|vencimiento|termino|cumplimiento|entrega|cuando|periodicidad)\b")),
    ("entregable", re.compile(r"\b(?:entregable|evidencia|producto|medio de verificacion)\b")),
    ("ignorada", re.compile(r"\b(?:estatus|estado|avance|observaciones|seguimiento|comentarios)\b")),
    ("numero", re.compile(r"^(?:no|num|numero|n|consecutivo|clave|numeral|folio|cons)\b|^$")),
    ("accion", re.compile(r"\b(?:acuerdos?|compromisos?|acciones|accion|actividad(?:es)?|tareas?|asuntos?|descripcion|temas?|que)\b")),
)


@dataclass(frozen=True, slots=True)
class Fila:
    """Una fila: ``texto`` une sus celdas con « | » y ``celdas`` dice dónde quedó cada columna."""

    texto: str
    celdas: dict[str, Tramo]
    numero: int | None = None
    ordinal: str = ""


@dataclass(slots=True)
class Tabla:
    """Aprende las columnas del renglón de títulos y luego lee las filas."""

    columnas: list[str] = field(default_factory=list)
    omitir: bool = False

    def leer(self, renglon: str) -> Fila | None:
        """La fila leída; ``None`` si es el renglón de títulos, el de guiones o una tabla ajena."""
        celdas = [c.strip() for c in renglon.strip().strip("|").split("|")]
        if all(re.fullmatch(r"[:\s-]*", c) for c in celdas) or self.omitir:
            return None
        if not self.columnas:
            self.columnas = _titulos(celdas)
            self.omitir = "accion" not in self.columnas or not {"responsable", "plazo"} & set(self.columnas)
            return None
        return self._fila(celdas)

    def _fila(self, celdas: list[str]) -> Fila | None:
        texto, lugares, numero, rotulo = "", {}, None, ""
        for nombre, celda in zip(self.columnas, celdas, strict=False):
            if not celda:
                continue
            if nombre == "numero":
                numero, rotulo = _numero(celda), celda
                continue
            texto += " | " if texto else ""
            lugares[nombre] = Tramo(len(texto), len(texto) + len(celda))
            texto += celda
        return Fila(texto, lugares, numero, rotulo) if "accion" in lugares else None


def _titulos(celdas: list[str]) -> list[str]:
    nombres: list[str] = []
    for celda in celdas:
        compacta = compactar(celda)
        nombre = next((n for n, patron in _COLUMNAS if patron.search(compacta) and (n == "numero" or n not in nombres)), "otra")
        nombres.append(nombre)
    if "accion" in nombres and "otra" in nombres and nombres.index("otra") == nombres.index("accion") + 1:
        return nombres
    return nombres


def _numero(celda: str) -> int | None:
    numeral = leer_numeral(celda if celda[:1].isupper() or celda[:1].isdigit() else celda.capitalize(), es_titulo=True)
    if numeral:
        return numeral.numero
    cifras = re.search(r"\d{1,3}", celda)
    return int(cifras.group()) if cifras else None
