"""Tablas con líneas dibujadas en un PDF: de las rayas, la cuadrícula; de la cuadrícula, las filas."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from ctypes import byref, c_float
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from .columnas import maquetar
from .limites import OBJETOS_POR_PAGINA
from .renglones import Renglon, Vocablo, en_trozos, fundidos

_GRUESO = 3.0  # puntos: más delgado que esto es una raya
_JUNTO = 3.0
_CELDA_DE_TEXTO = 220  # letras: una celda así, sin títulos de columna, es maquetación y no tabla
_ACCION = re.compile(r"\b(?:acuerdos?|compromisos?|acci[oó]n(?:es)?|actividad(?:es)?|tareas?|asuntos?|descripci[oó]n|temas?)\b", re.I)
_QUIEN_O_CUANDO = re.compile(
    r"\b(?:responsables?|encargad[oa]s?|[aá]rea|instancia|fecha|plazo|vencimiento|t[eé]rmino|cumplimiento|entrega|periodicidad)\b", re.I
)

Caja = tuple[float, float, float, float]


@dataclass(slots=True)
class Cuadricula:
    """Bordes de columnas y filas, en puntos."""

    xs: list[float]
    ys: list[float]

    def contiene(self, vocablo: Vocablo) -> bool:
        """¿El centro de la palabra cae dentro?"""
        x, y = (vocablo.x0 + vocablo.x1) / 2, (vocablo.y0 + vocablo.y1) / 2
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]


def son_titulos(texto: str) -> bool:
    """¿Nombra las columnas de una tabla de acuerdos: qué, y quién o cuándo?"""
    return bool(_ACCION.search(texto) and _QUIEN_O_CUANDO.search(texto))


def es_de_datos(filas: list[list[str]]) -> bool:
    """¿Es tabla, y no texto acomodado en celdas? Tiene títulos de columna conocidos, o ninguna celda es un párrafo."""
    if filas and son_titulos(" | ".join(filas[0])):
        return True
    return all(len(celda) < _CELDA_DE_TEXTO for fila in filas for celda in fila)


def cuadriculas(pagina: pypdfium2.PdfPage, a_la_vista: Callable[[Caja], Caja]) -> list[Cuadricula]:
    """Las tablas dibujadas en la página, de arriba abajo, con dos columnas o más."""
    verticales, horizontales = _rayas(pagina, a_la_vista)
    if len(verticales) < 3 or len(horizontales) < 2:
        return []
    halladas = []
    for y0, y1 in _franjas(verticales):
        xs = _agrupados([r[0] for r in verticales if r[1] < y1 + _JUNTO and r[3] > y0 - _JUNTO])
        if len(xs) < 3:
            continue
        ancho = xs[-1] - xs[0]
        ys = [y for y in _agrupados([r[1] for r in horizontales]) if y0 - _JUNTO <= y <= y1 + _JUNTO and _cubre(horizontales, y, xs) > 0.5 * ancho]
        if len(ys) >= 3:
            halladas.append(Cuadricula(xs, ys))
    return halladas


def con_tablas(vocablos: list[Vocablo], tablas: list[Cuadricula], pagina: int) -> list[Renglon]:
    """Los renglones de la página; lo que cae en una tabla, por filas y en su lugar."""
    renglones, resto = [], vocablos
    for tabla in tablas:
        antes = [v for v in resto if v.y1 <= tabla.ys[0] + 2 and not tabla.contiene(v)]
        dentro = [v for v in resto if tabla.contiene(v)]
        usados = {id(v) for v in (*antes, *dentro)}
        resto = [v for v in resto if id(v) not in usados]
        renglones += maquetar(antes, pagina) + (filas_de(tabla, dentro, pagina) if dentro else [])
    return renglones + maquetar(resto, pagina)


def filas_de(cuadricula: Cuadricula, vocablos: list[Vocablo], pagina: int) -> list[Renglon]:
    """Las filas de la tabla; si es solo maquetación, los renglones de sus celdas, celda por celda."""
    celdas: dict[tuple[int, int], list[Vocablo]] = {}
    for v in vocablos:
        fila = min(bisect_right(cuadricula.ys, (v.y0 + v.y1) / 2), len(cuadricula.ys) - 1)
        columna = min(bisect_right(cuadricula.xs, (v.x0 + v.x1) / 2), len(cuadricula.xs) - 1)
        celdas.setdefault((fila, columna), []).append(v)
    renglones = {lugar: fundidos(en_trozos(celda)) for lugar, celda in celdas.items()}
    columnas = sorted({columna for _, columna in celdas})
    filas = [[renglones.get((f, c), []) for c in columnas] for f in sorted({f for f, _ in celdas})]
    if len(columnas) < 2 or not es_de_datos([[" ".join(r.texto for r in celda) for celda in fila] for fila in filas]):
        return [_sueltos(r, (pagina, 1000 + i)) for i, fila in enumerate(filas) for celda in fila for r in celda]
    return [_fila([[v for r in celda for v in r.vocablos] for celda in fila], pagina) for fila in filas]


def _sueltos(renglon: Renglon, hoja: tuple[int, int]) -> Renglon:
    renglon.hoja, renglon.izquierda, renglon.derecha = hoja, renglon.x0, renglon.x1
    return renglon


def _fila(celdas: list[list[Vocablo]], pagina: int) -> Renglon:
    renglon = Renglon([v for celda in celdas for v in celda], celdas=celdas)
    renglon.hoja = (pagina, -1)
    return renglon


def _rayas(pagina: pypdfium2.PdfPage, a_la_vista: Callable[[Caja], Caja]) -> tuple[list[Caja], list[Caja]]:
    verticales, horizontales = [], []
    lados = [c_float() for _ in range(4)]
    for i in range(min(pdfium.FPDFPage_CountObjects(pagina.raw), OBJETOS_POR_PAGINA)):
        objeto = pdfium.FPDFPage_GetObject(pagina.raw, i)
        if pdfium.FPDFPageObj_GetType(objeto) != pdfium.FPDF_PAGEOBJ_PATH or not pdfium.FPDFPageObj_GetBounds(objeto, *map(byref, lados)):
            continue
        x0, y0, x1, y1 = a_la_vista((lados[0].value, lados[1].value, lados[2].value, lados[3].value))
        if x1 - x0 < _GRUESO < y1 - y0:
            verticales.append((x0, y0, x1, y1))
        elif y1 - y0 < _GRUESO < x1 - x0:
            horizontales.append((x0, y0, x1, y1))
        elif x1 - x0 > 3 * _GRUESO and y1 - y0 > 3 * _GRUESO:  # un rectángulo: sus cuatro lados
            verticales += [(x0, y0, x0, y1), (x1, y0, x1, y1)]
            horizontales += [(x0, y0, x1, y0), (x0, y1, x1, y1)]
    return verticales, horizontales


def _franjas(verticales: list[Caja]) -> list[tuple[float, float]]:
    """Tramos de altura cubiertos sin interrupción por rayas verticales: cada uno, una tabla."""
    franjas: list[tuple[float, float]] = []
    for _, y0, _, y1 in sorted(verticales, key=lambda r: r[1]):
        if franjas and y0 <= franjas[-1][1] + _JUNTO:
            franjas[-1] = (franjas[-1][0], max(franjas[-1][1], y1))
        else:
            franjas.append((y0, y1))
    return franjas


def _agrupados(valores: list[float]) -> list[float]:
    """Valores casi iguales hechos uno."""
    grupos: list[float] = []
    for valor in sorted(valores):
        if not grupos or valor - grupos[-1] > 2 * _JUNTO:
            grupos.append(valor)
    return grupos


def _cubre(horizontales: list[Caja], y: float, xs: list[float]) -> float:
    """Cuánto del ancho de la tabla recorren las rayas a esa altura."""
    largo, hasta = 0.0, xs[0]
    for x0, y0, x1, _ in sorted(horizontales):
        if abs(y0 - y) <= 2 * _JUNTO and x1 > hasta:
            largo += x1 - max(x0, hasta)
            hasta = x1
    return largo
