"""Lo que los avisos escalaron hasta la tarea de requerir. Lo guarda un paquete de arriba, que aquí inscribe quién lo da."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Escalada:
    """De una obligación y quien la responde: cuántas veces se le recordó tras vencer y dónde está su tarea.

    ``descartada``: alguien dijo, con su razón, que ese plazo no hace falta requerirlo.
    """

    obligacion: UUID
    institucion: UUID
    avisos: int
    url: str
    descartada: bool


Proveedor = Callable[[Collection[UUID]], Iterable[Escalada]]
_PROVEEDORES: list[Proveedor] = []


def inscribir(proveedor: Proveedor) -> None:
    """Alta, en ``AppConfig.ready``, de quien da las de unas obligaciones (por su id), solo las del plazo que hoy tienen."""
    if proveedor not in _PROVEEDORES:
        _PROVEEDORES.append(proveedor)


def escaladas(obligaciones: Collection[UUID]) -> dict[tuple[UUID, UUID], Escalada]:
    """Por obligación e institución."""
    return {(e.obligacion, e.institucion): e for proveedor in _PROVEEDORES for e in proveedor(obligaciones)}
