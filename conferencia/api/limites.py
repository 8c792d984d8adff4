"""Límites por minuto, contados en Redis. Sin Redis se atiende igual: el límite protege al servicio, no lo detiene."""

import logging

from redis.exceptions import RedisError
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle

bitacora = logging.getLogger(__name__)


class _SiHayRedis:
    def allow_request(self, request, view) -> bool:
        try:
            return super().allow_request(request, view)
        except RedisError as error:
            bitacora.warning("Redis no contestó: la API atiende sin límite (%s)", error)
            return True


class LimitePorTitular(_SiHayRedis, UserRateThrottle):
    """Todas las credenciales de una persona y su sesión cuentan juntas."""


class LimiteAnonimo(_SiHayRedis, AnonRateThrottle):
    """Por dirección: solo las páginas públicas de la API."""
