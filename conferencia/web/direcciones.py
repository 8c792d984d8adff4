"""Direcciones con filtros: «esta cuenta la componen estas obligaciones»."""

from urllib.parse import urlencode

from django.urls import reverse


def lista_de_obligaciones(**filtros) -> str:
    """La lista de obligaciones con esos filtros; los vacíos no se escriben."""
    puestos = {nombre: str(valor) for nombre, valor in filtros.items() if valor}
    base = reverse("obligacion-list")
    return f"{base}?{urlencode(puestos)}" if puestos else base
