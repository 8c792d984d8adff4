"""Recoger: los bytes del correo se guardan y se confirman antes de tocar el buzón y antes de leer nada.

Si el proceso muere después de guardarlo, la siguiente vuelta lo encuentra guardado (por su UID o por su huella) y solo lo aparta.
"""

import hashlib
import imaplib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction

from conferencia import reloj
from conferencia.models import Archivo, Usuario
from enlaces.models import ClaseDeCorreo, CorreoRecibido, EstadoCorreo, OrigenDeCorreo
from enlaces.services.buzon.fuentes import Fuente, Pieza

CORREO = "message/rfc822"
CANDADO = 72_230_005  # consultivo: una sola recogida a la vez
bitacora = logging.getLogger(__name__)


@dataclass
class Recogido:
    """``nuevos``: los que no se tenían. ``repetidos``: ya estaban guardados. ``fallidos``: el servidor no los dio; se reintentan."""

    nuevos: int = 0
    repetidos: int = 0
    fallidos: int = 0

    def como_dict(self) -> dict[str, int]:
        return asdict(self)


def recoger(fuente: Fuente) -> Recogido:
    """Vacía la fuente. Si otro proceso ya lo está haciendo, no hace nada."""
    saldo = Recogido()
    with _de_uno_en_uno() as mio:
        if not mio:
            return saldo
        for pieza in fuente.pendientes(lambda validez: _recogidos(fuente, validez)):
            try:
                _una(fuente, pieza, saldo)
            except imaplib.IMAP4.abort:
                raise  # se cortó la conexión: no es culpa de este correo
            except imaplib.IMAP4.error as error:
                bitacora.warning("El servidor no dio el correo %s de %s: %s", pieza.uid, fuente.carpeta, error)
                saldo.fallidos += 1
    return saldo


def _recogidos(fuente: Fuente, uidvalidity: int) -> list[str]:
    filas = CorreoRecibido.objects.filter(origen=fuente.origen, carpeta=fuente.carpeta, uidvalidity=uidvalidity)
    return list(filas.values_list("uid", flat=True))


@contextmanager
def _de_uno_en_uno() -> Iterator[bool]:
    """El candado es de la conexión: si el proceso muere, la base lo suelta."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [CANDADO])
        mio = cursor.fetchone()[0]
        try:
            yield mio
        finally:
            if mio:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [CANDADO])


def _una(fuente: Fuente, pieza: Pieza, saldo: Recogido) -> None:
    demasiado = pieza.tamano > settings.CORREO_TAMANO_MAXIMO
    crudo = fuente.leer(pieza, solo_encabezados=demasiado)
    if not crudo:
        saldo.fallidos += 1
        return
    motivo = f"Pesa {pieza.tamano // 1048576} MB, más de lo que se recoge: se guardaron sus encabezados y el correo sigue en el buzón." if demasiado else ""
    _, nuevo = guardar(crudo, origen=fuente.origen, carpeta=fuente.carpeta, pieza=pieza, apartado=motivo)
    saldo.nuevos += nuevo
    saldo.repetidos += not nuevo
    fuente.retirar(pieza)


def guardar(
    crudo: bytes,
    *,
    origen: str,
    carpeta: str = "",
    pieza: Pieza | None = None,
    recibido_en: datetime | None = None,
    por: Usuario | None = None,
    apartado: str = "",
) -> tuple[CorreoRecibido, bool]:
    """La fila con sus bytes, y si es nueva. Los mismos bytes dos veces son el mismo correo. ``apartado``: por qué no se va a leer."""
    huella = hashlib.sha256(crudo).hexdigest()
    if ya := CorreoRecibido.objects.filter(huella=huella).first():
        return ya, False
    ahora = reloj.ahora()
    try:
        with transaction.atomic():
            return CorreoRecibido.objects.create(
                origen=origen,
                carpeta=carpeta,
                uidvalidity=pieza.uidvalidity if pieza else None,
                uid=pieza.uid if pieza else "",
                crudo=_archivar(crudo, huella, ahora, por),
                huella=huella,
                recibido_en=min(pieza.recibido_en if pieza else recibido_en or ahora, ahora),
                recogido_en=ahora,
                subido_por=por,
                **(_apartado(apartado) if apartado else {}),
            ), True
    except IntegrityError:
        if ya := CorreoRecibido.objects.filter(huella=huella).first():
            return ya, False
        raise


def _apartado(motivo: str) -> dict:
    return {"estado": EstadoCorreo.CUARENTENA, "clase": ClaseDeCorreo.VENENOSO, "razones": [motivo], "asunto": "(sin leer)"}


def _archivar(crudo: bytes, huella: str, ahora: datetime, por: Usuario | None) -> Archivo:
    """El nombre sale de la huella: reintentar tras una muerte escribe en el mismo lugar, no deja sobras."""
    nombre = f"correo/{huella[:2]}/{huella}.eml"
    if default_storage.exists(nombre):
        default_storage.delete(nombre)  # pudo quedar a medias
    archivo = Archivo(nombre=f"correo-{huella[:12]}.eml", tipo=CORREO, tamano=len(crudo), sha256=huella, subido_por=por, subido_en=ahora)
    archivo.contenido.name = default_storage.save(nombre, ContentFile(crudo))
    archivo.save(force_insert=True)
    return archivo


def subido(crudo: bytes, *, recibido_en: datetime | None, por: Usuario | None) -> tuple[CorreoRecibido, bool]:
    """Lo que la Secretaría Técnica sube porque el buzón no se puede leer."""
    return guardar(crudo, origen=OrigenDeCorreo.SUBIDO, recibido_en=recibido_en, por=por)
