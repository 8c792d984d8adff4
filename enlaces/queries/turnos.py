"""Los turnos: lo que a cada área se le pide, y lo que la Secretaría Técnica pidió."""

from uuid import UUID

from django.db.models import Case, IntegerField, Prefetch, QuerySet, Value, When

from conferencia.models import ArchivoDeOficio, EstadoEntrega, EstadoTurno, Turno
from conferencia.permissions import Facultades, areas_de, turnos_visibles

_PENDIENTES_PRIMERO = Case(When(estado=EstadoTurno.PENDIENTE, then=Value(0)), default=Value(1), output_field=IntegerField())


def turnos(facultades: Facultades) -> QuerySet[Turno]:
    """Los que ve, los que esperan opinión primero y lo que vence antes arriba."""
    filas = turnos_visibles(facultades).select_related("institucion", "entrega__institucion__entidad", "entrega__obligacion__compromiso__disposicion")
    return filas.annotate(lugar=_PENDIENTES_PRIMERO).order_by("lugar", "vence_el", "pk")


def por_opinar(facultades: Facultades) -> int:
    """Cuántos esperan la opinión de las áreas por las que opina."""
    pendientes = turnos_visibles(facultades).filter(estado=EstadoTurno.PENDIENTE, entrega__estado=EstadoEntrega.EN_REVISION)
    return pendientes.filter(institucion__in=areas_de(facultades)).count()


def turnos_vencidos(facultades: Facultades) -> QuerySet[Turno]:
    """Los que pasaron de su plazo y aún podrían opinarse, lo más atrasado primero."""
    filas = turnos_visibles(facultades).filter(estado=EstadoTurno.PENDIENTE, entrega__estado=EstadoEntrega.EN_REVISION, vence_el__lt=facultades.hoy)
    return filas.select_related("institucion", "entrega__obligacion__compromiso__disposicion").order_by("vence_el", "pk")


def turno_con_todo(facultades: Facultades, pk: UUID) -> Turno | None:
    filas = turnos_visibles(facultades).select_related(
        "institucion", "archivo", "cerrado_por", "entrega__oficio", "entrega__institucion__entidad", "entrega__obligacion__compromiso__disposicion"
    )
    adjuntos = ArchivoDeOficio.objects.select_related("archivo__examen").order_by("orden")
    return filas.prefetch_related(Prefetch("entrega__oficio__adjuntos", adjuntos)).filter(pk=pk).first()
