"""El registro de avisos: cada correo o intento, a quién, cuándo y por qué no."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from enlaces.models import Aviso


def avisos(visibles: QuerySet[Aviso], *, q: str = "", estado: str = "") -> QuerySet[Aviso]:
    filas = visibles
    if estado:
        filas = filas.filter(estado=estado)
    if q:
        filas = filas.filter(Q(correo__icontains=q) | Q(institucion__nombre__icontains=q) | Q(usuario__nombre__icontains=q))
    return filas.select_related("usuario", "institucion").annotate(cuantas=Count("renglones")).order_by("-planeado_en", "-pk")


def aviso_con_todo(visibles: QuerySet[Aviso], pk: UUID) -> Aviso | None:
    filas = visibles.select_related("usuario", "institucion", "hecho")
    return filas.prefetch_related("renglones__obligacion__compromiso__disposicion").filter(pk=pk).first()
