"""Tablas sin rayas: columnas separadas por espacios o tabuladores, como salen de un PDF con texto."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .plegado import plegar

_TITULOS = re.compile(r"\bresponsables?\b")
_OTRO_TITULO = re.compile(r"\b(?:acuerdos?|compromisos?|actividad(?:es)?|accion(?:es)?|tareas?|fecha|plazo)\b")
_ANCHO_TAB = 100
_CELDA = re.compile(r"[^\s](?:[^\s]|[ ](?=[^\s]))*")


@dataclass(frozen=True, slots=True)
class LineaCruda:
    """Un renglón tal como llegó, con su lugar en el texto recibido (fin excluido)."""

    texto: str
    inicio: int
    fin: int


def _celdas(texto: str) -> list[tuple[int, str]]:
    if "\t" in texto:
        return [(_ANCHO_TAB * i, celda.strip()) for i, celda in enumerate(texto.split("\t")) if celda.strip()]
    return [(m.start(), m.group()) for m in _CELDA.finditer(texto)]


def _es_encabezado(linea: LineaCruda) -> bool:
    plano = plegar(linea.texto)
    if "|" in plano or not _TITULOS.search(plano) or not _OTRO_TITULO.search(plano):
        return False
    celdas = _celdas(linea.texto)
    return len(celdas) >= 3 and all(len(c) <= 40 for _, c in celdas)


def _columna(inicios: list[int], posicion: int) -> int:
    return min(range(len(inicios)), key=lambda i: abs(inicios[i] - posicion))


def _renglon(inicios: list[int], linea: LineaCruda) -> dict[int, str]:
    fila: dict[int, str] = {}
    for posicion, celda in _celdas(linea.texto):
        columna = _columna(inicios, posicion)
        fila[columna] = f"{fila[columna]} {celda}" if columna in fila else celda
    return fila


def _unir_fila(fila: dict[int, str], total: int) -> str:
    return "| " + " | ".join(fila.get(i, "") for i in range(total)) + " |"


def _leer_tabla(lineas: list[LineaCruda], desde: int) -> tuple[list[LineaCruda], int]:
    """Las filas, ya con rayas, y el índice del primer renglón que no es de la tabla."""
    inicios = [p for p, _ in _celdas(lineas[desde].texto)]
    total = len(inicios)
    filas: list[tuple[dict[int, str], int, int]] = [({i: c for i, (_, c) in enumerate(_celdas(lineas[desde].texto))}, lineas[desde].inicio, lineas[desde].fin)]
    i, blancos = desde + 1, 0
    while i < len(lineas):
        linea = lineas[i]
        if not linea.texto.strip():
            blancos += 1
            if blancos >= 2:
                break
            i += 1
            continue
        fila = _renglon(inicios, linea)
        angosta = len(linea.texto.rstrip()) < inicios[1]
        if len(fila) == 1 and 0 in fila and len(fila[0]) > 5 and (blancos or not angosta):
            break
        sigue = not blancos and all(celda[0].islower() for celda in fila.values())
        nueva = 0 in fila and not sigue and (len(fila) >= 2 or len(fila[0]) <= 3)
        if nueva or len(filas) == 1:
            filas.append((fila, linea.inicio, linea.fin))
        else:
            previa, inicio, _ = filas[-1]
            junta = {k: f"{previa.get(k, '')} {fila.get(k, '')}".strip() for k in previa.keys() | fila.keys()}
            filas[-1] = (junta, inicio, linea.fin)
        blancos, i = 0, i + 1
    return [LineaCruda(_unir_fila(f, total), a, b) for f, a, b in filas], i


def trazar_rayas(lineas: list[LineaCruda]) -> list[LineaCruda]:
    """Cambia cada tabla alineada con espacios por renglones con rayas; lo demás queda igual."""
    salida: list[LineaCruda] = []
    i = 0
    while i < len(lineas):
        if _es_encabezado(lineas[i]):
            filas, i = _leer_tabla(lineas, i)
            salida += filas
        else:
            salida.append(lineas[i])
            i += 1
    return salida
