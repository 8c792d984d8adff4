"""Subir un archivo por partes a un borrador: se reanuda donde se quedó y, completo, pasa por la misma revisión que cualquiera."""

import hashlib
import io
import re
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from conferencia import reloj
from conferencia.domain import admision
from conferencia.domain.errores import NoProcede
from conferencia.models import Archivo
from enlaces.models import Borrador, Subida, Trozo
from enlaces.services import borradores

TROZO_MAXIMO = 4 * 1024 * 1024  # bytes por petición
SE_OLVIDA_TRAS = timedelta(days=7)
_SHA256 = re.compile(r"[0-9a-f]{64}")


class SubidaRechazada(NoProcede):
    """El archivo no se puede recibir así; el mensaje es el de los errores de archivo."""


class OtraPosicion(Exception):
    """El trozo no empieza donde se quedó la subida. ``recibidos``: desde dónde seguir."""

    def __init__(self, recibidos: int):
        self.recibidos = recibidos
        super().__init__(f"La subida va en el byte {recibidos}.")


@dataclass(frozen=True)
class Avance:
    """``archivo``: ya completo y guardado en el borrador."""

    recibidos: int
    archivo: Archivo | None = None


def empezar(borrador: Borrador, *, nombre: str, tamano: int, marca: str) -> Subida | Archivo:
    """La subida de ese archivo, nueva o la que se había cortado; el archivo mismo, si ya estaba completo. Falla con ``SubidaRechazada``."""
    nombre = admision.nombre_seguro(nombre)
    if ya := borrador.archivos.filter(sha256=marca).first():
        return ya
    if cortada := borrador.subidas.filter(marca=marca, tamano=tamano).first():
        return cortada
    if tamano <= 0:
        raise SubidaRechazada(admision.vacio(nombre))
    if tamano > settings.ARCHIVO_TAMANO_MAXIMO:
        raise SubidaRechazada(admision.muy_pesado(nombre, settings.ARCHIVO_TAMANO_MAXIMO))
    if borrador.archivos.count() + borrador.subidas.count() >= admision.MAXIMO_DE_ARCHIVOS:
        raise SubidaRechazada(admision.demasiados())
    return Subida.objects.update_or_create(
        borrador=borrador, marca=marca, defaults={"nombre": nombre, "tamano": tamano, "recibidos": 0, "creada_en": reloj.ahora()}
    )[0]


@transaction.atomic
def agregar(subida: Subida, *, desde: int, contenido: bytes) -> Avance:
    """Suma un trozo. Con el último, revisa el archivo y lo pasa al borrador. Repetir un trozo ya recibido no hace nada.

    Falla con ``OtraPosicion`` o ``SubidaRechazada``; con esta la subida se descarta al confirmar quien llama (``descartar``).
    """
    subida = Subida.objects.select_for_update().get(pk=subida.pk)
    if desde != subida.recibidos:
        raise OtraPosicion(subida.recibidos)
    if desde + len(contenido) > subida.tamano:
        raise SubidaRechazada(admision.no_se_pudo_subir(subida.nombre))
    if contenido:
        Trozo.objects.create(subida=subida, desde=desde, contenido=contenido)
        subida.recibidos += len(contenido)
        subida.save(update_fields=["recibidos"])
    return Avance(subida.recibidos, _completa(subida) if subida.recibidos == subida.tamano else None)


def _completa(subida: Subida) -> Archivo:
    junto = io.BytesIO()
    for trozo in subida.trozos.order_by("desde").values_list("contenido", flat=True).iterator(chunk_size=1):
        junto.write(trozo)
    huella = hashlib.sha256(junto.getbuffer()).hexdigest()
    if _SHA256.fullmatch(subida.marca) and huella != subida.marca:
        raise SubidaRechazada(admision.no_se_pudo_subir(subida.nombre))
    borrador = subida.borrador
    if error := borradores.agregar(borrador, SimpleUploadedFile(subida.nombre, junto.getvalue())):
        raise SubidaRechazada(error)
    subida.delete()
    return borrador.archivos.get(sha256=huella)


def descartar(subida: Subida) -> None:
    """Lo que llegó de un archivo que no se va a recibir, o que su dueño quitó."""
    Subida.objects.filter(pk=subida.pk).delete()


def olvidar_las_cortadas() -> int:
    """Borra las que nadie terminó en siete días. Da cuántas."""
    viejas = Subida.objects.filter(creada_en__lt=reloj.ahora() - SE_OLVIDA_TRAS)
    cuantas = viejas.count()
    viejas.delete()
    return cuantas
