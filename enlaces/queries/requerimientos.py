"""Lo que la escalera de avisos dejó por requerir con oficio."""

from uuid import UUID

from django.db.models import QuerySet

from conferencia.domain.estados import Estado
from enlaces.models import TareaDeRequerimiento

POR_RESPONDER = (Estado.PENDIENTE, Estado.CON_OBSERVACIONES)


def abiertas() -> QuerySet[TareaDeRequerimiento]:
    """Las que siguen sin oficio y cuya obligación aún se debe, lo más viejo primero."""
    filas = TareaDeRequerimiento.objects.filter(cerrada_en__isnull=True, obligacion__estado__in=POR_RESPONDER, obligacion__por_confirmar=False)
    return filas.select_related("institucion__entidad", "obligacion__compromiso__disposicion").order_by("vence_el", "institucion__nombre", "obligacion__clave")


def abierta(pk: UUID) -> TareaDeRequerimiento | None:
    return abiertas().filter(pk=pk).first()
