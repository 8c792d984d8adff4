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
    plazos = _plazos_de_columnas(texto, celdas, contexto) if columna else []
    responsables = responsables_de_celda(celdas["responsable"].de(texto)) if "responsable" in celdas else ()
    for borrador in borradores:
        borrador.inicio, borrador.fin = borrador.inicio + accion.inicio, borrador.fin + accion.inicio
        borrador.plazos = plazos or borrador.plazos
        borrador.responsables = responsables or borrador.responsables
        if "entregable" in celdas:
            borrador.entregable = celdas["entregable"].de(texto)
    return borradores


def responsables_de_celda(celda: str) -> tuple[str, ...]:
    """Los nombres de una celda o de un campo «Responsable: …»."""
    trozos = re.split(r"\s*(?:/|;|\n)\s*", celda)
    nombres = tuple(n for t in trozos for n in separar(t)) or (limpiar(celda),)
    return tuple(n for n in nombres if re.search(r"\w{2}", n))


def _plazos_de_columnas(texto: str, celdas: dict[str, Tramo], contexto: Contexto) -> list[PlazoLeido]:
    """El plazo de su celda; si no dice desde cuándo se cuenta, puede decirlo la celda de observaciones que le sigue."""
    columna, notas = celdas["plazo"], celdas.get("ignorada")
    plazos = plazos_de_valor(texto, columna.inicio, columna.de(texto), contexto)
    if notas and notas.inicio == columna.fin + 3 and any(p.clase == "termino" and p.evento is None for p in plazos):
        juntas = Tramo(columna.inicio, notas.fin)
        return plazos_de_valor(texto, columna.inicio, juntas.de(texto).replace("|", ","), contexto)
    return plazos


def plazos_de_valor(texto: str, inicio: int, valor: str, contexto: Contexto) -> list[PlazoLeido]:
    """Una fecha, un mes, «15 días hábiles» o «permanente» solos bastan para ser plazo. ``inicio``: dónde está en ``texto``."""
    for previo in ("", "en ", "en un plazo de ", "de manera "):
        hallados = hallar_plazos(previo + valor, contexto.acto)
        if hallados:
            return [_recolocar(p, inicio, -len(previo), texto) for p in hallados]
    return []


def _recolocar(plazo: PlazoLeido, base: int, corrimiento: int, texto: str) -> PlazoLeido:
    """El plazo leído en una celda, con su tramo contado en el párrafo."""
    propio = plazo.tramo or Tramo(0, 0)
    tramo = Tramo(base + max(0, propio.inicio + corrimiento), base + propio.fin + corrimiento)
    return replace(plazo, texto=tramo.de(texto), tramo=tramo)
