"""Quién puede ver los avisos que se mandaron."""

from django.db.models import QuerySet

from conferencia.domain.permisos import Capacidad
from conferencia.permissions import Facultades
from enlaces.models import Aviso


def avisos_visibles(facultades: Facultades) -> QuerySet[Aviso]:
    """Secretaría Técnica y auditoría, todos: son datos de personas. Cada quien, los que se le mandaron."""
    if facultades.tiene(Capacidad.VER_PERSONAS):
        return Aviso.objects.all()
    if facultades.usuario is None or not facultades.encargos:
        return Aviso.objects.none()
    return Aviso.objects.filter(usuario=facultades.usuario)
