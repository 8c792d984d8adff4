"""Un servidor IMAP de verdad para una prueba: Dovecot como proceso hijo, con su configuración, sus buzones y su puerto.

Y un SMTP de verdad que entrega en ese buzón lo que recibe, como lo haría un servidor institucional.
"""

import grp
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import uuid6
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from imap_tools import MailBoxUnencrypted

from conferencia.arranque.red import LOOPBACK, atiende, puerto_libre

USUARIO, CLAVE = "buzon", "clave@prueba"
LIMITE = 20  # segundos
_CONFIGURACION = """
base_dir = {base}/run
log_path = {base}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{base}/maildir
default_internal_user = {usuario}
default_login_user = {usuario}
default_internal_group = {grupo}
first_valid_uid = 0
last_valid_uid = 0
first_valid_gid = 0
mail_max_userip_connections = 50
passdb {{
  driver = static
  args = password={clave}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={base}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {puerto}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True)
class Dovecot:
    """``url``: lo que iría en ``IMAP_URL``."""

    base: Path
    puerto: int

    @property
    def url(self) -> str:
        return f"imap://{USUARIO}:{quote(CLAVE, safe='')}@{LOOPBACK}:{self.puerto}/INBOX"

    def entregar(self, crudo: bytes) -> None:
        """Como un agente de entrega: escribe aparte y mueve, para que nunca se vea a medias."""
        temporal = self.base / "maildir" / "tmp" / str(uuid6.uuid7())
        temporal.write_bytes(crudo)
        destino = self.base / "maildir" / "new" / f"{time.time()}.{temporal.name}.prueba"
        shutil.chown(temporal, *_dueno(self.base / "maildir"))
        temporal.rename(destino)

    @contextmanager
    def caja(self, carpeta: str = "INBOX") -> Iterator[MailBoxUnencrypted]:
        with MailBoxUnencrypted(LOOPBACK, self.puerto, timeout=LIMITE).login(USUARIO, CLAVE, initial_folder=carpeta) as caja:
            yield caja

    def cuantos(self, carpeta: str = "INBOX") -> int:
        with self.caja() as caja:
            return caja.folder.status(carpeta, ["MESSAGES"])["MESSAGES"] if caja.folder.exists(carpeta) else 0

    def renumerar(self) -> None:
        """El servidor pierde la cuenta: cambia UIDVALIDITY y todos los UID."""
        for archivo in (self.base / "maildir").glob("dovecot*"):
            archivo.unlink()
        time.sleep(1.1)  # el nuevo UIDVALIDITY es el segundo en que nace


def _dueno(ruta: Path) -> tuple[int, int]:
    dicho = ruta.stat()
    return dicho.st_uid, dicho.st_gid


@contextmanager
def dovecot() -> Iterator[Dovecot]:
    """Levanta el servidor y lo baja al salir. Como root suelta privilegios: por eso su carpeta no es la de pytest, que solo root atraviesa."""
    with tempfile.TemporaryDirectory(prefix="dovecot-", ignore_cleanup_errors=True) as carpeta, _en_pie(Path(carpeta)) as servidor:
        yield servidor


@contextmanager
def _en_pie(base: Path) -> Iterator[Dovecot]:
    programa = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    assert programa, "Falta dovecot: apt-get install dovecot-imapd"
    cuenta = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    puerto = puerto_libre()
    for carpeta in ("maildir/new", "maildir/cur", "maildir/tmp", "run"):
        (base / carpeta).mkdir(parents=True)
    for ruta in (base, *base.rglob("*")):
        ruta.chmod(0o755)
        shutil.chown(ruta, cuenta.pw_uid, cuenta.pw_gid)
    archivo = base / "dovecot.conf"
    grupo = grp.getgrgid(cuenta.pw_gid).gr_name
    archivo.write_text(
        _CONFIGURACION.format(base=base, usuario=cuenta.pw_name, grupo=grupo, clave=CLAVE, uid=cuenta.pw_uid, gid=cuenta.pw_gid, puerto=puerto).replace(
            "last_valid_uid = 0", f"last_valid_uid = {cuenta.pw_uid}"
        )
    )
    proceso = subprocess.Popen([programa, "-F", "-c", str(archivo)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _espera(proceso, puerto, base)
        yield Dovecot(base, puerto)
    finally:
        proceso.terminate()
        proceso.wait(timeout=LIMITE)


def _espera(proceso: subprocess.Popen, puerto: int, base: Path) -> None:
    fin = time.monotonic() + LIMITE
    while not atiende(puerto):
        if proceso.poll() is not None or time.monotonic() > fin:
            bitacora = base / "dovecot.log"
            raise AssertionError(f"Dovecot no arrancó: {bitacora.read_text() if bitacora.exists() else ''}")
        time.sleep(0.05)


class _Entrega:
    """Del SMTP al buzón, con los encabezados que pone el servidor que recibe."""

    def __init__(self, servidor: Dovecot) -> None:
        self.servidor = servidor

    async def handle_DATA(self, servidor, sesion, sobre) -> str:
        puestos = [f"Return-Path: <{sobre.mail_from or ''}>", *(f"Delivered-To: {para}" for para in sobre.rcpt_tos)]
        self.servidor.entregar("".join(f"{r}\r\n" for r in puestos).encode() + sobre.original_content)
        return "250 Entregado"


class _Smtp(Controller):
    def factory(self) -> SMTP:
        return SMTP(self.handler, hostname="localhost", enable_SMTPUTF8=True, data_size_limit=None)


@contextmanager
def smtp_que_entrega(servidor: Dovecot) -> Iterator[int]:
    """El puerto de un SMTP que entrega en el buzón todo lo que recibe."""
    controlador = _Smtp(_Entrega(servidor), hostname=LOOPBACK, port=puerto_libre())
    controlador.start()
    try:
        yield controlador.port
    finally:
        controlador.stop()
