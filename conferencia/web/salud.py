"""Salud del servicio: viva (el proceso contesta) y lista (base, Redis y migraciones)."""

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse


def viva(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"estado": "viva"})


def lista(request: HttpRequest) -> JsonResponse:
    """200 si todo lo necesario contesta; 503 y qué falta, si no."""
    revisiones = {"base": _base, "redis": _redis}
    resultado = {nombre: _prueba(revision) for nombre, revision in revisiones.items()}
    bien = all(r == "bien" for r in resultado.values())
    return JsonResponse({"estado": "lista" if bien else "no lista", **resultado}, status=200 if bien else 503)


def _prueba(revision) -> str:
    try:
        return revision()
    except Exception as error:  # cualquier falla de un servicio de afuera es «no lista», con su clase y sin secretos
        return f"falla: {type(error).__name__}"


def _base() -> str:
    ejecutor = MigrationExecutor(connection)
    pendientes = ejecutor.migration_plan(ejecutor.loader.graph.leaf_nodes())
    return f"faltan {len(pendientes)} migraciones" if pendientes else "bien"


def _redis() -> str:
    cache.get("salud")
    return "bien"
