"""Carpetas y procesos de verdad para probar el arranque: nada aquí se simula."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conferencia.arranque.procesos import lanza
from conferencia.arranque.rutas import asegura_carpeta
from conferencia.arranque.servicios import Sitio, prepara_sitio


@pytest.fixture(scope="session")
def hasta() -> Callable[[Callable[[], object], float], None]:
    """Espera a que algo sea cierto; si no llega a serlo, la prueba falla."""

    def espera(condicion: Callable[[], object], limite: float = 5) -> None:
        fin = time.monotonic() + limite
        while not condicion():
            assert time.monotonic() < fin, "no ocurrió a tiempo"
            time.sleep(0.03)

    return espera


@pytest.fixture(scope="module")
def carpeta_abierta() -> Iterator[Path]:
    """Carpeta que la cuenta de servicio puede atravesar; las de pytest son privadas."""
    carpeta = asegura_carpeta(Path(tempfile.mkdtemp(prefix="conferencia-arranque-")), 0o711)
    yield carpeta
    shutil.rmtree(carpeta)


@pytest.fixture(scope="module")
def sitio(carpeta_abierta: Path) -> Sitio:
    return prepara_sitio(carpeta_abierta / "servicios")


@pytest.fixture
def en_pie(hasta) -> Iterator[Callable]:
    """Arranca un servicio y lo da cuando responde; al final detiene los que sigan."""
    procesos: list[subprocess.Popen] = []

    def arranca(servicio, *, prepara: bool = True) -> subprocess.Popen:
        if prepara:
            servicio.prepara()
        proceso = lanza(servicio.programa(), subprocess.DEVNULL)
        procesos.append(proceso)
        hasta(lambda: servicio.listo() or proceso.poll() is not None, 20)
        return proceso

    yield arranca
    for proceso in procesos:
        proceso.kill()
        proceso.wait()
