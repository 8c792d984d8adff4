"""Los oficios que llegaron: la lista, y qué puede atender uno que se registra en ventanilla."""

from collections.abc import Collection
from datetime import date

from django.db.models import Count, Q, QuerySet

from conferencia.domain.estados import POR_ENTREGAR
from conferencia.models import ArchivoDeOficio, Institucion, Obligacion, Oficio, Sentido


def recibidos(visibles: QuerySet[Oficio]) -> QuerySet[Oficio]:
    """Los de entrada, del más nuevo al más viejo, con cuántas obligaciones atiende cada uno (entregas y solicitudes)."""
    atiende = Count("entregas", distinct=True) + Count("solicitudes", distinct=True)
    filas = visibles.filter(sentido=Sentido.ENTRADA).select_related("remitente__entidad", "acuse")
    return filas.annotate(atiende=atiende).order_by("-recibido_en", "-pk")


def buscar(oficios: QuerySet[Oficio], texto: str) -> QuerySet[Oficio]:
    """Por número, asunto, quien firma o folio del acuse."""
    campos = ("numero", "asunto", "firmante", "acuse__folio")
    condicion = Q()
    for palabra in texto.split():
        condicion &= _en(campos, palabra)
    return oficios.filter(condicion)


def _en(campos: tuple[str, ...], palabra: str) -> Q:
    condicion = Q()
    for campo in campos:
        condicion |= Q(**{f"{campo}__icontains": palabra})
    return condicion


def ya_presentados(huellas: Collection[str], institucion: Institucion, visibles: QuerySet[Oficio]) -> dict[str, Oficio]:
    """De cada huella, el primer oficio en que esa institución ya presentó esos bytes, entre los que quien pregunta puede ver."""
    suyos = visibles.filter(sentido=Sentido.ENTRADA, remitente=institucion)
    adjuntos = ArchivoDeOficio.objects.filter(archivo__sha256__in=huellas, oficio__in=suyos).select_related("archivo", "oficio")
    return {a.archivo.sha256: a.oficio for a in adjuntos.order_by("-oficio__recibido_en", "-oficio_id")}


def por_atender(institucion: Institucion, hoy: date) -> QuerySet[Obligacion]:
    """Las que hoy esperan entrega de esa institución, lo más urgente primero."""
    filas = Obligacion.objects.nacidas(hoy).filter(partes__institucion=institucion, estado__in=POR_ENTREGAR)
    filas = filas.con_situacion(hoy).con_lo_de_lista().select_related("compromiso__disposicion__reunion")
    return filas.prefetch_related("partes__institucion").urgentes_primero()
