"""Los avisos de una persona: los que ya salieron o fallaron. Los que se suprimieron no dicen nada que le toque saber."""

from uuid import UUID

from django.db.models import QuerySet

from conferencia.permissions import Facultades
from enlaces.models import Aviso, EstadoAviso

VISIBLES = (EstadoAviso.ENVIADO, EstadoAviso.FALLIDO)


def mios(usuario: UUID | None, *, solo_sin_leer: bool = False) -> QuerySet[Aviso]:
    """Lo más nuevo primero, sin los cuerpos."""
    filas = Aviso.objects.filter(usuario=usuario, estado__in=VISIBLES)
    if solo_sin_leer:
        filas = filas.filter(leido_en__isnull=True)
    return filas.select_related("institucion").defer("cuerpo_texto", "cuerpo_html").order_by("-planeado_en", "-pk")


def sin_leer(facultades: Facultades) -> int:
    """Los que anuncia la navegación."""
    return Aviso.objects.filter(usuario=facultades.usuario, estado__in=VISIBLES, leido_en__isnull=True).count()
