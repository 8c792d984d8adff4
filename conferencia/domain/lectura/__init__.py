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

__all__ = [
    "Complementa",
    "CompromisoLeido",
    "DisposicionLeida",
    "Lectura",
    "PlazoLeido",
    "ReferenciaLeida",
    "Reunion",
    "Tramo",
    "leer",
]
