"""Conservar los bytes de lo que el sistema emite: se guardan una vez y son los que se sirven siempre."""

import hashlib
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from conferencia import reloj
from conferencia.models import Archivo


def conservar(contenido: bytes, *, nombre: str, tipo: str, ruta: str, actor: UUID | None) -> Archivo:
    """El archivo con su huella. ``ruta`` sale de lo emitido: si un intento murió entre escribir y confirmar, sus bytes huérfanos se sobrescriben."""
    archivo = Archivo(
        nombre=nombre,
        tipo=tipo,
        tamano=len(contenido),
        sha256=hashlib.sha256(contenido).hexdigest(),
        subido_por_id=actor,
        subido_en=reloj.ahora(),
    )
    ruta = archivo.contenido.field.generate_filename(archivo, ruta)
    default_storage.delete(ruta)
    archivo.contenido.name = default_storage.save(ruta, ContentFile(contenido))
    archivo.save(force_insert=True)
    return archivo
