"""Cuántas veces se puede intentar algo sin sesión: se cuenta en Redis por dirección de red y se olvida solo."""

from collections.abc import Callable
from functools import wraps

from axes.helpers import get_client_ip_address
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def con_tope(nombre: str, *, veces: int, segundos: int) -> Callable:
    """A lo más ``veces`` POST por dirección de red en ``segundos``; después, 429 con cuánto esperar."""

    def envolver(vista: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(vista)
        def con_guardia(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if request.method == "POST" and _cuenta(f"tope:{nombre}:{get_client_ip_address(request)}", segundos) > veces:
                respuesta = render(request, "429.html", status=429)
                respuesta["Retry-After"] = str(segundos)
                return respuesta
            return vista(request, *args, **kwargs)

        return con_guardia

    return envolver


def _cuenta(clave: str, segundos: int) -> int:
    cache.add(clave, 0, segundos)
    try:
        return cache.incr(clave)
    except ValueError:  # caducó entre una y otra
        cache.set(clave, 1, segundos)
        return 1
