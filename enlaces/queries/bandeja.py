"""La bandeja de la Secretaría Técnica: lo presentado y aún sin dictamen, lo más antiguo primero."""

from uuid import UUID

from django.db.models import QuerySet

from conferencia.models import Entrega, EstadoEntrega, Obligacion
from conferencia.permissions import Facultades, entregas_visibles


def por_revisar(facultades: Facultades) -> QuerySet[Entrega]:
    return (
        entregas_visibles(facultades)
        .filter(estado=EstadoEntrega.EN_REVISION)
        .select_related("oficio", "institucion__entidad", "obligacion__compromiso__disposicion", "presentada_por")
        .order_by("presentada_en", "pk")
    )


def cuantas_por_revisar(facultades: Facultades) -> int:
    return entregas_visibles(facultades).filter(estado=EstadoEntrega.EN_REVISION).count()


def siguiente(facultades: Facultades, entrega: Entrega) -> UUID | None:
    """La que sigue en la cola después de ``entrega``; si era la última, la primera. ``None``: no queda ninguna."""
    ids = list(por_revisar(facultades).exclude(pk=entrega.pk).values_list("pk", "presentada_en"))
    despues = [pk for pk, en in ids if (en, pk) > (entrega.presentada_en, entrega.pk)]
    return despues[0] if despues else next((pk for pk, _ in ids), None)


def entrega_con_todo(facultades: Facultades, pk: UUID) -> Entrega | None:
    return (
        entregas_visibles(facultades)
        .select_related("oficio", "institucion__entidad", "obligacion__compromiso__disposicion__reunion", "obligacion__compromiso__parrafo", "presentada_por")
        .prefetch_related("oficio__adjuntos__archivo", "observaciones", "obligacion__partes__institucion")
        .filter(pk=pk)
        .first()
    )


def rondas_previas(entrega: Entrega) -> QuerySet[Entrega]:
    """Lo que ya se había presentado y observado en la misma obligación."""
    return entrega.obligacion.entregas.filter(numero__lt=entrega.numero).select_related("oficio").prefetch_related("observaciones").order_by("-numero")


def por_dictaminar(obligacion: Obligacion) -> Entrega | None:
    return obligacion.entregas.filter(estado=EstadoEntrega.EN_REVISION).order_by("-numero").first()
