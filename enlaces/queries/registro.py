"""El registro de avisos: cada correo o intento, a quién, cuándo y por qué no."""

from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from enlaces.models import Aviso, RenglonDeAviso


def avisos(visibles: QuerySet[Aviso], *, q: str = "", estado: str = "") -> QuerySet[Aviso]:
    filas = visibles
    if estado:
        filas = filas.filter(estado=estado)
    if q:
        de_la_obligacion_dicha = RenglonDeAviso.objects.filter(aviso=OuterRef("pk"), obligacion__clave__icontains=q)
        dicho = Q(correo__icontains=q) | Q(institucion__nombre__icontains=q) | Q(usuario__nombre__icontains=q) | Q(asunto__icontains=q)
        filas = filas.filter(dicho | Exists(de_la_obligacion_dicha))
    return (
        filas.select_related("usuario", "institucion").defer("cuerpo_texto", "cuerpo_html").annotate(cuantas=Count("renglones")).order_by("-planeado_en", "-pk")
    )


def aviso_con_todo(visibles: QuerySet[Aviso], pk: UUID) -> Aviso | None:
    filas = visibles.select_related("usuario", "institucion", "hecho", "reenvia")
    return filas.prefetch_related("renglones__obligacion__compromiso__disposicion").filter(pk=pk).first()


def avisos_de_la_obligacion(visibles: QuerySet[Aviso], obligacion: UUID) -> QuerySet[Aviso]:
    """Los correos que hablaron de ella, o lo intentaron, del más nuevo al más viejo."""
    filas = visibles.filter(Exists(RenglonDeAviso.objects.filter(aviso=OuterRef("pk"), obligacion=obligacion)))
    return filas.select_related("usuario").defer("cuerpo_texto", "cuerpo_html").order_by("-planeado_en", "-pk")
