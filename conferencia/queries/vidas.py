"""La vida de las obligaciones, leída de sus hechos (``domain.trayectoria``). De aquí se hace y se comprueba el índice de cortes."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from conferencia.domain.trayectoria import Cambio, Tramo, Vida
from conferencia.models import Hecho


def vidas(obligaciones: Iterable[UUID], **condicion: object) -> dict[UUID, Vida]:
    """La vida de cada obligación, de sus hechos. ``condicion`` recorta los hechos (``asentado_en__lte``)."""
    obligaciones = list(obligaciones)
    if not obligaciones:
        return {}
    hechos = Hecho.objects.filter(obligacion_id__in=obligaciones, datos__contains='"cambios"', **condicion)
    por_obligacion: dict[UUID, list[Cambio]] = {}
    for numero, obligacion, rige_el, datos in hechos.values_list("numero", "obligacion_id", "rige_el", "datos"):
        assert obligacion is not None  # se pidieron por su obligación
        leidos = json.loads(datos)
        por_obligacion.setdefault(obligacion, []).append(Cambio(numero, rige_el, leidos["cambios"], leidos.get("anula")))
    return {pk: Vida.de(cambios) for pk, cambios in por_obligacion.items()}


def ultimo_cambio(obligacion: UUID, rasgo: str) -> date | None:
    """El día desde el que rige lo último que movió ese rasgo; ``None`` si nada lo ha movido."""
    vida = vidas([obligacion]).get(obligacion)
    return max((c.rige_el for c in vida.cambios if rasgo in c.valores), default=None) if vida else None


def tramos_de(obligaciones: Sequence[UUID], *, suyas: dict[UUID, Vida] | None = None, **condicion: object) -> dict[UUID, list[Tramo]]:
    """Los tramos de cada obligación según los hechos; sin hechos que la cuenten, ninguno. ``suyas``: sus vidas, si ya se leyeron."""
    suyas = vidas(obligaciones, **condicion) if suyas is None else suyas
    esperadas = {UUID(i) for v in suyas.values() for i in v.insumos}
    fuentes = {pk: suyas[pk] for pk in esperadas if pk in suyas} | vidas(esperadas - set(suyas), **condicion)
    cerradas = {pk: v.cerrada() for pk, v in fuentes.items()}
    return {pk: v.tramos([cerradas.get(UUID(i), ()) for i in sorted(v.insumos)]) for pk, v in suyas.items()}
