"""Lo que se sabe de un compromiso mientras se lee su disposición."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from .acciones import Accion
from .modelo import PlazoLeido
from .nucleos import Nucleo


@dataclass(slots=True)
class Cabecera:
    """El párrafo que anuncia una lista («se comprometen a:») y presta sujeto, fuerza y plazo a sus incisos."""

    responsables: tuple[str, ...]
    naturaleza: str
    plazos: list[PlazoLeido]
    vacia: bool
    hay_partes: bool = False


@dataclass(slots=True)
class Contexto:
    """Lo que una disposición va arrastrando de párrafo en párrafo."""

    acto: date | None
    clase: str
    colectivo: tuple[str, ...] = ()
    sujeto: tuple[str, ...] = ()
    previo: str = ""
    cabecera: Cabecera | None = None


@dataclass(slots=True)
class Clausula:
    """Un núcleo con su alcance: desde dónde manda, hasta dónde, y quién responde."""

    nucleo: Nucleo
    arranque: int
    guia: int
    fin: int
    responsables: tuple[str, ...]
    explicito: bool
    paciente: str = ""
    hay_partes: bool = False
    acciones: list[Accion] = field(default_factory=list)
    inferido: bool = False


@dataclass(slots=True)
class Borrador:
    """Un compromiso por cerrar. ``plazos`` son los candidatos; ``avisos``, lo que ya se sabe dudoso."""

    parrafo: int
    naturaleza: str
    accion: str
    lema: str
    inicio: int
    fin: int
    responsables: tuple[str, ...]
    plazos: list[PlazoLeido] = field(default_factory=list)
    hay_partes: bool = False
    entregable: str | None = None
    avisos: list[str] = field(default_factory=list)
    objeto: str = ""
