"""Tope de peticiones por dirección en lo que se atiende sin sesión, contado en Redis. Sin Redis se atiende igual: protege, no detiene."""

import logging
import time
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from redis.exceptions import RedisError

VENTANA = 60  # segundos
bitacora = logging.getLogger(__name__)


def con_tope(nombre: str, cuantas: int) -> Callable:
    """``cuantas`` peticiones por minuto y por dirección; la siguiente recibe 429 y en ``Retry-After`` los segundos que faltan."""

    def envuelta(vista: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(vista)
        def puerta(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            ahora = time.time()
            if _van(f"tope/{nombre}/{int(ahora // VENTANA)}/{direccion_de(request)}") <= cuantas:
                return vista(request, *args, **kwargs)
            falta = VENTANA - int(ahora % VENTANA)
            espera = render(request, "conferencia/verificacion/espera.html", {"falta": falta}, status=429)
            espera["Retry-After"] = str(falta)
            return espera

        return puerta

    return envuelta


def direccion_de(request: HttpRequest) -> str:
    """La de quien pide. Detrás de un proxy, la que él agregó al final: lo anterior lo escribe quien quiera."""
    directa = request.META.get("REMOTE_ADDR", "")
    reenviada = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return reenviada.rsplit(",", 1)[-1].strip() or directa


def _van(llave: str) -> int:
    try:
        return 1 if cache.add(llave, 1, VENTANA) else cache.incr(llave)
    except (RedisError, ValueError) as error:  # ValueError: caducó entre las dos órdenes
        bitacora.warning("No se pudo contar en Redis: se atiende sin tope (%s)", error)
        return 1
