"""Cómo se llegó a cada fecha, para imprimirse: lo que se calculó igual se dice una vez, con quiénes responden y sus periodos."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from conferencia.queries.plazos import Paso
from conferencia.reports.datos import Renglon

PERIODOS_QUE_SE_DICEN = 12
NOMBRES_QUE_SE_DICEN = 7


@dataclass(frozen=True)
class Calculo:
    """``vencen``: de lo periódico, cada periodo y su fecha (los primeros); ``mas``: cuántos otros hay en los datos adjuntos."""

    compromiso: str
    accion: str
    quienes: str
    vence_el: date | None
    pasos: tuple[Paso, ...]
    vencen: tuple[tuple[str, date | None], ...] = ()
    mas: int = 0


def calculos(renglones: Iterable[Renglon]) -> list[Calculo]:
    """En el orden de los renglones. Los periodos que nadie movió se dicen juntos."""
    grupos: dict[tuple, list[Renglon]] = {}
    for r in renglones:
        grupos.setdefault(_igual(r), []).append(r)
    return [_uno(suyos) for suyos in grupos.values()]


def _igual(r: Renglon) -> tuple:
    """Lo que hace que dos renglones se calculen igual: el compromiso y sus pasos, salvo el periodo si es lo único que cambia."""
    return (r.compromiso, "", _pasos(r)) if _sin_mover(r) else (r.compromiso, r.periodo, r.pasos)


def _sin_mover(r: Renglon) -> bool:
    return bool(r.periodo) and all(p.el is None for p in r.pasos)


def _pasos(r: Renglon) -> tuple[Paso, ...]:
    return tuple(p for p in r.pasos if not p.titulo.startswith("Periodo "))


def _uno(suyos: list[Renglon]) -> Calculo:
    uno = suyos[0]
    quienes = list(dict.fromkeys(r.responde for r in suyos))
    dicho = "; ".join(quienes[:NOMBRES_QUE_SE_DICEN]) + (f" y {len(quienes) - NOMBRES_QUE_SE_DICEN} más" if len(quienes) > NOMBRES_QUE_SE_DICEN else "")
    calculo = Calculo(uno.compromiso, uno.accion, dicho, uno.vence_el, uno.pasos)
    if not _sin_mover(uno):
        return calculo
    vencen = sorted({(r.periodo, r.vence_el) for r in suyos}, key=lambda par: (par[0], par[1] or date.max))
    visto = tuple(vencen[:PERIODOS_QUE_SE_DICEN])
    return replace(calculo, vence_el=None, pasos=_pasos(uno), vencen=visto, mas=len(vencen) - len(visto))
