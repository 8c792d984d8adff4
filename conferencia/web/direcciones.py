"""Direcciones con filtros: «esta cuenta la componen estas obligaciones»."""

from urllib.parse import urlencode

from django.urls import reverse


def lista_de_obligaciones(**filtros) -> str:
    """La lista de obligaciones con esos filtros; los vacíos no se escriben."""
    puestos = {nombre: str(valor) for nombre, valor in filtros.items() if valor}
    base = reverse("obligacion-list")
    return f"{base}?{urlencode(puestos)}" if puestos else base


def en_url(formulario) -> dict[str, str]:
    """El corte elegido, para llevarlo de una página a otra; vacío si es el de hoy. ``formulario``: un ``ConCorte`` ya válido."""
    puestos = {nombre: formulario.cleaned_data[nombre] for nombre in formulario.DEL_CORTE}
    return {nombre: valor.isoformat() for nombre, valor in puestos.items() if valor}


def con_par(direccion: str, par: str) -> str:
    """La dirección con el corte elegido, si lo hay."""
    return f"{direccion}?{par}" if par else direccion
