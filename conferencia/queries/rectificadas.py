"""Lo que de un mismo corte se vio distinto entre dos instantes: qué obligaciones, cómo se sabían entonces y después, y qué hechos lo causaron."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from conferencia.domain.trayectoria import Tramo
from conferencia.models import Hecho, Obligacion
from conferencia.queries.corte import dicho, por_lotes, tocadas, tramo_de
from conferencia.queries.vidas import tramos_de

TOPE = 500


@dataclass(frozen=True)
class Rectificada:
    """``antes`` y ``despues``: el tramo del corte según lo sabido en cada instante (``None``: no se debía)."""

    obligacion: Obligacion
    antes: Tramo | None
    despues: Tramo | None
    hechos: tuple[Hecho, ...]


def rectificaciones(obligaciones: QuerySet[Obligacion], dia: date, desde: datetime, hasta: datetime) -> list[Rectificada]:
    """Las de ``obligaciones`` que el día ``dia`` no eran, con lo sabido ``hasta``, como se sabían ``desde``. A lo más ``TOPE``, por clave."""
    cambiadas: dict[UUID, tuple[Tramo | None, Tramo | None]] = {}
    for pk, antes, despues in _comparadas(obligaciones, dia, desde, hasta):
        cambiadas[pk] = (antes, despues)
        if len(cambiadas) == TOPE:
            break
    causas = _causas(list(cambiadas), dia, desde, hasta, a_la_vista=obligaciones)
    leidas = Obligacion.objects.filter(pk__in=list(cambiadas)).con_lo_de_lista().order_by("clave")
    return [Rectificada(o, *cambiadas[o.pk], tuple(causas[o.pk])) for o in leidas]


def _comparadas(obligaciones: QuerySet[Obligacion], dia: date, desde: datetime, hasta: datetime) -> Iterator[tuple]:
    for ids in por_lotes(tocadas(desde, obligaciones, hasta=hasta)):
        entonces, luego = (tramos_de(ids, asentado_en__lte=instante) for instante in (desde, hasta))
        for pk in ids:
            antes, despues = tramo_de(entonces.get(pk, []), dia), tramo_de(luego.get(pk, []), dia)
            if dicho(antes) != dicho(despues):
                yield pk, antes, despues


def _causas(ids: list[UUID], dia: date, desde: datetime, hasta: datetime, *, a_la_vista: QuerySet[Obligacion]) -> dict[UUID, list[Hecho]]:
    """Los hechos asentados entre los dos instantes que rigen a más tardar ese día: de cada una, y de los insumos que esperaba.

    De un insumo que no está ``a_la_vista`` se dice qué pasó y cuándo, no con qué palabras ni datos.
    """
    insumos = defaultdict(set)
    for suya, insumo in Obligacion.insumos.through.objects.filter(from_obligacion__in=ids).values_list("from_obligacion", "to_obligacion"):
        insumos[insumo].add(suya)
    hechos = Hecho.objects.filter(
        obligacion_id__in=[*ids, *insumos], asentado_en__gt=desde, asentado_en__lte=hasta, rige_el__lte=dia, datos__contains='"cambios"'
    )
    causas: dict[UUID, list[Hecho]] = defaultdict(list)
    propias = set(ids)
    visibles = propias | set(a_la_vista.filter(pk__in=list(insumos)).values_list("pk", flat=True))
    for hecho in hechos.select_related("actor").order_by("numero"):
        if hecho.obligacion_id not in visibles:
            hecho.motivo, hecho.datos = "", "{}"
        for pk in insumos[hecho.obligacion_id] | ({hecho.obligacion_id} & propias):
            causas[pk].append(hecho)
    return causas
