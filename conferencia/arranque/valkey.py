"""Valkey embebido (protocolo de Redis): configuración, arranque y prueba de vida."""

import socket
from contextlib import closing

from .procesos import Programa, despeja
from .red import LOOPBACK
from .servicios import Sitio, clave_guardada


class Valkey:
    """Un servidor en ``sitio.carpeta/valkey``. Con ``duradero=False`` no escribe a disco."""

    def __init__(self, sitio: Sitio, puerto: int, *, duradero: bool = True) -> None:
        self.sitio, self.puerto, self.duradero = sitio, puerto, duradero
        self.datos = sitio.carpeta / "valkey"
        self.clave = clave_guardada(sitio.carpeta / "clave-valkey")

    @property
    def url(self) -> str:
        """Valor de ``REDIS_URL``."""
        return f"redis://:{self.clave}@{LOOPBACK}:{self.puerto}/0"

    def prepara(self) -> None:
        """Detiene un servidor olvidado sobre los mismos datos y escribe la configuración."""
        despeja(self.datos)
        self.sitio.crea(self.datos)
        self.sitio.entrega(self.datos / "valkey.conf", "\n".join(self._configuracion()) + "\n")

    def _configuracion(self) -> list[str]:
        # La contraseña va en archivo, no en la línea de órdenes que cualquiera ve con ps.
        return [
            f"bind {LOOPBACK}",
            f"port {self.puerto}",
            f"requirepass {self.clave}",
            f"dir {self.datos}",
            f"appendonly {'yes' if self.duradero else 'no'}",
            'save ""',
            "loglevel warning",
        ]

    def programa(self) -> Programa:
        """El servidor."""
        return Programa(
            "valkey",
            [str(self.sitio.valkey), str(self.datos / "valkey.conf")],
            entorno={"LC_ALL": "C"},
            carpeta=self.datos,
            cuenta=self.sitio.cuenta,
        )

    def listo(self) -> bool:
        """¿Contesta PONG con su contraseña?"""
        try:
            with closing(socket.create_connection((LOOPBACK, self.puerto), timeout=1)) as enchufe:
                enchufe.sendall(f"AUTH {self.clave}\r\nPING\r\n".encode())
                return b"+PONG" in _lee_hasta(enchufe, b"PONG")
        except OSError:
            return False


def _lee_hasta(enchufe: socket.socket, marca: bytes) -> bytes:
    leido = b""
    while marca not in leido and not leido.startswith(b"-"):
        if not (parte := enchufe.recv(256)):
            break
        leido += parte
    return leido
