"""Registro de fuentes: qué paquete da de alta cada clase de disposición.

Cada fuente se inscribe en su ``AppConfig.ready``; ``conferencia`` publica sin conocer a ninguna.
"""

from collections.abc import Callable
from typing import Protocol


class Fuente(Protocol):
    """Crea la disposición concreta de una clase a partir de lo leído."""

    def __call__(self, *, acta, clave: str, leida: dict): ...


_FUENTES: dict[str, Callable] = {}


class ClaseSinFuente(Exception):
    """Ningún paquete instalado sabe dar de alta esa clase de disposición."""


def inscribir(clase: str, fuente: Fuente) -> None:
    _FUENTES[clase] = fuente


def fuente_de(clase: str) -> Callable:
    try:
        return _FUENTES[clase]
    except KeyError:
        raise ClaseSinFuente(f"Ningún paquete da de alta disposiciones de clase «{clase}».") from None
