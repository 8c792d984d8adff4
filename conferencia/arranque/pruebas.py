"""Servicios efímeros: PostgreSQL y Valkey en una carpeta temporal, mientras dura una orden."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import sistema
from .postgres import Postgres
from .procesos import Programa, lanza, senala_grupo
from .red import puerto_libre
from .rutas import RAIZ, VENV, ErrorDeArranque, asegura_carpeta
from .servicios import prepara_sitio
from .valkey import Valkey

LIMITE = 60  # segundos para que un servicio responda
AJENAS = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "EMAIL_URL", "IMAP_URL", "DEMO", "DEBUG", "HOY", "PORT", "BASE_URL", "ALLOWED_HOSTS", "BIND", "S3_BUCKET")


@contextmanager
def servicios_efimeros(*, duradera: bool = False) -> Iterator[dict[str, str]]:
    """Variables de entorno que apuntan a servicios recién nacidos; al salir no queda nada de ellos."""
    with tempfile.TemporaryDirectory(prefix="conferencia-pruebas-", ignore_cleanup_errors=True) as nombre:
        base = asegura_carpeta(Path(nombre), 0o711)
        sitio = prepara_sitio(base / "servicios")
        servicios = (Postgres(sitio, puerto_libre(), duradera=duradera), Valkey(sitio, puerto_libre(), duradero=duradera))
        with _en_pie(*servicios, salida=base / "servicios.log"):
            postgres, valkey = servicios
            yield _entorno(base, postgres.url, valkey.url, sitio.postgres)


@contextmanager
def _en_pie(*servicios: Postgres | Valkey, salida: Path) -> Iterator[None]:
    lanzados: list[tuple[Programa, subprocess.Popen]] = []
    with salida.open("wb") as archivo:
        try:
            for servicio in servicios:
                servicio.prepara()
                lanzados.append((servicio.programa(), lanza(servicio.programa(), archivo.fileno())))
            for servicio, (programa, proceso) in zip(servicios, lanzados, strict=True):
                _espera(servicio, programa, proceso, salida)
            yield
        finally:
            for programa, proceso in reversed(lanzados):
                _detiene(programa, proceso)


def _espera(servicio: Postgres | Valkey, programa: Programa, proceso: subprocess.Popen, salida: Path) -> None:
    fin = time.monotonic() + LIMITE
    while not servicio.listo():
        if proceso.poll() is not None or time.monotonic() > fin:
            raise ErrorDeArranque(f"{programa.nombre} no arrancó:\n{salida.read_text(errors='replace')[-3000:]}")
        time.sleep(0.05)


def _detiene(programa: Programa, proceso: subprocess.Popen) -> None:
    proceso.send_signal(programa.senal)
    try:
        proceso.wait(programa.gracia)
    except subprocess.TimeoutExpired:
        senala_grupo(proceso, signal.SIGKILL)
        proceso.wait()


def _entorno(base: Path, url_postgres: str, url_valkey: str, binarios: Path) -> dict[str, str]:
    """El de quien llama, sin lo que haría depender el resultado de su máquina."""
    heredado = {nombre: valor for nombre, valor in os.environ.items() if nombre.removesuffix("_FILE") not in AJENAS}
    return heredado | {
        "DATABASE_URL": url_postgres,
        "REDIS_URL": url_valkey,
        "SECRET_KEY": "solo-para-pruebas",
        "MEDIA_ROOT": str(asegura_carpeta(base / "archivos", 0o700)),
        "STATIC_ROOT": str(asegura_carpeta(base / "static", 0o700)),
        "CHROMIUM": sistema.navegador() or "",
        "PATH": os.pathsep.join([str(VENV / "bin"), os.environ.get("PATH", os.defpath), str(binarios)]),
    }


def corre(orden: list[str], *, duradera: bool = False) -> int:
    """Corre ``orden`` con servicios efímeros y devuelve su código de salida."""
    with servicios_efimeros(duradera=duradera) as entorno:
        proceso = subprocess.Popen(orden, env=entorno, cwd=RAIZ)
        # Ctrl-C llega también a la orden, que es quien decide; los servicios la sobreviven hasta que termine.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: proceso.terminate())
        return proceso.wait()
