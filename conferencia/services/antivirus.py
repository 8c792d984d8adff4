"""ClamAV por su socket (protocolo INSTREAM, clamd(8)) y qué se hace cuando no contesta.

``CLAMAV_OBLIGATORIO``: sin veredicto no se recibe nada. Sin él, se recibe marcado «sin revisar» y un barrido lo revisa cuando el antivirus vuelve.
"""

import logging
import socket
import struct
from dataclasses import dataclass, replace
from typing import BinaryIO, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from conferencia import reloj
from conferencia.domain import admision
from conferencia.domain.admision import Motivo
from conferencia.models import Antivirus, Archivo, Entrega, ExamenDeArchivo
from conferencia.services.hechos import Asiento, asentar

BLOQUE = 256 * 1024
POR_TIC = 10  # cada medio minuto: lo atrasado se pone al día sin acaparar al trabajador
bitacora = logging.getLogger(__name__)


class NoContesta(Exception):
    """El antivirus no dio veredicto: está caído, tardó o el archivo pasa de su límite."""


@dataclass(frozen=True)
class Veredicto:
    """``virus``: cómo lo llama el antivirus; vacío si está limpio."""

    virus: str = ""

    @property
    def estado(self) -> Antivirus:
        return Antivirus.INFECTADO if self.virus else Antivirus.LIMPIO


def revisar(contenido: BinaryIO) -> Veredicto:
    """Manda los bytes a clamd y lee su veredicto. Falla con ``NoContesta``."""
    contenido.seek(0)
    try:
        with _conectado() as conexion:
            conexion.sendall(b"zINSTREAM\0")
            while bloque := contenido.read(BLOQUE):
                conexion.sendall(struct.pack(">I", len(bloque)) + bloque)
            conexion.sendall(struct.pack(">I", 0))
            dicho = _respuesta(conexion)
    except OSError as error:
        raise NoContesta(str(error)) from error
    if dicho.endswith(" FOUND"):
        return Veredicto(dicho.removeprefix("stream: ").removesuffix(" FOUND")[:200])
    if dicho.endswith(" OK"):
        return Veredicto()
    raise NoContesta(dicho or "cerró sin contestar")


def al_recibir(contenido: BinaryIO, nombre: str) -> tuple[Antivirus, Motivo | None, str]:
    """Con qué marca se guarda; o por qué no se guarda, y qué decir."""
    if not settings.CLAMAV_URL:
        return Antivirus.NO_HAY, None, ""
    try:
        veredicto = revisar(contenido)
    except NoContesta as error:
        bitacora.warning("El antivirus no contestó: %s", error)
        if settings.CLAMAV_OBLIGATORIO:
            return Antivirus.SIN_REVISAR, Motivo.SIN_REVISAR, admision.no_se_pudo_revisar(nombre)
        return Antivirus.SIN_REVISAR, None, ""
    if veredicto.virus:
        bitacora.warning("Se rechazó «%s»: %s", nombre, veredicto.virus)
        return Antivirus.INFECTADO, Motivo.VIRUS, admision.con_virus(nombre)
    return Antivirus.LIMPIO, None, ""


def revisar_lo_pendiente() -> int:
    """Barrido: lo que se recibió mientras el antivirus no contestaba. Da cuántos quedaron revisados."""
    if not settings.CLAMAV_URL:
        return 0
    hechos = 0
    for examen in ExamenDeArchivo.objects.filter(antivirus=Antivirus.SIN_REVISAR).select_related("archivo").order_by("examinado_en")[:POR_TIC]:
        try:
            with examen.archivo.contenido.open("rb") as contenido:
                veredicto = revisar(cast(BinaryIO, contenido))
        except FileNotFoundError:
            bitacora.error("Faltan los bytes de %s", examen.archivo_id)
            continue
        except NoContesta:
            break
        hechos += _anotar(examen, veredicto)
    return hechos


@transaction.atomic
def _anotar(examen: ExamenDeArchivo, veredicto: Veredicto) -> int:
    """Con guarda: de dos barridos a la vez, uno anota. Lo infectado queda retenido y cada obligación que lo recibió lo dice."""
    pendiente = ExamenDeArchivo.objects.filter(pk=examen.pk, antivirus=Antivirus.SIN_REVISAR)
    cambios = {"antivirus": veredicto.estado, "firma_de_virus": veredicto.virus, "revisado_en": reloj.ahora()}
    if not pendiente.update(**cambios):
        return 0
    if veredicto.virus:
        asentar(_retenciones(examen.archivo, veredicto.virus), actor=None)
    return 1


def _retenciones(archivo: Archivo, virus: str) -> list[Asiento]:
    asiento = Asiento(clase="archivo.retenido", objeto=archivo, motivo=f"«{archivo.nombre}»: el antivirus halló {virus}.")
    obligaciones = Entrega.objects.filter(oficio__archivos=archivo).order_by("obligacion").values_list("obligacion", flat=True).distinct()
    return [replace(asiento, obligacion_id=o) for o in obligaciones] or [asiento]


def _conectado() -> socket.socket:
    partes = urlsplit(settings.CLAMAV_URL)
    if partes.scheme == "unix":
        conexion = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        conexion.settimeout(settings.CLAMAV_SEGUNDOS)
        try:
            conexion.connect(partes.path)
        except OSError:
            conexion.close()
            raise
        return conexion
    return socket.create_connection((partes.hostname or "127.0.0.1", partes.port or 3310), timeout=settings.CLAMAV_SEGUNDOS)


def _respuesta(conexion: socket.socket) -> str:
    crudo = b""
    while not crudo.endswith(b"\0") and (parte := conexion.recv(4096)):
        crudo += parte
    return crudo.rstrip(b"\0").decode(errors="replace").strip()
