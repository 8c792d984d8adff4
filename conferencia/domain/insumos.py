"""Qué compromiso alimenta a cuál: el modelo antes que el convenio, el documento antes que su devolución."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_MODELO = re.compile(r"^(?:un |el )?(?:modelo|formato|proyecto|borrador) (?:de|del) ")
_ENVIO = re.compile(r"\b(?:hacer llegar|hara llegar|enviar|remitir|proporcionar|poner a disposicion)\b")


@dataclass(frozen=True)
class Pieza:
    """Lo que hace falta de un compromiso para saber si alimenta a otro de su misma disposición."""

    indice: int
    entregable: str
    accion: str
    responsables: frozenset[str]


def _llano(texto: str) -> str:
    sin = "".join(c for c in unicodedata.normalize("NFD", texto.lower()) if unicodedata.category(c) != "Mn")
    return " ".join(re.sub(r"\b(?:un|una|el|la|los|las)\b", " ", sin).split())


def _raices(texto: str) -> str:
    return " ".join(re.sub(r"(?:es|s)$", "", palabra) for palabra in texto.split())


def alimenta(insumo: Pieza, producto: Pieza) -> bool:
    """``insumo`` debe entregarse antes para que ``producto`` se pueda cumplir."""
    if insumo.indice == producto.indice or not insumo.entregable or not producto.entregable:
        return False
    suyo, otro = _llano(insumo.entregable), _llano(producto.entregable)
    if _MODELO.match(suyo):
        return _raices(_MODELO.sub("", suyo)) == _raices(otro)
    mismo = _raices(suyo) == _raices(otro)
    return mismo and bool(_ENVIO.search(_llano(insumo.accion))) and not insumo.responsables & producto.responsables


def insumos_de(piezas: Sequence[Pieza]) -> list[tuple[int, int]]:
    """Pares (producto, insumo) por índice."""
    return [(p.indice, i.indice) for p in piezas for i in piezas if alimenta(i, p)]
