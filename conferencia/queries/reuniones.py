"""Las reuniones, cada una con sus cuentas."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet

from conferencia.models import Obligacion, Reunion
from conferencia.queries.conteo import Conteo


@dataclass(frozen=True)
class ReunionListada:
    """``conteo``: de las obligaciones que quien mira puede ver."""

    reunion: Reunion
    disposiciones: int
    conteo: Conteo


def listar(reuniones: QuerySet[Reunion], obligaciones: QuerySet[Obligacion], hoy: date) -> list[ReunionListada]:
    """La más reciente primero, en dos consultas."""
    filas = (
        obligaciones.nacidas(hoy).con_situacion(hoy).order_by().values_list("compromiso__disposicion__reunion_id", "situacion").annotate(cuantas=Count("pk"))
    )
    cuentas: dict[UUID, list[tuple[str, int]]] = {}
    for reunion, situacion, cuantas in filas:
        cuentas.setdefault(reunion, []).append((situacion, cuantas))
    con_acta = reuniones.select_related("acta", "zona").annotate(cuantas=Count("disposiciones")).order_by("-fecha", "clave")
    return [ReunionListada(r, r.cuantas, Conteo.sumando(cuentas.get(r.pk, []))) for r in con_acta]
