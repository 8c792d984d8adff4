"""Negar por omisión: alguna designación vigente, y alcance de escritura para lo que cambia algo. Qué se ve y se puede lo dice ``conferencia.permissions``."""

from rest_framework.permissions import SAFE_METHODS, BasePermission

from conferencia import reloj
from conferencia.models import Alcance, CredencialApi
from conferencia.permissions import SIN_DESIGNACION, AccesoNegado, Negado, facultades_de

SOLO_LECTURA = Negado("Esta credencial es de solo lectura. Crea otra que también escriba en /credenciales/.")


class AccesoPermitido(BasePermission):
    """Deja en ``request.facultades`` las del titular a la fecha; sin ninguna designación, niega con su razón."""

    def has_permission(self, request, view) -> bool:
        if not request.user.is_authenticated:
            return False
        request.facultades = facultades_de(request.user, reloj.hoy())
        if not request.facultades.encargos:
            raise AccesoNegado(SIN_DESIGNACION)
        credencial = request.auth if isinstance(request.auth, CredencialApi) else None
        if request.method not in SAFE_METHODS and credencial and credencial.alcance != Alcance.ESCRITURA:
            raise AccesoNegado(SOLO_LECTURA)
        return True
