#!/usr/bin/env python
"""Órdenes de administración de Seguimiento de Acuerdos."""

import os
import secrets
import sys

from django.core.management import execute_from_command_line

from conferencia.arranque.instancia import entorno_en_pie

# Leen un documento y no tocan la base: corren aunque no haya nada levantado ni configurado.
SIN_SERVICIOS = {"leer_acta"}
NINGUNO = {"DATABASE_URL": "postgres://ninguno@127.0.0.1:1/ninguna", "REDIS_URL": "redis://127.0.0.1:1/0"}


def completa_el_entorno() -> None:
    """Sin configuración dada, la de la instancia que corre en esta carpeta; sin instancia, lo mínimo para leer un documento."""
    if os.environ.get("SECRET_KEY") or os.environ.get("SECRET_KEY_FILE"):
        return
    suyo = entorno_en_pie()
    if not suyo and sys.argv[1:2] and sys.argv[1] in SIN_SERVICIOS:
        suyo = NINGUNO | {"SECRET_KEY": secrets.token_urlsafe(50)}
    for nombre, valor in suyo.items():
        os.environ.setdefault(nombre, valor)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conferencia.settings")
    completa_el_entorno()
    execute_from_command_line(sys.argv)
