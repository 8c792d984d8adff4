"""Donde el IMAP está prohibido: los correos guardados (.eml de cualquier programa, .msg de Outlook) siguen el mismo camino."""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile

from conferencia import reloj
from conferencia.domain.admision import nombre_seguro
from conferencia.models import Archivo, Usuario
from conferencia.permissions import Facultades, exigir, puede_dictaminar
from enlaces.documentos.proceso import convertir_aparte
from enlaces.domain.mensajes import CorreoIlegible, entregado_en, parece_correo
from enlaces.models import CorreoRecibido
from enlaces.services.buzon.pasos import atender_uno
from enlaces.services.buzon.recogida import subido

MAXIMO = 20
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OUTLOOK = "application/vnd.ms-outlook"


@dataclass(frozen=True)
class Resultado:
    """Qué pasó con un archivo. ``correo``: el que se guardó, o el que ya se tenía; sin él, ``dicho`` explica por qué no."""

    nombre: str
    dicho: str
    correo: CorreoRecibido | None = None
    nuevo: bool = False


def subir(*, por: Facultades, archivos: Sequence[UploadedFile], tamano_maximo: int) -> list[Resultado]:
    """Cada archivo por su cuenta: el que no sirve lo dice y no estorba a los demás."""
    exigir(puede_dictaminar(por))
    quien = Usuario.objects.filter(pk=por.usuario).first() if por.usuario else None
    return [_uno(a, quien, tamano_maximo) for a in archivos[:MAXIMO]] + [
        Resultado(nombre_seguro(a.name or ""), f"No se subió: van {MAXIMO} a la vez como máximo.") for a in archivos[MAXIMO:]
    ]


def _uno(archivo: UploadedFile, quien: Usuario | None, tamano_maximo: int) -> Resultado:
    nombre = nombre_seguro(archivo.name or "")
    if not archivo.size:
        return Resultado(nombre, "Está vacío.")
    if archivo.size > tamano_maximo:
        return Resultado(nombre, f"Pesa más de {tamano_maximo // 1048576} MB.")
    archivo.seek(0)
    contenido = archivo.read()
    try:
        return _guardado(nombre, contenido, quien)
    except CorreoIlegible as error:
        return Resultado(nombre, str(error))


def _guardado(nombre: str, contenido: bytes, quien: Usuario | None) -> Resultado:
    de_outlook = contenido.startswith(OLE)
    crudo = convertir_aparte(contenido) if de_outlook else contenido
    if not de_outlook and not parece_correo(crudo):
        raise CorreoIlegible("No es un correo guardado: se espera un .eml o un .msg.")
    correo, nuevo = subido(crudo, recibido_en=_entro(crudo), por=quien)
    if not nuevo:
        return Resultado(nombre, f"Ya se tenía: está {correo.get_estado_display().lower()}.", correo)
    if de_outlook:
        CorreoRecibido.objects.filter(pk=correo.pk).update(original=_original(nombre, contenido, quien))
    atender_uno(correo.pk)
    correo.refresh_from_db()
    return Resultado(nombre, f"Quedó {correo.get_estado_display().lower()}.", correo, nuevo=True)


def _entro(crudo: bytes) -> datetime:
    """Cuándo lo recibió el servidor institucional, según el propio correo; si no lo dice, ahora."""
    return min(entregado_en(crudo) or reloj.ahora(), reloj.ahora())


def _original(nombre: str, contenido: bytes, quien: Usuario | None) -> Archivo:
    huella = hashlib.sha256(contenido).hexdigest()
    archivo = Archivo(nombre=nombre, tipo=OUTLOOK, tamano=len(contenido), sha256=huella, subido_por=quien, subido_en=reloj.ahora())
    archivo.contenido.save(f"{archivo.pk}", File(io.BytesIO(contenido)), save=False)
    archivo.save(force_insert=True)
    return archivo
