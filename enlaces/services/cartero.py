"""Entregar mensajes ya armados por una sola conexión SMTP, y aprovechar el tiempo en que el servidor guarda cada uno."""

import re
from collections.abc import Callable
from smtplib import SMTP, SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused
from typing import cast

from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend

_PUNTO_INICIAL = re.compile(rb"(?m)^\.")  # RFC 5321, 4.5.2
_FIN = b"\r\n.\r\n"


class Cartero:
    """Abre la conexión con la primera carta y la reusa. ``mientras`` corre entre mandar el contenido y recibir el «250»."""

    def __init__(self) -> None:
        self._conexion = cast(EmailBackend, get_connection())

    def entregar(self, remitente: str, correo: str, mensaje: bytes, mientras: Callable[[], object]) -> None:
        """Lo mismo que ``SMTP.sendmail`` con un destinatario. ``mensaje`` con renglones CRLF. Lanza las excepciones de ``smtplib`` y ``OSError``."""
        self._conexion.open()
        servidor = cast(SMTP, self._conexion.connection)
        self._sobre(servidor, remitente, correo)
        servidor.send(_PUNTO_INICIAL.sub(b"..", mensaje).removesuffix(b"\r\n") + _FIN)
        mientras()
        codigo, dicho = servidor.getreply()
        if codigo != 250:
            servidor.rset()
            raise SMTPDataError(codigo, dicho)

    @staticmethod
    def _sobre(servidor: SMTP, remitente: str, correo: str) -> None:
        servidor.ehlo_or_helo_if_needed()
        codigo, dicho = servidor.mail(remitente)
        if codigo != 250:
            servidor.rset()
            raise SMTPSenderRefused(codigo, dicho, remitente)
        codigo, dicho = servidor.rcpt(correo)
        if codigo not in (250, 251):
            servidor.rset()
            raise SMTPRecipientsRefused({correo: (codigo, dicho)})
        codigo, dicho = servidor.docmd("DATA")
        if codigo != 354:
            servidor.rset()
            raise SMTPDataError(codigo, dicho)

    def cerrar(self) -> None:
        self._conexion.close()
