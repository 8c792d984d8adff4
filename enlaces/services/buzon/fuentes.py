"""De dónde llega el correo: un buzón IMAP o, en la demostración, la carpeta del sumidero SMTP."""

import imaplib
import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from email.policy import compat32
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from django.conf import settings
from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted, MailMessageFlags
from imap_tools.errors import ImapToolsError

from enlaces.domain.direcciones import es_del_buzon
from enlaces.models import OrigenDeCorreo

SEGUNDOS = 60
DE_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_INSTANTE = re.compile(rb'INTERNALDATE "([^"]+)"')
_TAMANO = re.compile(rb"RFC822\.SIZE (\d+)")


class BuzonInaccesible(Exception):
    """No se pudo entrar al buzón o se cortó la conexión; el mensaje dice qué revisar."""


@dataclass(frozen=True)
class Pieza:
    """Un correo por recoger. ``uid``: su número en la carpeta mientras no cambie ``uidvalidity``. ``tamano``: bytes."""

    uid: str
    uidvalidity: int
    tamano: int
    recibido_en: datetime


class Fuente(Protocol):
    origen: OrigenDeCorreo
    carpeta: str

    def pendientes(self, ya_recogidos: Callable[[int], Collection[str]]) -> Iterator[Pieza]:
        """Lo que falta recoger. ``ya_recogidos(uidvalidity)``: los ``uid`` que ya están guardados."""

    def leer(self, pieza: Pieza, *, solo_encabezados: bool = False) -> bytes:
        """Los bytes tal como están, sin marcarlo leído."""

    def retirar(self, pieza: Pieza) -> None:
        """Ya está guardado: se aparta de lo pendiente. Repetirlo no hace daño."""


@contextmanager
def fuente_configurada() -> Iterator[Fuente | None]:
    """La de ``IMAP_URL``; sin ella, la de la demostración; sin ninguna, ``None``."""
    if settings.IMAP_URL:
        with abrir_imap(settings.IMAP_URL) as fuente:
            yield fuente
    elif settings.DEMO and settings.CORREO_DEMO_DIR and settings.CORREO_BUZON:
        yield FuenteDeCarpeta(Path(settings.CORREO_DEMO_DIR))
    else:
        yield None


# --- IMAP ----------------------------------------------------------------------------------------------------------------


@contextmanager
def abrir_imap(url: str) -> Iterator["FuenteImap"]:
    """La conexión ya autenticada y en su carpeta. Falla con ``BuzonInaccesible``, sin decir la contraseña."""
    partes = urlsplit(url)
    carpeta = unquote(partes.path.strip("/")) or "INBOX"
    caja = None
    try:
        caja = _conectar(partes)
        caja.login(unquote(partes.username or ""), unquote(partes.password or ""), initial_folder=carpeta)
        yield FuenteImap(caja, carpeta)
    except (OSError, imaplib.IMAP4.error, ImapToolsError) as error:
        raise BuzonInaccesible(f"No se pudo leer el buzón de {partes.hostname}: {error}") from error
    finally:
        if caja is not None:
            _despedirse(caja)


def _despedirse(caja: BaseMailBox) -> None:
    """También si ni siquiera se llegó a entrar: la conexión no se queda abierta."""
    try:
        caja.logout()
    except (OSError, imaplib.IMAP4.error, ImapToolsError):
        caja.client.shutdown()


def _conectar(partes) -> BaseMailBox:
    """``imaps``: cifrado desde el principio; ``imap``: se exige STARTTLS, salvo en loopback."""
    servidor = partes.hostname or ""
    if partes.scheme == "imaps":
        return MailBox(servidor, partes.port or 993, timeout=SEGUNDOS)
    if partes.scheme != "imap":
        raise BuzonInaccesible("IMAP_URL debe empezar con imaps:// o imap://.")
    clase = MailBoxUnencrypted if servidor in DE_LOOPBACK else MailBoxStartTls
    return clase(servidor, partes.port or 143, timeout=SEGUNDOS)


