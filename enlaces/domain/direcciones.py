"""Direcciones firmadas del buzón: a cuál responder y a cuál devolver lo que no se pudo entregar.

Todo va en minúsculas y base 32: hay pasarelas que bajan las mayúsculas de la dirección. La firma (HMAC-SHA256, 65 bits) es la prueba;
ni el dominio ni lo que antecede al «+» se exigen, para que valga igual en un buzón comodín («c…@respuestas.ejemplo.mx») que con «+».
Las firmas no caducan: a un aviso se le puede contestar meses después.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from uuid import UUID

RESPUESTA, REBOTE, HILO = "c", "r", "h"
LARGO_DE_FIRMA = 13
LARGO_LOCAL = 64  # RFC 5321, 4.5.3.1.1
_FICHA = re.compile(r"(?:^|[+=._-])(?P<tema>[chr])(?P<id>[a-z2-7]{26})-(?P<firma>[a-z2-7]{13})(?=$|[@=])")


def llave(secreto: str) -> bytes:
    """La llave de firmar, apartada de los demás usos del secreto del sitio."""
    return hashlib.sha256(b"enlaces.direcciones\0" + secreto.encode()).digest()


def ficha(tema: str, identidad: UUID, con: bytes) -> str:
    """«c<id>-<firma>»: 41 caracteres. El tema va firmado: una dirección de rebote no sirve para responder."""
    return f"{tema}{_base32(identidad.bytes)}-{_firma(tema, identidad, con)}"


def direccion(buzon: str, tema: str, identidad: UUID, con: bytes) -> str:
    """La dirección firmada. ``buzon``: «buzon@dominio», o «@dominio» si es comodín. Vacía si no hay buzón o no cabe en 64 caracteres."""
    local, _, dominio = buzon.strip().lower().rpartition("@")
    if not dominio:
        return ""
    firmada = f"{local}+{ficha(tema, identidad, con)}" if local else ficha(tema, identidad, con)
    return f"{firmada}@{dominio}" if len(firmada) <= LARGO_LOCAL else ""


def identidad_firmada(direcciones: Iterable[str], tema: str, con: bytes) -> UUID | None:
    """El id de la primera dirección con firma buena de ese tema, escrita como venga (mayúsculas, «=» en vez de «+», reescrita por un VERP)."""
    for cruda in direcciones:
        for hallada in _FICHA.finditer(cruda.strip().lower()):
            identidad = _de_base32(hallada["id"])
            if hallada["tema"] == tema and identidad and hmac.compare_digest(hallada["firma"], _firma(tema, identidad, con)):
                return identidad
    return None


def parece_firmada(direcciones: Iterable[str]) -> bool:
    """Si alguna tiene la forma de una firmada, aunque la firma no valga: es un indicio de falsificación o de copia mal hecha."""
    return any(_FICHA.search(cruda.strip().lower()) for cruda in direcciones)


def es_del_buzon(direccion_: str, buzon: str) -> bool:
    """Si va dirigida al buzón, con o sin «+algo»; en uno comodín, a cualquiera de su dominio."""
    local, _, dominio = buzon.strip().lower().rpartition("@")
    suya, _, su_dominio = direccion_.strip().lower().strip("<>").rpartition("@")
    return bool(dominio) and su_dominio == dominio and (not local or suya == local or suya.startswith(f"{local}+"))


def _firma(tema: str, identidad: UUID, con: bytes) -> str:
    return _base32(hmac.digest(con, tema.encode() + identidad.bytes, "sha256"))[:LARGO_DE_FIRMA]


def _base32(crudo: bytes) -> str:
    return base64.b32encode(crudo).decode().rstrip("=").lower()


def _de_base32(texto: str) -> UUID | None:
    try:
        return UUID(bytes=base64.b32decode(texto.upper() + "=" * (-len(texto) % 8)))
    except ValueError:
        return None
