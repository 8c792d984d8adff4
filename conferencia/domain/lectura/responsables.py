"""De cómo nombra el texto a quien se obliga, a una clave del catálogo. Lo ambiguo se dice; no se adivina."""

import re
from dataclasses import dataclass

from .plegado import plegar

_VACIAS = frozenset("a al ante con de del el en la las lo los o para por que se su sus un una unos unas y e u".split())


@dataclass(frozen=True, slots=True)
class Denominacion:
    """``es_tipo``: nombra una clase de instituciones estatales y no una institución."""

    texto: str
    clave: str
    es_tipo: bool


@dataclass(frozen=True, slots=True)
class Catalogo:
    denominaciones: tuple[Denominacion, ...]


@dataclass(frozen=True, slots=True)
class Resolucion:
    """``claves``: las que el texto puede nombrar. Con más de una, ``ambiguo`` y ``motivo``."""

    claves: tuple[str, ...]
    es_tipo: bool
    ambiguo: bool
    motivo: str


def _raices(texto: str) -> tuple[str, ...]:
    palabras = re.findall(r"[a-z0-9ñ]+", plegar(texto))
    return tuple(re.sub(r"(?:es|s)$", "", p) if len(p) > 3 else p for p in palabras if p not in _VACIAS)


def resolver(texto: str, catalogo: Catalogo) -> Resolucion:
    """La denominación más larga cuyas palabras están todas, en orden, en ``texto``."""
    dicho = _raices(texto)
    mejor, halladas = 0, []
    for d in catalogo.denominaciones:
        suyas = _raices(d.texto)
        if len(suyas) >= max(mejor, 1) and _contiene(dicho, suyas):
            if len(suyas) > mejor:
                mejor, halladas = len(suyas), []
            halladas.append(d)
    claves = tuple(dict.fromkeys(d.clave for d in halladas))
    if not claves:
        return Resolucion((), es_tipo=False, ambiguo=False, motivo="no está en el catálogo")
    if len(claves) > 1:
        return Resolucion(claves, es_tipo=False, ambiguo=True, motivo=f"puede ser {' o '.join(claves)}")
    return Resolucion(claves, es_tipo=halladas[0].es_tipo, ambiguo=False, motivo="")


def _contiene(dicho: tuple[str, ...], buscadas: tuple[str, ...]) -> bool:
    largo = len(buscadas)
    return any(dicho[i : i + largo] == buscadas for i in range(len(dicho) - largo + 1))
