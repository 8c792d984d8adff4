"""Revisiones rápidas: estilo, tipos, flechas entre paquetes, migraciones, Docker."""

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from . import sistema
from .rutas import PYTHON, RAIZ, VENV

CON_TIPOS = ("domain", "services", "arranque")
A_LA_VEZ = 2


@dataclass(frozen=True)
class Revision:
    """Una revisión y la orden que la hace."""

    nombre: str
    orden: list[str]


@dataclass(frozen=True)
class Resultado:
    """Cómo salió: ``codigo`` 0 es bien."""

    revision: Revision
    codigo: int
    salida: str
    segundos: float


def revisiones() -> list[Revision]:
    """Todas, las más lentas primero."""
    bin_ = VENV / "bin"
    con_tipos = sorted(str(ruta.relative_to(RAIZ)) for capa in CON_TIPOS for ruta in RAIZ.glob(f"*/{capa}") if ruta.is_dir())
    return [
        Revision("mypy", [str(bin_ / "mypy"), *con_tipos]),
        Revision("migraciones", [str(PYTHON), "manage.py", "makemigrations", "--check", "--dry-run"]),
        Revision("arquitectura", [str(PYTHON), "-m", "pytest", "-q", "tests/test_arquitectura.py"]),
        Revision("compose", [*(sistema.compose() or ["docker-compose"]), "config", "-q"]),
        Revision("ruff", [str(bin_ / "ruff"), "check", "."]),
        Revision("formato", [str(bin_ / "ruff"), "format", "--check", "."]),
        Revision("hadolint", [str(bin_ / "hadolint"), "--config", ".hadolint.yaml", "Dockerfile"]),
    ]


def revisa() -> list[str]:
    """Corre todas e imprime el resultado; devuelve los nombres de las que fallaron."""
    with ThreadPoolExecutor(A_LA_VEZ) as fila:
        resultados = list(fila.map(_corre, revisiones()))
    for resultado in resultados:
        _imprime(resultado)
    return [resultado.revision.nombre for resultado in resultados if resultado.codigo]


def _corre(revision: Revision) -> Resultado:
    inicio = time.monotonic()
    try:
        hecho = subprocess.run(revision.orden, cwd=RAIZ, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        codigo, salida = hecho.returncode, hecho.stdout + hecho.stderr
    except FileNotFoundError as error:
        codigo, salida = 127, f"No se encontró {error.filename}."
    return Resultado(revision, codigo, salida, time.monotonic() - inicio)


def _imprime(resultado: Resultado) -> None:
    print(f"{'FALLA' if resultado.codigo else 'bien ':<5}  {resultado.revision.nombre:<14} {resultado.segundos:5.1f} s", flush=True)
    if resultado.codigo:
        print(resultado.salida.rstrip(), flush=True)


def revisa_y(orden: list[str]) -> int:
    """Revisa y luego corre ``orden`` aunque algo haya fallado; ≠ 0 si falló cualquiera."""
    fallas = revisa()
    codigo = subprocess.run(orden, cwd=RAIZ, check=False).returncode if orden else 0
    if fallas:
        print(f"Fallaron las revisiones: {', '.join(fallas)} (detalle arriba).", flush=True)
    return codigo or bool(fallas)
