"""Dónde está cada cosa en la carpeta del proyecto."""

from pathlib import Path

RAIZ = Path(__file__).resolve().parents[2]
VENV = RAIZ / ".venv"
PYTHON = VENV / "bin" / "python"
VAR = RAIZ / "var"


class ErrorDeArranque(Exception):
    """Algo impide arrancar y quien opera puede remediarlo: el mensaje dice cómo."""


def paquetes_del_entorno() -> Path:
    """Carpeta ``site-packages`` del entorno virtual."""
    for carpeta in sorted(VENV.glob("lib/python3*/site-packages")):
        return carpeta
    raise ErrorDeArranque(f"No hay entorno virtual en {VENV}. Corre `make run` o `make test`, que lo crean.")


def asegura_carpeta(carpeta: Path, modo: int) -> Path:
    """Crea ``carpeta`` si falta y le fija permisos ``modo`` sin depender del umask."""
    carpeta.mkdir(parents=True, exist_ok=True)
    carpeta.chmod(modo)
    return carpeta
