"""Las consultas de cada página de lista, guardadas en ``query_counts.json`` para que un cambio se vea en el diff.

``UPDATE_QUERY_COUNTS=1 pytest …`` reescribe lo que midió.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext

RUTA = Path(__file__).with_name("query_counts.json")


def guardadas() -> dict[str, int]:
    return json.loads(RUTA.read_text(encoding="utf-8")) if RUTA.exists() else {}


@contextmanager
def consultas_como_siempre(nombre: str) -> Iterator[None]:
    """Lo que ocurra dentro hace exactamente las consultas guardadas con ``nombre``."""
    with CaptureQueriesContext(connection) as captura:
        yield
    hechas = len(captura)
    if os.environ.get("UPDATE_QUERY_COUNTS"):
        RUTA.write_text(json.dumps(guardadas() | {nombre: hechas}, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8")
        return
    esperadas = guardadas().get(nombre)
    dichas = "\n".join(f"{n}. {q['sql'][:300]}" for n, q in enumerate(captura.captured_queries, start=1))
    assert hechas == esperadas, f"{nombre}: {hechas} consultas y se esperaban {esperadas} (UPDATE_QUERY_COUNTS=1 las reescribe)\n{dichas}"
