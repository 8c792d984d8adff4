"""Encabezados, pies y folios que se repiten de página en página: no son parte del texto."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from .renglones import Renglon

_ORILLA = 4  # renglones arriba y abajo que pueden ser encabezado o pie
_FRANJA = 0.17  # de la altura de la página
_DISPOSICION = re.compile(
    r"\s*(?:acuerdo|art[ií]culo|transitori|resolutivo|disposici|cl[aá]usula|(?:d[eé]cimo|vig[eé]simo)?\s*(?:primer|segund|tercer|cuart|quint|sext|s[eé]ptim|octav|noven|[uú]nic))",
    re.I,
)
_FOLIO = re.compile(r"\W*(?:(?:p[aá]g(?:ina)?|hoja|foja|folio)\W*)?(\d{1,4}|[ivxlIVXL]{1,6})(?:\s*(?:de|/)\s*\d{1,4})?\W*")


@dataclass(frozen=True, slots=True)
class _Orilla:
    renglon: Renglon
    y: float
    clave: str
    cifras: tuple[str, ...]


def marcar_corridos(paginas: list[tuple[float, list[Renglon]]]) -> None:
    """``paginas``: alto y renglones de cada una. Marca lo que se repite en la misma franja de una página cercana, y los folios."""
    orillas = [_orillas(alto, renglones) for alto, renglones in paginas]
    for i, propias in enumerate(orillas):
        for vecinas in orillas[i + 1 : i + 3]:  # la que sigue, y la siguiente por si pares e impares difieren
            _marcar_repetidos(propias, vecinas)
    _marcar_folios(orillas)


def _orillas(alto: float, renglones: list[Renglon]) -> list[_Orilla]:
    por_altura = sorted((r for r in renglones if not r.celdas), key=lambda r: r.centro)
    arriba = [r for r in por_altura[:_ORILLA] if r.centro < alto * _FRANJA]
    abajo = [r for r in por_altura[-_ORILLA:] if r.centro > alto * (1 - _FRANJA)]
    return [_orilla(r) for r in (*arriba, *(r for r in abajo if r not in arriba))]


def _orilla(renglon: Renglon) -> _Orilla:
    texto = renglon.texto
    return _Orilla(renglon, renglon.centro, re.sub(r"\d+|\W+", " ", texto.lower()).strip(), tuple(re.findall(r"\d+", texto)))


def _marcar_repetidos(propias: list[_Orilla], vecinas: list[_Orilla]) -> None:
    for a in propias:
        for b in vecinas:
            if abs(a.y - b.y) < 9 and _se_repite(a, b):
                a.renglon.corrido = b.renglon.corrido = True


def _se_repite(a: _Orilla, b: _Orilla) -> bool:
    if len(a.clave) < 4:
        return False
    if a.cifras != b.cifras and _DISPOSICION.match(a.renglon.texto):
        return False  # «ACUERDO 03/LII/24» y «ACUERDO 04/LII/24» encabezan sus páginas y no son encabezado
    if a.clave == b.clave:
        return True
    return _casi_igual(a.clave, b.clave)


def _casi_igual(a: str, b: str) -> bool:
    """El mismo encabezado, con alguna letra mal reconocida."""
    if not 12 < len(a) < 200 or abs(len(a) - len(b)) > 0.15 * len(a) or len({*a.split()} & {*b.split()}) < 0.5 * len(a.split()):
        return False
    return SequenceMatcher(None, a, b, autojunk=False).ratio() > 0.85


def _marcar_folios(orillas: list[list[_Orilla]]) -> None:
    """Números solos en la orilla: con «página», o que avanzan de uno en uno con las páginas."""
    numeros = [(i, o, m) for i, pagina in enumerate(orillas) for o in pagina if (m := _FOLIO.fullmatch(o.renglon.texto))]
    desfases = [int(m[1]) - i if m[1].isdigit() else None for i, _, m in numeros]
    for (_, orilla, m), desfase in zip(numeros, desfases, strict=True):
        dicho = len(m[0].strip()) > len(m[1]) + 1
        if dicho or (desfase is not None and desfases.count(desfase) > 1):
            orilla.renglon.corrido = True
