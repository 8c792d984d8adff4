"""Las designaciones propuestas: las que esperan, primero."""

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from conferencia.models import Entrega, EstadoPropuesta, PropuestaDeDesignacion
from conferencia.permissions import Facultades, propuestas_visibles

VIVAS = (EstadoPropuesta.PROPUESTA, EstadoPropuesta.POR_CONFIRMAR)
TURNO = Case(When(estado__in=VIVAS, then=Value(0)), default=Value(1), output_field=IntegerField())


def con_todo(facultades: Facultades) -> QuerySet[PropuestaDeDesignacion]:
    return propuestas_visibles(facultades).select_related(
        "institucion__entidad", "materia__reunion", "oficio", "entrega__obligacion", "sustituye_a__usuario", "propuesta_por", "resuelta_por", "designacion"
    )


def propuestas(facultades: Facultades, estado: str = "") -> QuerySet[PropuestaDeDesignacion]:
    """Las que esperan, de la más vieja a la más nueva; después las resueltas, al revés."""
    filas = con_todo(facultades).filter(estado=estado) if estado else con_todo(facultades)
    return filas.annotate(turno=TURNO).order_by("turno", Case(When(turno=0, then="propuesta_en")), "-propuesta_en", "pk")


def cuantas_por_resolver(facultades: Facultades) -> int:
    """Las que esperan algo que no es el dictamen de su entrega."""
    filas = propuestas_visibles(facultades).filter(Q(estado=EstadoPropuesta.POR_CONFIRMAR) | Q(estado=EstadoPropuesta.PROPUESTA, entrega__isnull=True))
    return filas.count()


def de_la_entrega(entrega: Entrega) -> list[PropuestaDeDesignacion]:
    filas = entrega.propuestas.select_related("institucion", "materia__reunion", "oficio", "sustituye_a__usuario", "designacion")
    return list(filas.order_by("pk"))
