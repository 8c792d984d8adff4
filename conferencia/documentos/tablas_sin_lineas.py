"""Tablas que se adivinan por sus títulos («Acuerdo · Responsable · Fecha») y los blancos entre columnas: sin rayas, o escaneadas."""

from __future__ import annotations

import re
from itertools import pairwise

from .renglones import Renglon, Vocablo, en_trozos
from .tablas import Cuadricula, son_titulos

_NUMERO = re.compile(r"\W*(?:no|n[uú]m|n[uú]mero|cons|clave|#|n[°º])\W*", re.I)
_TITULOS_LETRAS = 140
Canal = tuple[float, float]


def cuadricula_por_titulos(vocablos: list[Vocablo]) -> Cuadricula | None:
    """La primera tabla de la página que empieza con títulos conocidos; ``None`` si no hay."""
    filas = _en_filas(en_trozos(vocablos))
    for i, fila in enumerate(filas):
        texto = " | ".join(t.texto for t in fila)
        if len(fila) >= 3 and len(texto) <= _TITULOS_LETRAS and son_titulos(texto):
            cuerpo, canales = _extension(filas[i:])
            if len(cuerpo) >= 2:
                return _cuadricula(cuerpo, canales)
    return None


def _en_filas(trozos: list[Renglon]) -> list[list[Renglon]]:
    filas: list[list[Renglon]] = []
    for trozo in sorted(trozos, key=lambda t: t.centro):
        if filas and trozo.centro - filas[-1][0].centro <= 0.45 * max(trozo.alto, filas[-1][0].alto):
            filas[-1].append(trozo)
        else:
            filas.append([trozo])
    return [sorted(fila, key=lambda t: t.x0) for fila in filas]


def _extension(filas: list[list[Renglon]]) -> tuple[list[list[Renglon]], list[Canal]]:
    """Las filas que respetan los blancos entre los títulos, y esos blancos, ya angostados."""
    titulos = filas[0]
    canales: list[Canal] = [(a.x1, b.x0) for a, b in pairwise(titulos)]
    cuerpo = [titulos]
    for fila in filas[1:]:
        angostos = [_libre(canal, fila) for canal in canales]
        if any(canal is None for canal in angostos):
            break
        canales = [canal for canal in angostos if canal is not None]
        cuerpo.append(fila)
    return cuerpo, canales


def _libre(canal: Canal, fila: list[Renglon]) -> Canal | None:
    """La parte más ancha del canal que ningún trozo de la fila pisa."""
    libres, desde = [], canal[0]
    for trozo in fila:
        if trozo.x1 <= canal[0] or trozo.x0 >= canal[1]:
            continue
        libres.append((desde, trozo.x0))
        desde = max(desde, trozo.x1)
    libres.append((desde, canal[1]))
    mejor = max(libres, key=lambda c: c[1] - c[0])
    return mejor if mejor[1] - mejor[0] >= 0.3 * fila[0].alto else None


def _cuadricula(cuerpo: list[list[Renglon]], canales: list[Canal]) -> Cuadricula:
    izquierda = min(t.x0 for fila in cuerpo for t in fila)
    derecha = max(t.x1 for fila in cuerpo for t in fila)
    xs = [izquierda - 1, *(sum(c) / 2 for c in canales), derecha + 1]
    cortes = _cortes(cuerpo, xs[1])
    orillas = [(max(t.y1 for t in antes) + min(t.y0 for t in fila)) / 2 for i, (antes, fila) in enumerate(pairwise(cuerpo), 1) if i in cortes]
    return Cuadricula(xs, [min(t.y0 for t in cuerpo[0]) - 1, *orillas, max(t.y1 for t in cuerpo[-1]) + 1])


def _cortes(cuerpo: list[list[Renglon]], primera: float) -> set[int]:
    """Qué renglones empiezan fila: los que dejan aire arriba o, si el aire no lo dice, los que traen número."""
    saltos = [fila[0].centro - antes[0].centro for antes, fila in pairwise(cuerpo)]
    usual = sorted(saltos)[len(saltos) // 4]
    con_aire = {i for i, salto in enumerate(saltos, 1) if salto > 1.25 * usual}
    con_numero = {i for i, fila in enumerate(cuerpo) if i and fila[0].x1 <= primera}
    if _NUMERO.fullmatch(cuerpo[0][0].texto) and len(con_aire) < len(con_numero):
        return con_numero
    return con_aire or set(range(1, len(cuerpo)))
