"""Archivos estáticos: juntarlos y comprimirlos tarda medio minuto, y solo hace falta cuando cambian."""

import hashlib
from pathlib import Path

from .rutas import RAIZ, VAR

HUELLA = VAR / "static.huella"
MANIFIESTO = VAR / "static" / "staticfiles.json"
TAMBIEN = ("requirements.txt", "conferencia/settings.py")  # de ahí vienen los estáticos ajenos y cómo se procesan


def huella(raiz: Path = RAIZ) -> str:
    """Cambia si cambia el contenido de un estático, las dependencias o los ajustes."""
    propios = [ruta for carpeta in (raiz / "static", *raiz.glob("*/static")) for ruta in carpeta.rglob("*") if ruta.is_file()]
    resumen = hashlib.sha256()
    for ruta in sorted([*propios, *(raiz / nombre for nombre in TAMBIEN)]):
        resumen.update(f"{ruta.relative_to(raiz)}\0".encode() + hashlib.sha256(ruta.read_bytes()).digest())
    return resumen.hexdigest()


def al_dia() -> bool:
    """¿Lo ya juntado corresponde a lo que hay?"""
    return MANIFIESTO.exists() and HUELLA.exists() and HUELLA.read_text() == huella()


def anota() -> None:
    """Lo juntado corresponde a lo que hay ahora."""
    HUELLA.write_text(huella())
