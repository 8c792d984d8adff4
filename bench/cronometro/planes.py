"""La base con su carga, y qué tablas grandes recorre entero algún plan."""

import io
import os
from collections.abc import Callable

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

CUANTAS = int(os.environ.get("OBLIGACIONES", "100000"))
GRANDES = ("conferencia_obligacion", "conferencia_tramodesituacion", "conferencia_hecho", "conferencia_parte")


def preparar() -> None:
    call_command("migrate", verbosity=0)
    if CUANTAS:
        call_command("datos_de_carga", obligaciones=CUANTAS, forzar=True, stdout=io.StringIO())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def recorridos(medir: Callable[[], object]) -> list[str]:
    """Las tablas grandes que algún plan de las consultas de ``medir`` recorre enteras."""
    with CaptureQueriesContext(connection) as dichas:
        medir()
    hallados = set()
    for consulta in dichas.captured_queries:
        if not consulta["sql"].startswith(("SELECT", "(SELECT")):
            continue
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN " + consulta["sql"])
            plan = "\n".join(fila[0] for fila in cursor.fetchall())
        hallados |= {tabla for tabla in GRANDES if f"Seq Scan on {tabla} " in plan or plan.endswith(f"Seq Scan on {tabla}")}
    return sorted(hallados)
