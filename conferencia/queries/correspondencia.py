"""Los correos que tocan a una obligación, enviados y recibidos. Los guarda un paquete de arriba, que aquí inscribe quién los da."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

ENVIADO, RECIBIDO = "enviado", "recibido"


@dataclass(frozen=True, kw_only=True)
class Mensaje:
    """Un correo y su suerte en palabras («Enviado», «Rebotó: buzón lleno»). ``instituciones``: de quiénes es; solo ellas lo ven en su expediente.

    ``original``: los bytes del mensaje (RFC 5322), o ``None`` si no se conservan. ``apremia``: recuerda un vencimiento, y un requerimiento lo cita.
    """

    id: UUID
    obligacion: UUID
    sentido: str
    en: datetime
    de: str
    para: str
    asunto: str
    suerte: str
    llego: bool
    apremia: bool
    instituciones: frozenset[UUID]
    original: Callable[[], bytes] | None = None


Proveedor = Callable[[Collection[UUID]], Iterable[Mensaje]]
_PROVEEDORES: list[Proveedor] = []


def inscribir(proveedor: Proveedor) -> None:
    """Alta, en ``AppConfig.ready``, de quien da los mensajes de unas obligaciones (por su id)."""
    if proveedor not in _PROVEEDORES:
        _PROVEEDORES.append(proveedor)


def mensajes_de(obligaciones: Collection[UUID]) -> list[Mensaje]:
    """Todos, del más viejo al más nuevo."""
    hallados = (m for proveedor in _PROVEEDORES for m in proveedor(obligaciones))
    return sorted(hallados, key=lambda m: (m.en, str(m.id), str(m.obligacion)))


def avisos_que_llegaron(obligaciones: Collection[UUID], institucion: UUID) -> list[Mensaje]:
    """Los recordatorios enviados a esa institución por esas obligaciones, sin repetir el que hablaba de varias."""
    suyos = [m for m in mensajes_de(obligaciones) if m.sentido == ENVIADO and m.llego and m.apremia and institucion in m.instituciones]
    return list({m.id: m for m in suyos}.values())
