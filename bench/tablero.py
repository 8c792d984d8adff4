"""Cuánto cuesta situar todas las obligaciones y contarlas por entidad y grupo, contra un ``count(*)`` agrupado por estado.

Multiplica en la base efímera las obligaciones del acta (sin tocar ninguna otra) y escribe un objeto JSON con la razón.
"""

import io
import json
import os
from datetime import date

import django
from cronometro import mediana

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conferencia.settings")
os.environ.setdefault("DEMO", "1")
os.environ.setdefault("HOY", "2022-07-13")
os.environ.setdefault("DEMO_PASSWORD", "contrasena-de-medir")
django.setup()

from django.core.management import call_command  # noqa: E402 - Django ya está en pie
from django.db import connection  # noqa: E402
from django.db.models import Count  # noqa: E402

from conferencia.models import Obligacion  # noqa: E402

COPIAS = int(os.environ.get("COPIAS", "600"))  # × 166 ≈ 100,000
HOY = date(2022, 7, 13)

MULTIPLICA = """
CREATE TEMP TABLE copia AS SELECT * FROM conferencia_obligacion;
INSERT INTO conferencia_obligacion SELECT (jsonb_populate_record(c, jsonb_build_object(
    'id', uuidv7(), 'clave', c.clave || '#' || n, 'periodo', lpad(n::text, 8, '0')))).*
FROM copia c, generate_series(1, %s) n;
ANALYZE conferencia_obligacion;
"""


def situadas() -> list:
    filas = Obligacion.objects.nacidas(HOY).con_situacion(HOY)
    return list(filas.values("entidad", "situacion").annotate(cuantas=Count("pk")).order_by())


def piso() -> list:
    return list(Obligacion.objects.values("entidad", "estado").annotate(cuantas=Count("pk")).order_by())


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("semilla", verbosity=0, stdout=io.StringIO(), stderr=io.StringIO())
    with connection.cursor() as cursor:
        cursor.execute(MULTIPLICA, [COPIAS])
    situar, contar = mediana(situadas), mediana(piso)
    total = Obligacion.objects.count()
    print(json.dumps({"medicion": "tablero", "obligaciones": total, "segundos": round(situar, 3), "razon_contra_contar": round(situar / contar, 2)}))


if __name__ == "__main__":
    main()
