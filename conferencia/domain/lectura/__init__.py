"""Lectura de actas firmadas: de un texto a disposiciones, compromisos, plazos y referencias, con su cita.

Es pura: ni base de datos, ni red, ni reloj. Toda fecha es un argumento o está en el texto.
"""

from .lector import leer
from .modelo import (
    Complementa,
    CompromisoLeido,
    DisposicionLeida,
    Lectura,
    PlazoLeido,
    ReferenciaLeida,
    Reunion,
    Tramo,
)
from .responsables import Catalogo, Denominacion, Resolucion, resolver

__all__ = [
    "Catalogo",
    "Complementa",
    "CompromisoLeido",
    "Denominacion",
    "DisposicionLeida",
    "Lectura",
    "PlazoLeido",
    "ReferenciaLeida",
    "Resolucion",
    "Reunion",
    "Tramo",
    "leer",
    "resolver",
]
