"""Conservar los bytes de lo que el sistema emite: se guardan una vez y son los que se sirven siempre."""

import hashlib
import io
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from django.core.files import File
from django.core.files.storage import default_storage

from conferencia import reloj
from conferencia.models import Archivo

BLOQUE = 1024 * 1024


@dataclass(frozen=True)
class Compuesto:
    """Un documento ya compuesto y aún sin guardar."""

    nombre: str
    tipo: str
    contenido: bytes


def conservar(contenido: bytes | BinaryIO, *, nombre: str, tipo: str, ruta: str, actor: UUID | None) -> Archivo:
    """El archivo con su huella. ``ruta`` sale de lo emitido: si un intento murió entre escribir y confirmar, sus bytes huérfanos se sobrescriben."""
    flujo = io.BytesIO(contenido) if isinstance(contenido, bytes) else contenido
    huella, tamano = _huella(flujo)
    archivo = Archivo(nombre=nombre[-200:], tipo=tipo, tamano=tamano, sha256=huella, subido_por_id=actor, subido_en=reloj.ahora())
    ruta = archivo.contenido.field.generate_filename(archivo, ruta)
    default_storage.delete(ruta)
    archivo.contenido.name = default_storage.save(ruta, File(flujo))
    archivo.save(force_insert=True)
    return archivo


def _huella(flujo: BinaryIO) -> tuple[str, int]:
    flujo.seek(0)
    suma, tamano = hashlib.sha256(), 0
    while bloque := flujo.read(BLOQUE):
        suma.update(bloque)
        tamano += len(bloque)
    flujo.seek(0)
    return suma.hexdigest(), tamano
