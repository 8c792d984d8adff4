"""Puertos de loopback y preguntas por HTTP."""

import http.client
import socket
from contextlib import closing

LOOPBACK = "127.0.0.1"


def puerto_libre(preferido: int | None = None, direccion: str = LOOPBACK) -> int:
    """``preferido`` si nadie lo usa; si no, uno que el sistema da por libre."""
    if preferido and esta_libre(preferido, direccion):
        return preferido
    with closing(socket.socket()) as enchufe:
        enchufe.bind((direccion, 0))
        return enchufe.getsockname()[1]


def esta_libre(puerto: int, direccion: str = LOOPBACK) -> bool:
    """¿Se puede escuchar ahí?"""
    with closing(socket.socket()) as enchufe:
        enchufe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            enchufe.bind((direccion, puerto))
        except OSError:
            return False
    return True


def atiende(puerto: int, direccion: str = LOOPBACK) -> bool:
    """¿Hay alguien escuchando?"""
    with closing(socket.socket()) as enchufe:
        enchufe.settimeout(0.5)
        return enchufe.connect_ex((direccion, puerto)) == 0


def estado_http(puerto: int, ruta: str, anfitrion: str, direccion: str = LOOPBACK) -> int | None:
    """Código con que responde ``ruta`` de ``anfitrion`` (encabezado ``Host``), o ``None`` si nadie contesta en dos segundos."""
    conexion = http.client.HTTPConnection(direccion, puerto, timeout=2)
    try:
        conexion.request("GET", ruta, headers={"Host": anfitrion})
        return conexion.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        conexion.close()
