"""Los compromisos de una fila de minuta: acción, responsable y fecha vienen en columnas."""

from __future__ import annotations

import re
from dataclasses import replace

from .borradores import Borrador, Contexto
from .compromisos import LectorDeParrafo
from .modelo import PlazoLeido, Tramo
from .plazos import hallar_plazos
from .redaccion import redactar
from .sujetos import limpiar, separar


def leer_fila(texto: str, numero: int, celdas: dict[str, Tramo], contexto: Contexto) -> list[Borrador]:
    """Los borradores de la fila ``texto``; ``celdas`` dice dónde quedó cada columna («accion» siempre está)."""
    accion = celdas["accion"]
    cuerpo = accion.de(texto)
    lector = LectorDeParrafo(cuerpo, numero, contexto)
    entero = Borrador(numero, "obligacion", redactar("", cuerpo), "cumplir", 0, len(cuerpo), (), list(lector.plazos))
    borradores = lector.leer() or [entero]
    columna = celdas.get("plazo")
    plazos = _plazos_de_celda(texto, columna, contexto) if columna else []
    responsables = _responsables_de_celda(celdas["responsable"].de(texto)) if "responsable" in celdas else ()
    for borrador in borradores:
        borrador.inicio, borrador.fin = borrador.inicio + accion.inicio, borrador.fin + accion.inicio
        borrador.plazos = plazos or borrador.plazos
        borrador.responsables = responsables or borrador.responsables
        if "entregable" in celdas:
            borrador.entregable = celdas["entregable"].de(texto)
    return borradores


def _responsables_de_celda(celda: str) -> tuple[str, ...]:
    trozos = re.split(r"\s*(?:/|;|\n)\s*", celda)
    nombres = tuple(n for t in trozos for n in separar(t)) or (limpiar(celda),)
    return tuple(n for n in nombres if re.search(r"\w{2}", n))


def _plazos_de_celda(texto: str, columna: Tramo, contexto: Contexto) -> list[PlazoLeido]:
    """Una fecha o un mes solos en su celda bastan para ser plazo."""
    celda = columna.de(texto)
    hallados, corrimiento = hallar_plazos(celda, contexto.acto), 0
    if not hallados:
        hallados, corrimiento = hallar_plazos(f"en {celda}", contexto.acto), -3
    return [_recolocar(p, columna.inicio, corrimiento, texto) for p in hallados]


def _recolocar(plazo: PlazoLeido, base: int, corrimiento: int, texto: str) -> PlazoLeido:
    """El plazo leído en una celda, con su tramo contado en el párrafo."""
    propio = plazo.tramo or Tramo(0, 0)
    tramo = Tramo(base + max(0, propio.inicio + corrimiento), base + propio.fin + corrimiento)
    return replace(plazo, texto=tramo.de(texto), tramo=tramo)
