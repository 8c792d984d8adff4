"""Orden de lectura de una página: bandas y columnas, halladas por los canales en blanco que las separan."""

from __future__ import annotations

from bisect import bisect_right
from itertools import groupby, pairwise
from statistics import median

from .renglones import Renglon, Vocablo, en_trozos, fundidos, interlinea, marcar_margenes, marcar_parrafos

_MINIMO_POR_LADO = 3  # renglones a cada lado de un canal
_PROFUNDIDAD = 6

Canal = tuple[float, float]


def maquetar(vocablos: list[Vocablo], pagina: int) -> list[Renglon]:
    """Los renglones de la página en orden de lectura, con sus párrafos marcados."""
    trozos = en_trozos(vocablos)
    if not trozos:
        return []
    bloques = [fundidos(hoja) for hoja in _hojas(trozos, 0)]
    for bloque in bloques:
        marcar_margenes(bloque)
    usual = interlinea(bloques)
    for numero, bloque in enumerate(bloques):
        marcar_parrafos(bloque, usual)
        for renglon in bloque:
            renglon.hoja = (pagina, numero)
    for anterior, bloque in pairwise(bloques):
        bloque[0].aparte = _empieza_aparte(anterior[-1], bloque[0], usual)
    return [renglon for bloque in bloques for renglon in bloque]


def _empieza_aparte(previo: Renglon, renglon: Renglon, usual: float) -> bool:
    """Entre bloques: al pasar a otra columna el párrafo puede seguir; hacia abajo y con aire, no."""
    salto = renglon.centro - previo.centro
    return salto > 1.22 * usual if salto > 0 else False


def _hojas(trozos: list[Renglon], profundidad: int) -> list[list[Renglon]]:
    canales = _canales(trozos) if profundidad < _PROFUNDIDAD and len(trozos) >= 2 * _MINIMO_POR_LADO else []
    if not canales:
        return [trozos]
    hojas = []
    for cruza, banda in groupby(_en_bandas(trozos, canales), key=lambda par: par[0]):
        grupo = [trozo for _, trozo in banda]
        if cruza:
            hojas.append(grupo)
            continue
        medios = [sum(canal) / 2 for canal in canales]
        for columna in range(len(canales) + 1):
            propios = [t for t in grupo if bisect_right(medios, (t.x0 + t.x1) / 2) == columna]
            hojas += _hojas(propios, profundidad + 1) if propios else []
    return hojas


def _en_bandas(trozos: list[Renglon], canales: list[Canal]) -> list[tuple[bool, Renglon]]:
    """De arriba abajo, cada trozo con si corta las columnas: porque cruza un canal, o porque es un rótulo que va solo."""
    ordenados = sorted(trozos, key=lambda t: t.centro)
    usual = median(t.alto for t in trozos)
    return [(any(_cruza(t, c) for c in canales) or _es_rotulo(ordenados, i, usual), t) for i, t in enumerate(ordenados)]


def _cruza(trozo: Renglon, canal: Canal) -> bool:
    return (trozo.x0 < canal[0] - 1 and trozo.x1 > canal[1] + 1) or trozo.x0 < sum(canal) / 2 < trozo.x1


def _es_rotulo(ordenados: list[Renglon], i: int, usual: float) -> bool:
    """Letra más grande, y nada a su altura en las demás columnas."""
    trozo = ordenados[i]
    solo = (i == 0 or ordenados[i - 1].y1 <= trozo.y0 + 1) and (i + 1 == len(ordenados) or ordenados[i + 1].y0 >= trozo.y1 - 1)
    return solo and trozo.alto > 1.12 * usual


def _canales(trozos: list[Renglon]) -> list[Canal]:
    """Los canales entre columnas, de izquierda a derecha: el que menos renglones cruzan y los que van con él."""
    alto = median(t.alto for t in trozos)
    x0, x1 = min(t.x0 for t in trozos), max(t.x1 for t in trozos)
    candidatos = [c for c in _huecos(trozos) if c[1] - c[0] >= 0.6 * alto and c[0] - x0 >= 0.15 * (x1 - x0) and x1 - c[1] >= 0.15 * (x1 - x0)]
    cruces = {c: sum(_cruza(t, c) for t in trozos) for c in candidatos if _separa(trozos, c)}
    elegidos: list[Canal] = []
    for canal in sorted(cruces, key=lambda c: (cruces[c], c[0] - c[1])):
        menor = min(sum(t.x1 <= canal[0] + 1 for t in trozos), sum(t.x0 >= canal[1] - 1 for t in trozos))
        if not elegidos or (cruces[canal] <= 0.6 * menor and all(abs(canal[0] - e[0]) > 0.15 * (x1 - x0) for e in elegidos)):
            elegidos.append(canal)
    return sorted(elegidos)


def _huecos(trozos: list[Renglon]) -> list[Canal]:
    """Intervalos de x que casi ningún trozo cubre (lo que cubre: títulos a todo el ancho)."""
    bordes = sorted([(t.x0, 1) for t in trozos] + [(t.x1, -1) for t in trozos])
    tope = len(trozos) // 2
    huecos: list[Canal] = []
    cubren, desde = 0, None
    for x, paso in bordes:
        if cubren <= tope and desde is not None and x > desde:
            huecos.append((desde, x))
        cubren += paso
        desde = x
    return huecos


def _separa(trozos: list[Renglon], canal: Canal) -> bool:
    izquierda = [t for t in trozos if t.x1 <= canal[0] + 1]
    derecha = [t for t in trozos if t.x0 >= canal[1] - 1]
    cruzan = len(trozos) - len(izquierda) - len(derecha)
    menor = min(len(izquierda), len(derecha))
    if menor < _MINIMO_POR_LADO or cruzan > 2 * menor or _letras(izquierda) < 12 or _letras(derecha) < 12:
        return False
    arriba = max(min(t.y0 for t in izquierda), min(t.y0 for t in derecha))
    abajo = min(max(t.y1 for t in izquierda), max(t.y1 for t in derecha))
    return sum(arriba <= t.centro <= abajo for t in izquierda) >= 2 and sum(arriba <= t.centro <= abajo for t in derecha) >= 2


def _letras(trozos: list[Renglon]) -> float:
    return median(sum(len(v.texto) for v in t.vocablos) for t in trozos)
