"""Entregar mensajes ya armados por una sola conexión SMTP, y aprovechar el tiempo en que el servidor guarda cada uno."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from smtplib import SMTP, SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused, quoteaddr
from typing import Self, cast

from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend

_SALTO = re.compile(r"[\r\n]")  # ninguna dirección puede traer otra orden
_FIN = b"\r\n.\r\n"
ACEPTADO = (250, 251)


@dataclass(frozen=True)
class Pliego:
    """Un correo listo para el cable: las órdenes de su sobre y su contenido, que se componen mientras viaja el anterior."""

    remitente: str
    correo: str
    ordenes: tuple[str, str, str]
    contenido: bytes

    @classmethod
    def de(cls, remitente: str, correo: str, mensaje: bytes) -> Self:
        """``mensaje`` con renglones CRLF."""
        ordenes = (f"MAIL FROM:{quoteaddr(remitente)}", f"RCPT TO:{quoteaddr(correo)}", "DATA")
        return cls(remitente, correo, ordenes, _con_doble_punto(mensaje).removesuffix(b"\r\n") + _FIN)


class Cartero:
    """Abre la conexión con la primera carta y la reusa. ``mientras`` corre entre mandar el contenido y recibir el «250»."""

    def __init__(self) -> None:
        self._conexion = cast(EmailBackend, get_connection())

    def entregar(self, pliego: Pliego, mientras: Callable[[], object]) -> None:
        """Lo mismo que ``SMTP.sendmail`` con un destinatario. Lanza las excepciones de ``smtplib`` y ``OSError``."""
        self._conexion.open()
        servidor = cast(SMTP, self._conexion.connection)
        self._sobre(servidor, pliego)
        servidor.send(pliego.contenido)
        mientras()
        codigo, dicho = servidor.getreply()
        if codigo != 250:
            servidor.rset()
            raise SMTPDataError(codigo, dicho)

    def _sobre(self, servidor: SMTP, pliego: Pliego) -> None:
        """Hasta el «354» que pide el contenido."""
        servidor.ehlo_or_helo_if_needed()
        ordenes = pliego.ordenes
        dichos = _encadenadas(servidor, ordenes) if servidor.has_extn("pipelining") else _de_una_en_una(servidor, ordenes)
        de, para, contenido = [*dichos, *[(0, b"")] * (len(ordenes) - len(dichos))]
        if contenido[0] == 354 and de[0] == 250 and para[0] in ACEPTADO:
            return
        if contenido[0] == 354:  # aceptó un contenido sin destinatario: se le da vacío, como manda RFC 2920
            servidor.send(b".\r\n")
            servidor.getreply()
        servidor.rset()
        if de[0] != 250:
            raise SMTPSenderRefused(*de, pliego.remitente)
        if para[0] not in ACEPTADO:
            raise SMTPRecipientsRefused({pliego.correo: para})
        raise SMTPDataError(*contenido)

    def cerrar(self) -> None:
        self._conexion.close()


def _con_doble_punto(mensaje: bytes) -> bytes:
    """El renglón que empieza con punto, con dos (RFC 5321, 4.5.2). Un mensaje empieza por sus encabezados: el primero no hace falta mirarlo."""
    return mensaje.replace(b"\r\n.", b"\r\n..")


def _encadenadas(servidor: SMTP, ordenes: Sequence[str]) -> list[tuple[int, bytes]]:
    """Todas de un viaje, si el servidor anunció PIPELINING (RFC 2920): con un servidor lejano, de cuatro esperas por correo quedan dos."""
    servidor.send("".join(f"{_SALTO.sub('', orden)}\r\n" for orden in ordenes))
    return [servidor.getreply() for _ in ordenes]


def _de_una_en_una(servidor: SMTP, ordenes: Sequence[str]) -> list[tuple[int, bytes]]:
    """Hasta la primera que no acepte."""
    dichos: list[tuple[int, bytes]] = []
    for orden in ordenes:
        dichos.append(servidor.docmd(orden))
        if dichos[-1][0] not in (*ACEPTADO, 354):
            break
    return dichos