class FuenteImap:
    """Todo lo de la carpeta, también lo que alguien abrió en su programa de correo: «leído» no es «recogido»."""

    origen = OrigenDeCorreo.IMAP

    def __init__(self, caja: BaseMailBox, carpeta: str) -> None:
        self.carpeta, self._caja = carpeta, caja
        self._destino = settings.CORREO_PROCESADOS
        if self._destino and not caja.folder.exists(self._destino):
            caja.folder.create(self._destino)

    def pendientes(self, ya_recogidos: Callable[[int], Collection[str]]) -> Iterator[Pieza]:
        uidvalidity = self._caja.folder.status(self.carpeta, ["UIDVALIDITY"])["UIDVALIDITY"]
        guardados = set(ya_recogidos(uidvalidity))
        for uid in sorted(self._caja.uids("ALL"), key=int):
            if uid in guardados:
                self._apartar(uid)  # el proceso murió entre guardarlo y moverlo
            elif pieza := self._pieza(uid, uidvalidity):
                yield pieza

    def _pieza(self, uid: str, uidvalidity: int) -> Pieza | None:
        """``None`` si alguien lo quitó del buzón mientras tanto."""
        dicho = b" ".join(t if isinstance(t, bytes) else b" ".join(t) for t in self._pedir(uid, "(INTERNALDATE RFC822.SIZE)"))
        instante, tamano = _INSTANTE.search(dicho), _TAMANO.search(dicho)
        if not instante or not tamano:
            return None
        en = datetime.strptime(instante[1].decode().strip(), "%d-%b-%Y %H:%M:%S %z")
        return Pieza(uid, uidvalidity, int(tamano[1]), en.astimezone(UTC))

    def _pedir(self, uid: str, que: str) -> list:
        _, datos = self._caja.client.uid("FETCH", uid, que)
        return [d for d in datos if d]

    def leer(self, pieza: Pieza, *, solo_encabezados: bool = False) -> bytes:
        datos = self._pedir(pieza.uid, f"(BODY.PEEK[{'HEADER' if solo_encabezados else ''}])")
        return next((t[1] for t in datos if isinstance(t, tuple)), b"")

    def retirar(self, pieza: Pieza) -> None:
        self._apartar(pieza.uid)

    def _apartar(self, uid: str) -> None:
        self._caja.flag(uid, MailMessageFlags.SEEN, True)  # noqa: FBT003 - así lo pide la biblioteca
        if self._destino:
            self._caja.move(uid, self._destino)


# --- La carpeta de la demostración -----------------------------------------------------------------------------------------


class FuenteDeCarpeta:
    """Los correos que el sumidero guardó y van dirigidos al buzón. El nombre del archivo es su número; nada se mueve."""

    origen, carpeta = OrigenDeCorreo.CARPETA, "demostración"

    def __init__(self, ruta: Path) -> None:
        self._ruta = ruta

    def pendientes(self, ya_recogidos: Callable[[int], Collection[str]]) -> Iterator[Pieza]:
        guardados = set(ya_recogidos(0))
        for archivo in sorted(self._ruta.glob("[!.]*.eml")):
            if archivo.stem not in guardados and _al_buzon(sobre := _sobre(archivo)):
                yield Pieza(archivo.stem, 0, archivo.stat().st_size, datetime.fromisoformat(sobre["X-Recibido-En"]))

    def leer(self, pieza: Pieza, *, solo_encabezados: bool = False) -> bytes:
        """Como lo entrega un servidor: el sobre, en «Return-Path» y «Delivered-To»."""
        archivo = self._ruta / f"{pieza.uid}.eml"
        sobre, cuerpo = _sobre(archivo), archivo.read_bytes().split(b"\r\n", len(_renglones(archivo)))[-1]
        if solo_encabezados:
            cuerpo = cuerpo.split(b"\r\n\r\n", 1)[0] + b"\r\n\r\n"
        entrega = [f"Return-Path: <{sobre['X-Sobre-De']}>", *(f"Delivered-To: {para}" for para in sobre.get_all("X-Sobre-Para", []))]
        return "".join(f"{renglon}\r\n" for renglon in entrega).encode() + cuerpo

    def retirar(self, pieza: Pieza) -> None:
        """Basta con que esté guardado: el sumidero no es nuestro."""


def _renglones(archivo: Path) -> list[bytes]:
    """Los del sobre, que van hasta «X-Recibido-En»."""
    with archivo.open("rb") as abierto:
        cabeza = abierto.read(16384).split(b"\r\n")
    fin = next((n for n, r in enumerate(cabeza) if r.startswith(b"X-Recibido-En:")), -1)
    return cabeza[: fin + 1]


def _sobre(archivo: Path):
    return BytesHeaderParser(policy=compat32).parsebytes(b"\r\n".join(_renglones(archivo)) + b"\r\n\r\n")


def _al_buzon(sobre) -> bool:
    buzones = [b for b in (settings.CORREO_BUZON, settings.CORREO_REBOTES) if b]
    return any(es_del_buzon(para, buzon) for para in sobre.get_all("X-Sobre-Para", []) for buzon in buzones)
