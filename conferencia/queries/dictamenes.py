"""Lo decidido de una entrega, leído de sus hechos."""

import json
from collections.abc import Collection
from uuid import UUID

from conferencia.domain.dictamen import DESHECHA, DICTAMENES
from conferencia.models import Entrega, Hecho


def dictamen_vigente(entrega: Entrega) -> Hecho | None:
    """El hecho con que se decidió, si nadie lo ha deshecho ni la entrega volvió a revisión."""
    return dictamenes_vigentes([entrega.pk]).get(entrega.pk) if entrega.dictaminada_en else None


def dictamenes_vigentes(entregas: Collection[UUID]) -> dict[UUID, Hecho]:
    """Por entrega, su última decisión, en una consulta. Una entrega cuya última noticia no es una decisión no sale."""
    ultimos: dict[UUID, Hecho] = {}
    for hecho in Hecho.objects.filter(sujeto="entrega", sujeto_id__in=entregas, clase__in=[*DICTAMENES, DESHECHA]).order_by("numero"):
        ultimos[hecho.sujeto_id] = hecho
    return {pk: h for pk, h in ultimos.items() if h.clase in DICTAMENES}


def deshecho(hecho: Hecho) -> bool:
    """Si esa decisión se deshizo después. De lo que no es una decisión, no."""
    if hecho.clase not in DICTAMENES:
        return False
    posteriores = Hecho.objects.filter(sujeto_id=hecho.sujeto_id, numero__gt=hecho.numero, clase=DESHECHA).values_list("datos", flat=True)
    return any(json.loads(datos).get("anula") == hecho.numero for datos in posteriores)
