"""Las reuniones, cada una con sus cuentas."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from conferencia.models import CambioDiario, Obligacion, Reunion
from conferencia.queries.conteo import Conteo
from conferencia.queries.corte import Corte, al_corte
from conferencia.queries.cuentas import enmendado


@dataclass(frozen=True)
class ReunionListada:
    """``conteo``: de las obligaciones que quien mira puede ver."""

    reunion: Reunion
    disposiciones: int
    conteo: Conteo


def listar(reuniones: QuerySet[Reunion], obligaciones: QuerySet[Obligacion], corte: Corte, *, ve_todo: bool) -> list[ReunionListada]:
    """La más reciente primero. Quien ve todo, sumando el índice; los demás, contando las suyas."""
    con_acta = list(reuniones.select_related("acta", "zona").annotate(cuantas=Count("disposiciones")).order_by("-fecha", "clave"))
    cuentas: dict[UUID, list[tuple[str, int]]] = {}
    for reunion, situacion, cuantas in _sumadas(con_acta, corte) if ve_todo else _contadas(obligaciones, corte):
        cuentas.setdefault(reunion, []).append((situacion, cuantas))
    return [ReunionListada(r, r.cuantas, Conteo.sumando(cuentas.get(r.pk, []))) for r in con_acta]


def _sumadas(reuniones: Iterable[Reunion], corte: Corte) -> Iterable[tuple]:
    filas = CambioDiario.objects.filter(dia__lte=corte.dia, reunion__in=[r.pk for r in reuniones]).order_by()
    yield from filas.values_list("reunion", "situacion").annotate(n=Sum("delta"))
    yield from ((reunion, situacion, n) for reunion, _, _, situacion, n in enmendado(corte))


def _contadas(obligaciones: QuerySet[Obligacion], corte: Corte) -> Iterable[tuple]:
    filas = al_corte(obligaciones, corte).order_by().values("compromiso__disposicion__reunion_id", "situacion").annotate(n=Count("pk"))
    return filas.values_list("compromiso__disposicion__reunion_id", "situacion", "n")
