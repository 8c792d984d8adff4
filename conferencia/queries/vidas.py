"""La vida de las obligaciones, leída de sus hechos (``domain.trayectoria``). De aquí se hace y se comprueba el índice de cortes."""

import json
from collections.abc import Iterable, Sequence
from uuid import UUID

from conferencia.domain.trayectoria import Cambio, Tramo, Vida
from conferencia.models import Hecho


def vidas(obligaciones: Iterable[UUID], **condicion: object) -> dict[UUID, Vida]:
    """La vida de cada obligación, de sus hechos. ``condicion`` recorta los hechos (``asentado_en__lte``)."""
    hechos = Hecho.objects.filter(obligacion_id__in=list(obligaciones), datos__contains='"cambios"', **condicion)
    por_obligacion: dict[UUID, list[Cambio]] = {}
    for numero, obligacion, rige_el, datos in hechos.values_list("numero", "obligacion_id", "rige_el", "datos"):
        leidos = json.loads(datos)
        por_obligacion.setdefault(obligacion, []).append(Cambio(numero, rige_el, leidos["cambios"], leidos.get("anula")))
    return {pk: Vida.de(cambios) for pk, cambios in por_obligacion.items()}


def tramos_de(obligaciones: Sequence[UUID], **condicion: object) -> dict[UUID, list[Tramo]]:
    """Los tramos de cada obligación según los hechos; sin hechos que la cuenten, ninguno."""
    suyas = vidas(obligaciones, **condicion)
    de_insumos = {UUID(i) for v in suyas.values() for i in v.insumos} - set(suyas)
    cerradas = {pk: v.cerrada() for pk, v in (suyas | vidas(de_insumos, **condicion)).items()}
    return {pk: v.tramos([cerradas.get(UUID(i), ()) for i in sorted(v.insumos)]) for pk, v in suyas.items()}
