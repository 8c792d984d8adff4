"""Los correos recibidos, leídos: lo que espera a alguien, lo que ya se resolvió y lo que se ofrece al confirmar."""

from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from conferencia.domain.estados import POR_ENTREGAR
from conferencia.models import EstadoEntrega, Institucion, Obligacion
from conferencia.permissions import Facultades, instituciones_que_presentan, puede_dictaminar
from enlaces.models import POR_ATENDER, AdjuntoRecibido, Candidata, CorreoRecibido, EstadoCorreo

ELEGIBLES = 60


def por_confirmar(visibles: QuerySet[CorreoRecibido]) -> QuerySet[CorreoRecibido]:
    return _con_lo_de_lista(visibles.filter(estado=EstadoCorreo.PROPUESTO)).order_by("recibido_en", "pk")


def en_cuarentena(visibles: QuerySet[CorreoRecibido]) -> QuerySet[CorreoRecibido]:
    return _con_lo_de_lista(visibles.filter(estado=EstadoCorreo.CUARENTENA)).order_by("recibido_en", "pk")


def todos(visibles: QuerySet[CorreoRecibido], *, q: str = "", estado: str = "", clase: str = "") -> QuerySet[CorreoRecibido]:
    """El registro completo, también lo anotado y lo descartado, del más nuevo al más viejo."""
    filas = visibles
    if estado:
        filas = filas.filter(estado=estado)
    if clase:
        filas = filas.filter(clase=clase)
    if q:
        filas = filas.filter(Q(de__icontains=q) | Q(asunto__icontains=q) | Q(institucion__nombre__icontains=q) | Q(numero__icontains=q))
    return _con_lo_de_lista(filas).order_by("-recibido_en", "-pk")


def _con_lo_de_lista(filas: QuerySet[CorreoRecibido]) -> QuerySet[CorreoRecibido]:
    candidatas = Candidata.objects.select_related("obligacion__compromiso", "institucion__entidad", "entrega").order_by("-puntos", "pk")
    adjuntos = AdjuntoRecibido.objects.filter(sirve=True).order_by("orden")
    return filas.select_related("institucion__entidad", "usuario", "oficio").prefetch_related(
        Prefetch("candidatas", candidatas), Prefetch("adjuntos", adjuntos, "los_que_sirven")
    )


def cuantos_por_atender(visibles: QuerySet[CorreoRecibido]) -> int:
    """Lo que la navegación anuncia a la Secretaría Técnica."""
    return visibles.filter(estado__in=POR_ATENDER).count()


def cuantos_en_pilas(visibles: QuerySet[CorreoRecibido]) -> dict[str, int]:
    """Cuántos hay en cada pila de las que se atienden. Una consulta por pila."""
    return {"por_confirmar": por_confirmar(visibles).count(), "cuarentena": en_cuarentena(visibles).count()}


def correo_con_todo(visibles: QuerySet[CorreoRecibido], pk: UUID) -> CorreoRecibido | None:
    filas = visibles.select_related("crudo", "original", "institucion__entidad", "usuario", "oficio__acuse", "responde_a", "resuelto_por", "copia_de")
    candidatas = Candidata.objects.select_related("obligacion__compromiso__disposicion", "institucion__entidad", "entrega").order_by("-puntos", "pk")
    adjuntos = AdjuntoRecibido.objects.select_related("archivo").order_by("orden")
    return filas.prefetch_related(Prefetch("candidatas", candidatas), Prefetch("adjuntos", adjuntos)).filter(pk=pk).first()


def siguiente(visibles: QuerySet[CorreoRecibido], correo: CorreoRecibido) -> CorreoRecibido | None:
    """El que sigue de su misma pila, lo más antiguo primero."""
    filas = visibles.filter(estado=EstadoCorreo.PROPUESTO).exclude(pk=correo.pk)
    return filas.order_by("recibido_en", "pk").first()


def instituciones_posibles(facultades: Facultades) -> list[Institucion]:
    """Por las que se puede confirmar: la Secretaría Técnica, cualquiera que deba algo; quien responde, las suyas."""
    filas = Institucion.objects.filter(partes__isnull=False).distinct().select_related("entidad").order_by("entidad__orden", "nombre")
    if not puede_dictaminar(facultades):
        filas = filas.filter(pk__in=[e.institucion for e in facultades.encargos if e.institucion])
    return list(filas)


def obligaciones_de(facultades: Facultades, institucion: Institucion) -> list[Obligacion]:
    """Las que hoy esperan entrega de esa institución, lo más urgente primero."""
    filas = Obligacion.objects.nacidas(facultades.hoy).filter(estado__in=POR_ENTREGAR).de_instituciones([institucion])
    filas = filas.select_related("compromiso__disposicion").prefetch_related("partes").urgentes_primero()
    if puede_dictaminar(facultades):
        return list(filas[:ELEGIBLES])
    return [o for o in filas[:ELEGIBLES] if institucion.pk in instituciones_que_presentan(facultades, o)]


def de_la_obligacion(visibles: QuerySet[CorreoRecibido], obligacion: Obligacion) -> list[CorreoRecibido]:
    """Los que la tienen «recibida por confirmar»."""
    ids = Candidata.objects.filter(obligacion=obligacion, entrega__estado=EstadoEntrega.POR_CONFIRMAR).values("correo")
    return list(visibles.filter(pk__in=ids, estado=EstadoCorreo.PROPUESTO).order_by("recibido_en"))
