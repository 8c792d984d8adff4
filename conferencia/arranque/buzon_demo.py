"""Buzón de la demostración: un SMTP de verdad, en loopback, que guarda cada correo como archivo.

Cada archivo es el mensaje tal como llegó, precedido del sobre: ``X-Sobre-De``, ``X-Sobre-Para``
(una dirección por renglón) y ``X-Recibido-En`` (instante en ISO 8601). El nombre, un UUIDv7, da el orden.
"""

import argparse
import asyncio
import os
import signal
from datetime import UTC, datetime
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session
from uuid6 import uuid7

from .red import LOOPBACK

TAMANO_MAXIMO = 32 * 1024 * 1024  # bytes


class Guardador:
    """Recibe mensajes de aiosmtpd y los deja en ``carpeta``."""

    def __init__(self, carpeta: Path) -> None:
        self.carpeta = carpeta

    async def handle_EHLO(self, servidor: SMTP, sesion: Session, sobre: Envelope, quien: str, dichos: list[str]) -> list[str]:  # noqa: N802
        return con_encadenado(sesion, quien, dichos)

    async def handle_DATA(self, servidor: SMTP, sesion: Session, sobre: Envelope) -> str:  # noqa: N802 - así lo llama aiosmtpd
        """Responde 250 solo cuando el archivo ya está completo en su lugar."""
        nombre = guarda(self.carpeta, sobre.mail_from or "", sobre.rcpt_tos, bytes(sobre.original_content or b""))
        print(f"De {sobre.mail_from} para {', '.join(sobre.rcpt_tos)}: {nombre}", flush=True)
        return f"250 Recibido {nombre}"


def con_encadenado(sesion: Session, quien: str, dichos: list[str]) -> list[str]:
    """Anuncia PIPELINING (RFC 2920), como cualquier servidor de correo: aiosmtpd lo admite y no lo dice."""
    sesion.host_name = quien
    return [dichos[0], "250-PIPELINING", *dichos[1:]]


def guarda(carpeta: Path, de: str, para: list[str], contenido: bytes) -> str:
    """Escribe el mensaje aparte y lo renombra: quien lista la carpeta nunca ve uno a medias."""
    nombre = f"{uuid7()}.eml"
    sobre = [f"X-Sobre-De: {de}", *(f"X-Sobre-Para: {uno}" for uno in para), f"X-Recibido-En: {datetime.now(UTC).isoformat()}"]
    temporal = carpeta / f".{nombre}"
    temporal.write_bytes("".join(f"{renglon}\r\n" for renglon in sobre).encode() + contenido)
    os.replace(temporal, carpeta / nombre)
    return nombre


async def atiende(puerto: int, carpeta: Path) -> None:
    """Atiende hasta SIGTERM o SIGINT."""
    alto = asyncio.Event()
    bucle = asyncio.get_running_loop()
    for senal in (signal.SIGTERM, signal.SIGINT):
        bucle.add_signal_handler(senal, alto.set)
    servidor = await bucle.create_server(
        lambda: SMTP(Guardador(carpeta), hostname=LOOPBACK, data_size_limit=TAMANO_MAXIMO, enable_SMTPUTF8=True), LOOPBACK, puerto
    )
    await alto.wait()
    servidor.close()


def main() -> None:
    """Orden de consola."""
    lector = argparse.ArgumentParser(description="Recibe correo por SMTP en loopback y lo guarda como archivos .eml.")
    lector.add_argument("--puerto", type=int, required=True)
    lector.add_argument("--carpeta", type=Path, required=True)
    opciones = lector.parse_args()
    asyncio.run(atiende(opciones.puerto, opciones.carpeta))


if __name__ == "__main__":
    main()
