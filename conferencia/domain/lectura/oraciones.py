"""Parte un párrafo en oraciones sin tropezar con abreviaturas, siglas ni cifras."""

from __future__ import annotations

import re

from .modelo import Tramo

_FIN = re.compile(r"[.?!]+[”\"»)]*\s+(?=[¿¡“\"«(]?[A-ZÁÉÍÓÚÑ0-9])")
_ABREVIATURA = re.compile(
    r"(?:^|[\s(])(?:art|arts|fracc?|frac|num|núm|no|lic|ing|dr|dra|mtro|mtra|gral|cmte|cap|tte|cor|dip|sen|ma|sr|sra|srta|prof|c|cc|d|pág|pag|inc|párr"
    r"|av|col|edo|mpio|gob|admon|etc|vs|ej|tel|ext|apdo|secc?|ee|uu|[a-z])\.$",
    re.I,
)
_MAXIMO = 5000
_INICIAL = re.compile(r"(?:^|[\s.])[A-ZÁÉÍÓÚÑ]\.$")


def partir_oraciones(texto: str) -> list[Tramo]:
    """Los tramos de las oraciones de ``texto``, que lo cubren sin encimarse."""
    tramos, inicio = [], 0
    for m in _FIN.finditer(texto):
        hasta = m.start() + 1
        cola = texto[max(inicio, hasta - 12) : hasta]
        if (_ABREVIATURA.search(cola) or _INICIAL.search(cola)) and not cola.endswith((" etc.",)):
            continue
        tramos.append(Tramo(inicio, m.end()))
        inicio = m.end()
    if inicio < len(texto):
        tramos.append(Tramo(inicio, len(texto)))
    return [corto for tramo in tramos for corto in _acotar(texto, tramo)]


def _acotar(texto: str, tramo: Tramo) -> list[Tramo]:
    """Parte en un espacio la oración desmedida, para que su análisis no crezca con el cuadrado de su largo."""
    cortos, inicio = [], tramo.inicio
    while tramo.fin - inicio > _MAXIMO:
        corte = texto.rfind(" ", inicio + 1, inicio + _MAXIMO)
        corte = corte if corte > inicio else inicio + _MAXIMO
        cortos.append(Tramo(inicio, corte))
        inicio = corte
    return [*cortos, Tramo(inicio, tramo.fin)]
