"""Qué obligaciones lleva un calendario suscrito: las que su persona puede ver al momento de leerlo."""

from datetime import date, datetime, timedelta

from django.db.models import Max, QuerySet

from conferencia.domain.permisos import Capacidad, Facultades
from conferencia.models import Hecho, Obligacion, SuscripcionDeCalendario

ATRAS, ADELANTE = timedelta(days=120), timedelta(days=550)
TOPE = 2000  # eventos: más de eso ningún programa de calendario lo muestra con provecho


def de_suscripcion(suscripcion: SuscripcionDeCalendario, facultades: Facultades, visibles: QuerySet[Obligacion]) -> list[Obligacion]:
    """Las que tienen fecha, desde hace cuatro meses; lo que dejó de exigirse va también, para que se cancele y no desaparezca.

    ``visibles``: las que su persona puede ver hoy.
    """
    if suscripcion.institucion_id:
        visibles = visibles.de_instituciones([suscripcion.institucion_id])
    elif not facultades.tiene(Capacidad.VER_TODO):
        visibles = visibles.de_instituciones({e.institucion for e in facultades.encargos_con(Capacidad.VER_LO_SUYO)})
    return list(_con_fecha(visibles, facultades.hoy)[:TOPE])


def _con_fecha(obligaciones: QuerySet[Obligacion], hoy: date) -> QuerySet[Obligacion]:
    cerca = obligaciones.filter(vence_el__range=(hoy - ATRAS, hoy + ADELANTE))
    filas = cerca.select_related("compromiso__disposicion__reunion", "institucion__entidad", "entidad")
    return filas.order_by("vence_el", "clave")


def ultimos_cambios(obligaciones: list[Obligacion]) -> dict[object, datetime]:
    """Cuándo se supo lo último de cada una (``LAST-MODIFIED``)."""
    ids = [o.pk for o in obligaciones]
    return dict(Hecho.objects.filter(obligacion_id__in=ids).values_list("obligacion_id").annotate(en=Max("asentado_en")).order_by())


def de_persona(usuario) -> QuerySet[SuscripcionDeCalendario]:
    """Las vivas, de la más nueva a la más vieja."""
    return SuscripcionDeCalendario.objects.filter(usuario=usuario, revocada_en__isnull=True).select_related("institucion__entidad").order_by("-creada_en")
