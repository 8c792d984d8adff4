"""Paquetes del sistema: qué falta, e instalarlo si se puede; si no, decir la línea exacta."""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from .rutas import ErrorDeArranque

FUENTES = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
NAVEGADORES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class Requisito:
    """Algo del sistema que hace falta, cómo saber si está y qué paquetes de Debian lo traen."""

    para: str
    esta: Callable[[], bool]
    paquetes: tuple[str, ...]


def _bibliotecas() -> str:
    ldconfig = shutil.which("ldconfig", path="/usr/sbin:/sbin:/usr/bin:/bin")
    return subprocess.run([ldconfig, "-p"], capture_output=True, text=True, check=False).stdout if ldconfig else ""


def hay_biblioteca(*nombres: str) -> bool:
    """¿Conoce el enlazador todas estas bibliotecas?"""
    conocidas = _bibliotecas()
    return all(nombre in conocidas for nombre in nombres)


def hay_fuente(nombre: str) -> bool:
    """¿Está instalada esa tipografía?"""
    carpetas = (Path(carpeta).expanduser() for carpeta in FUENTES)
    return any(next(carpeta.rglob(nombre), None) for carpeta in carpetas)


def hay_idioma(clave: str) -> bool:
    """¿Está Tesseract, con ese idioma?"""
    carpetas = (Path("/usr/share/tesseract-ocr"), Path("/usr/share/tessdata"), Path(os.environ.get("TESSDATA_PREFIX", "/usr/share/tessdata")))
    return shutil.which("tesseract") is not None and any(next(c.rglob(f"{clave}.traineddata"), None) for c in carpetas if c.is_dir())


def navegador() -> str | None:
    """Ruta de Chromium: el de ``CHROMIUM`` o el del sistema."""
    if ruta := os.environ.get("CHROMIUM"):
        return ruta
    return next((ruta for nombre in NAVEGADORES if (ruta := shutil.which(nombre))), None)


def _hay_programa(nombre: str) -> bool:
    """¿Está? También donde solo busca la administración."""
    return shutil.which(nombre, path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/usr/local/sbin") is not None


def compose() -> list[str] | None:
    """Orden de Docker Compose, en cualquiera de sus dos formas."""
    if shutil.which("docker-compose"):
        return ["docker-compose"]
    con_docker = shutil.which("docker") and subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode == 0
    return ["docker", "compose"] if con_docker else None


def _hay_venv() -> bool:
    """Debian reparte ``ensurepip`` aparte de Python."""
    return find_spec("ensurepip") is not None


PARA_CORRER = (
    Requisito("crear el entorno virtual", _hay_venv, ("python3-venv",)),
    Requisito(
        "componer los informes en PDF",
        lambda: hay_biblioteca("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0", "libfontconfig.so.1"),
        ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
    ),
    Requisito("la tipografía de los informes", lambda: hay_fuente("NotoSans-Regular*"), ("fonts-noto-core",)),
    Requisito("leer actas escaneadas y fotos", lambda: hay_idioma("spa"), ("tesseract-ocr", "tesseract-ocr-spa")),
)
PARA_PROBAR = (
    *PARA_CORRER,
    Requisito("las pruebas de navegador", lambda: navegador() is not None, ("chromium",)),
    Requisito("probar el buzón con un servidor IMAP de verdad", lambda: _hay_programa("dovecot"), ("dovecot-imapd",)),
    Requisito("probar el antivirus de verdad", lambda: _hay_programa("clamd"), ("clamav-daemon",)),
    Requisito("revisar docker-compose.yml", lambda: compose() is not None, ("docker-compose",)),
)


def faltantes(requisitos: tuple[Requisito, ...]) -> list[Requisito]:
    """Los que no están."""
    return [requisito for requisito in requisitos if not requisito.esta()]


def asegura_paquetes(requisitos: tuple[Requisito, ...], dice: Callable[[str], None]) -> None:
    """Instala lo que falte. Sin permiso para hacerlo, ``ErrorDeArranque`` con la línea exacta."""
    if not (faltan := faltantes(requisitos)):
        return
    paquetes = sorted({paquete for requisito in faltan for paquete in requisito.paquetes})
    motivos = "; ".join(f"{requisito.para}" for requisito in faltan)
    if (prefijo := _prefijo_de_administrador()) is None:
        raise ErrorDeArranque(_instrucciones(motivos, paquetes))
    dice(f"Instalo paquetes del sistema ({motivos}): {' '.join(paquetes)}")
    if not _instala(prefijo, paquetes) or faltantes(tuple(faltan)):
        raise ErrorDeArranque(f"No se pudieron instalar.\n{_instrucciones(motivos, paquetes)}")


def _instrucciones(motivos: str, paquetes: list[str]) -> str:
    orden = f"sudo apt-get update && sudo apt-get install -y --no-install-recommends {' '.join(paquetes)}"
    return f"Faltan paquetes del sistema para: {motivos}. Con una cuenta de administración:\n\n    {orden}\n\ny vuelve a correr la misma orden."


def _prefijo_de_administrador() -> list[str] | None:
    """Cómo anteponer privilegios a una orden; ``None`` si no se tienen o esto no es Debian."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    sin_preguntar = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    return ["sudo", "-n"] if sin_preguntar else None


def _instala(prefijo: list[str], paquetes: list[str]) -> bool:
    """Instala; si las listas de paquetes faltan o son viejas, las actualiza y reintenta."""
    instalar = ["install", "-y", "-q", "--no-install-recommends", *paquetes]
    return _apt(prefijo, instalar, silencioso=True) or (_apt(prefijo, ["update", "-q"]) and _apt(prefijo, instalar))


def _apt(prefijo: list[str], argumentos: list[str], *, silencioso: bool = False) -> bool:
    orden = [*prefijo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=300", *argumentos]
    resultado = subprocess.run(orden, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if resultado.returncode and not silencioso:
        print(resultado.stdout[-2000:], resultado.stderr[-2000:])
    return resultado.returncode == 0
