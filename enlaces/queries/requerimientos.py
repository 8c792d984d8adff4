"""Lo que la escalera de avisos dejó por requerir con oficio."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.db.models import F, QuerySet
from django.urls import reverse

from conferencia.domain.estados import Estado
from conferencia.queries.escaladas import Escalada
from enlaces.models import TareaDeRequerimiento

POR_RESPONDER = (Estado.PENDIENTE, Estado.CON_OBSERVACIONES)


def abiertas() -> QuerySet[TareaDeRequerimiento]:
    """Las que siguen sin oficio y cuya obligación aún se debe, lo más viejo primero."""
    filas = TareaDeRequerimiento.objects.filter(cerrada_en__isnull=True, obligacion__estado__in=POR_RESPONDER, obligacion__por_confirmar=False)
    return filas.select_related("institucion__entidad", "obligacion__compromiso__disposicion").order_by("vence_el", "institucion__nombre", "obligacion__clave")


def abierta(pk: UUID) -> TareaDeRequerimiento | None:
    return abiertas().filter(pk=pk).first()


def escaladas(obligaciones: Collection[UUID]) -> Iterator[Escalada]:
    """Las tareas del plazo que hoy tienen esas obligaciones; las de plazos que se movieron no dicen nada."""
    for t in TareaDeRequerimiento.objects.filter(obligacion__in=obligaciones, vence_el=F("obligacion__vence_el")):
        descartada = t.cerrada_en is not None and t.oficio_id is None
        url = reverse("requerimiento", args=[t.pk])
        yield Escalada(obligacion=t.obligacion_id, institucion=t.institucion_id, avisos=t.avisos, url=url, descartada=descartada)
