"""Negar por omisión: alguna designación vigente. Qué renglones se ven lo dice ``conferencia.permissions``."""

from rest_framework.permissions import SAFE_METHODS, BasePermission

from conferencia import reloj
from conferencia.permissions import SIN_DESIGNACION, AccesoNegado, facultades_de


class LecturaPermitida(BasePermission):
    """Deja en ``request.facultades`` las del titular a la fecha; sin ninguna designación, niega con su razón."""

    def has_permission(self, request, view) -> bool:
        if not request.user.is_authenticated or request.method not in SAFE_METHODS:
            return False
        request.facultades = facultades_de(request.user, reloj.hoy())
        if not request.facultades.encargos:
            raise AccesoNegado(SIN_DESIGNACION)
        return True
