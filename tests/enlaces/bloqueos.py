"""Esperar a que otro proceso o hilo se quede esperando un candado de la base."""

import time

from django.db import connection

from tests.enlaces.conftest import LIMITE


def alguien_espera(consulta: str) -> None:
    """Vuelve cuando alguien espera un candado con una consulta que contiene ese texto."""
    fin = time.monotonic() + LIMITE
    while time.monotonic() < fin:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE %s AND datname = current_database()", [f"%{consulta}%"]
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError(f"Nadie quedó esperando con «{consulta}».")
