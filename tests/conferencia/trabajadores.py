"""Arrancar y matar trabajadores de Celery de verdad desde una prueba."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

MODULO = "tests.conferencia.services.trabajador_de_prueba"


def _entorno(**extra: str) -> dict[str, str]:
    """El mismo entorno, pero apuntando a la base de la prueba y no a la que la creó."""
    b = connection.settings_dict
    url = f"postgres://{b['USER']}:{b['PASSWORD']}@{b['HOST']}:{b['PORT']}/{b['NAME']}"
    return os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "conferencia.settings", "MEDIA_ROOT": str(settings.MEDIA_ROOT), **extra}


def matar(proceso: subprocess.Popen) -> None:
    """kill -9 al trabajador y a sus hijos, como una caída de luz."""
    if proceso.poll() is None:
        os.killpg(proceso.pid, signal.SIGKILL)
    proceso.wait(timeout=10)


@contextmanager
def trabajador(carpeta: Path, colas: str = "celery", **extra: str) -> Iterator[subprocess.Popen]:
    orden = [sys.executable, "-m", MODULO, str(carpeta), colas]
    with (carpeta / "trabajador.log").open("ab") as salida:
        proceso = subprocess.Popen(orden, cwd=settings.BASE_DIR, env=_entorno(**extra), stdout=salida, stderr=salida, start_new_session=True)
        try:
            yield proceso
        finally:
            matar(proceso)


def hasta(condicion: Callable[[], object], *, segundos: float = 60, cada: float = 0.1) -> None:
    """Espera a que ``condicion`` sea cierta; si no llega, falla diciendo cuál era."""
    fin = time.monotonic() + segundos
    while not condicion():
        assert time.monotonic() < fin, f"en {segundos} s no se cumplió {condicion.__name__}"
        time.sleep(cada)
