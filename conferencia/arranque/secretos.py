"""Secretos de ``docker-compose.yml``: un archivo por secreto, que se genera una vez y nunca se pisa."""

import secrets
from pathlib import Path

from .rutas import RAIZ, asegura_carpeta

CARPETA = RAIZ / "secretos"


def genera(carpeta: Path = CARPETA) -> list[str]:
    """Crea los que falten y devuelve sus nombres.

    La carpeta es privada; los archivos no, porque compose los monta con sus permisos y el contenedor no corre como root.
    """
    asegura_carpeta(carpeta, 0o700)
    antes = {ruta.name for ruta in carpeta.iterdir()}
    postgres = _asegura(carpeta, "postgres_password", secrets.token_urlsafe(24))
    valkey = _asegura(carpeta, "valkey_password", secrets.token_urlsafe(24))
    _asegura(carpeta, "database_url", f"postgres://conferencia:{postgres}@postgres:5432/conferencia")
    _asegura(carpeta, "redis_url", f"redis://:{valkey}@valkey:6379/0")
    _asegura(carpeta, "secret_key", secrets.token_urlsafe(48))
    _asegura(carpeta, "email_url", "smtp://localhost:25")
    return sorted({ruta.name for ruta in carpeta.iterdir()} - antes)


def _asegura(carpeta: Path, nombre: str, valor: str) -> str:
    archivo = carpeta / nombre
    if not archivo.exists():
        archivo.write_text(valor + "\n", encoding="utf-8")
        archivo.chmod(0o644)
    return archivo.read_text(encoding="utf-8").strip()
