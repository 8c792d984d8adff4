"""Un servidor S3 de verdad (nanio), como proceso común: comprueba cada firma y su caducidad, y guarda en una carpeta."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from conferencia.arranque.red import LOOPBACK, atiende, puerto_libre

CUBETA, LLAVE, SECRETO = "oficios", "llave-de-prueba", "secreto-de-prueba"


@contextmanager
def servidor(carpeta: Path) -> Iterator[str]:
    """Su dirección, mientras vive; los objetos quedan en ``carpeta/oficios``."""
    (carpeta / CUBETA).mkdir(parents=True)
    puerto = puerto_libre()
    orden = [sys.executable, "-m", "nanio", "serve", "--data-dir", str(carpeta), "--host", LOOPBACK, "--port", str(puerto), "--no-access-log"]
    with (carpeta.parent / "s3.log").open("wb") as salida:
        entorno = os.environ | {"NANIO_ACCESS_KEY": LLAVE, "NANIO_SECRET_KEY": SECRETO}
        proceso = subprocess.Popen(orden, stdout=salida, stderr=salida, env=entorno)
        try:
            _esperar(puerto, proceso, carpeta.parent / "s3.log")
            yield f"http://{LOOPBACK}:{puerto}"
        finally:
            proceso.terminate()
            proceso.wait(timeout=10)


def _esperar(puerto: int, proceso: subprocess.Popen, salida: Path) -> None:
    fin = time.monotonic() + 30
    while not atiende(puerto):
        assert proceso.poll() is None, salida.read_text()
        assert time.monotonic() < fin, "el servidor S3 no abrió su puerto"
        time.sleep(0.05)
