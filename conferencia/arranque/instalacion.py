"""Entorno virtual y dependencias: se instalan una vez y se reconocen por la huella de lo pedido."""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from . import sistema
from .rutas import PYTHON, RAIZ, VAR, VENV, ErrorDeArranque, asegura_carpeta

VERSION_MINIMA = (3, 11)
UV = "uv==0.13.9"
PARA_CORRER = RAIZ / "requirements.txt"
PARA_PROBAR = RAIZ / "tests" / "requirements.txt"


def instala(dice: Callable[[str], None], *, con_pruebas: bool = False) -> None:
    """Deja listos los paquetes del sistema y el entorno virtual; si ya lo están, no hace nada."""
    if sys.version_info < VERSION_MINIMA:
        raise ErrorDeArranque(f"Hace falta Python 3.11 o posterior y este es {sys.version.split()[0]}. Indica otro: PYTHON=/ruta/python3.11 make run")
    with _turno(dice):
        sistema.asegura_paquetes(sistema.PARA_PROBAR if con_pruebas else sistema.PARA_CORRER, dice)
        pedidos = PARA_PROBAR if con_pruebas else PARA_CORRER
        if not _al_dia(pedidos):
            _crea_entorno(dice)
            dice("Instalo dependencias de Python (una sola vez por versión)…")
            _instala_dependencias(pedidos, dice)
            for cubierto in {pedidos, PARA_CORRER}:
                _sello(cubierto).write_text(_huella(cubierto))


@contextmanager
def _turno(dice: Callable[[str], None]) -> Iterator[None]:
    """Una instalación a la vez por carpeta; la segunda espera a la primera."""
    asegura_carpeta(VAR, 0o711)
    with (VAR / "instalacion.lock").open("w") as candado:
        try:
            fcntl.flock(candado, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            dice("Otra orden está instalando; espero a que termine.")
            fcntl.flock(candado, fcntl.LOCK_EX)
        yield


def _huella(pedidos: Path) -> str:
    """Huella de las dependencias pedidas, las que incluye, y la versión de Python."""
    textos = [str(sys.version_info[:2]), pedidos.read_text(encoding="utf-8")]
    textos += [(pedidos.parent / incluido).read_text(encoding="utf-8") for incluido in re.findall(r"^-r (\S+)", textos[1], re.MULTILINE)]
    return hashlib.sha256("\n".join(textos).encode()).hexdigest()


def _sello(pedidos: Path) -> Path:
    return VENV / f".instalado-{'pruebas' if pedidos == PARA_PROBAR else 'ejecucion'}"


def _al_dia(pedidos: Path) -> bool:
    try:
        return _sello(pedidos).read_text() == _huella(pedidos) and _funciona()
    except FileNotFoundError:
        return False


def _funciona() -> bool:
    """¿Corre el Python del entorno? Deja de hacerlo si se movió la carpeta o se fue el intérprete base."""
    try:
        orden = [str(PYTHON), "-c", "import sys; sys.exit(sys.prefix == sys.base_prefix)"]
        return subprocess.run(orden, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _crea_entorno(dice: Callable[[str], None]) -> None:
    version = VENV / "pyvenv.cfg"
    misma = version.exists() and f"version = {sys.version_info[0]}.{sys.version_info[1]}." in version.read_text()
    if misma and _funciona():
        return
    dice(f"Creo el entorno virtual con Python {sys.version.split()[0]}…")
    shutil.rmtree(VENV, ignore_errors=True)
    _corre([sys.executable, "-m", "venv", str(VENV)], "No se pudo crear el entorno virtual")


def _instala_dependencias(pedidos: Path, dice: Callable[[str], None]) -> None:
    """Con uv, que tarda la quinta parte; si uv no puede con los índices configurados, con pip."""
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check"]
    con_uv = _intenta([*pip, "install", "-q", UV]) and _intenta(
        [str(VENV / "bin" / "uv"), "pip", "install", "-q", "--python", str(PYTHON), "-r", str(pedidos)], _indices_para_uv(pip)
    )
    if not con_uv:
        dice("uv no pudo; instalo con pip, que tarda más.")
        _corre([*pip, "install", "-q", "-r", str(pedidos)], "No se pudieron instalar las dependencias")


def _indices_para_uv(pip: list[str]) -> dict[str, str]:
    """uv no lee pip.conf: se le pasan el índice y el certificado que ahí estén configurados."""
    salida = subprocess.run([*pip, "config", "list"], capture_output=True, text=True, check=False).stdout
    configurado = dict(re.findall(r"^(?:global|install|user|:env:)\.([\w-]+)='(.*)'$", salida, re.MULTILINE))
    traduccion = {"UV_DEFAULT_INDEX": configurado.get("index-url"), "SSL_CERT_FILE": configurado.get("cert")}
    return {nombre: valor for nombre, valor in traduccion.items() if valor and nombre not in os.environ}


def _intenta(orden: list[str], entorno: dict[str, str] | None = None) -> bool:
    return subprocess.run(orden, stdin=subprocess.DEVNULL, capture_output=True, env=os.environ | (entorno or {}), check=False).returncode == 0


def _corre(orden: list[str], queja: str) -> None:
    resultado = subprocess.run(orden, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if resultado.returncode:
        raise ErrorDeArranque(f"{queja}:\n{(resultado.stdout + resultado.stderr)[-3000:]}")
