"""A qué acciones alcanza un plazo dicho una sola vez: el que cierra una serie, o el de «…deberán hacerlo a más tardar…»."""

from __future__ import annotations

import itertools
import re

from .borradores import Borrador, Clausula

COMPARTIBLES = {"fecha", "periodo", "termino"}
ALCANCE = "alcance del plazo por confirmar"
_REMITE = re.compile(r"(?:hacer|cumplir|realizar|llevar|efectuar)l[oa]s?(?:\s+a\s+cabo)?$")


def _tras_coma(texto: str, borrador: Borrador) -> bool:
    tramo = borrador.plazos[0].tramo
    return bool(tramo) and texto[: tramo.inicio].rstrip().endswith(",")  # type: ignore[union-attr]


def retroceder(texto: str, propios: list[Borrador]) -> None:
    """«integrar A e instalar B, dentro de…»: el plazo final es de toda la serie si va tras coma; si no, queda en duda."""
    finales = [p for p in propios[-1].plazos if p.clase in COMPARTIBLES]
    if not finales or any(b.plazos for b in propios[:-1]):
        return
    tras_coma = _tras_coma(texto, propios[-1])
    for borrador in propios[:-1]:
        borrador.plazos = list(finales)
        if not tras_coma:
            borrador.avisos.append(ALCANCE)


def compartir_final(texto: str, series: list[tuple[Clausula, list[Borrador]]]) -> None:
    """«actualice el Modelo y lo publique, dentro de…»: verbos coordinados con el mismo sujeto comparten el plazo que va tras coma."""
    for (previa, antes), (clausula, despues) in reversed(list(itertools.pairwise(series))):
        tipos = {previa.nucleo.tipo, clausula.nucleo.tipo}
        if clausula.explicito or len(tipos) > 1 or not tipos <= {"futuro", "subjuntivo"} or not antes or not despues or any(b.plazos for b in antes):
            continue
        ultimo = despues[-1]
        if (
            ultimo.plazos
            and all(p.clase in COMPARTIBLES for p in ultimo.plazos)
            and _tras_coma(texto, ultimo)
            and ultimo.responsables == antes[-1].responsables
        ):
            for borrador in antes:
                borrador.plazos = list(ultimo.plazos)
                borrador.avisos.append(ALCANCE)


def fundir_remisiones(borradores: list[Borrador]) -> list[Borrador]:
    """«Dichas dependencias deberán hacerlo a más tardar…» da plazo a lo anterior; no es otra obligación."""
    quedan: list[Borrador] = []
    for borrador in borradores:
        remite = bool(borrador.plazos) and bool(_REMITE.fullmatch(borrador.accion.lower()))
        sin_plazo = [b for b in quedan if not b.plazos and b.naturaleza == "obligacion"] if remite else []
        if not sin_plazo:
            quedan.append(borrador)
            continue
        mismos = [b for b in sin_plazo if set(b.responsables) & set(borrador.responsables)]
        (mismos or sin_plazo)[-1].plazos = borrador.plazos
    return quedan
