"""Qué separa a un renglón del siguiente: nada (palabra cortada), un espacio, un cambio de renglón o un párrafo nuevo."""

from __future__ import annotations

import re

from .renglones import Renglon

PEGADO, SEGUIDO, RENGLON, PARRAFO = "", " ", "\n", "\n\n"

_GUION_AUTOMATICO = ("\u2010", "\u00ad", "\u0002", "\ufffe")
_TERMINAL = re.compile(r"[.:;?!][\"”»)]*$")
_RUBRO = re.compile(
    r"(?:(?:ART[IÍ]CULO|ACUERDO|TRANSITORI[OA])\s+)?(?:(?:[A-ZÉ]*(?:D[EÉ]CIM|G[EÉ]SIM)[OA]\s?)?(?:PRIMER|SEGUND|TERCER|CUART|QUINT|SEXT|S[EÉ]PTIM|OCTAV|NOVEN|D[EÉ]CIM|VIG[EÉ]SIM|[UÚ]NIC)[OA])\s?(?:\.\s?[-–—]|[:–—])"
)
_ABRE = re.compile(
    r"(?:[-•·▪◦*–—]\s|\(?[a-zñ]\)|\(?[ivxIVX]{1,5}[.)]|\(?\d{1,3}(?:\.\d{1,2})*\s?[.)-]"
    r"|(?:acuerdo|art[ií]culo|transitori[oa])\s+\S+"
    r"|(?:[A-ZÁÉÍÓÚ]{4,}[OA]\s?){1,2}\s?[.:)–—-])",
    re.I,
)


def union(previo: Renglon, renglon: Renglon) -> str:
    """Con qué se une ``renglon`` al anterior en el orden de lectura, por lo que se ve en la página."""
    if previo.celdas or renglon.celdas:
        return RENGLON if previo.celdas and renglon.celdas else PARRAFO
    if previo.cortado:
        return PEGADO
    if _empieza_aparte(previo, renglon):
        return PARRAFO
    if _RUBRO.match(renglon.texto):
        return PARRAFO
    acabado = bool(_TERMINAL.search(previo.texto))
    if acabado and (_ABRE.match(renglon.texto) or not _misma_hoja(previo, renglon)):
        return PARRAFO
    if _cabia_mas(previo, renglon):
        return PARRAFO if acabado else RENGLON
    if _mayusculas(previo.texto) != _mayusculas(renglon.texto) and not renglon.texto[0].islower():
        return RENGLON
    return SEGUIDO


def _empieza_aparte(previo: Renglon, renglon: Renglon) -> bool:
    """Al pasar de página el aire de arriba no dice nada (es el margen): solo cuenta la sangría."""
    if previo.hoja[0] == renglon.hoja[0]:
        return renglon.aparte
    return renglon.sangrado and not previo.sangrado


def _misma_hoja(previo: Renglon, renglon: Renglon) -> bool:
    return previo.hoja == renglon.hoja


def esta_cortada(texto: str, sigue: str) -> bool:
    """¿``texto``, al final de un renglón, es una palabra partida con guion que ``sigue`` completa?"""
    return len(texto) > 1 and texto[-2].isalnum() and sigue[0].isalpha() and texto.endswith((*_GUION_AUTOMATICO, "-"))


def conserva_guion(texto: str, sigue: str) -> bool:
    """¿El guion final es de la palabra («109-BIS», «SSPC-Puebla») y no del corte? El que pone el programa al cortar nunca lo es."""
    if not texto.endswith("-") or (sigue[0].islower() and not texto[-2].isdigit()):
        return False
    return not (len(texto) > 5 and texto[:-1].isupper() and sigue.strip(".,;:").isupper())  # «DECIMO-» «SEGUNDO» es una palabra


def _cabia_mas(previo: Renglon, renglon: Renglon) -> bool:
    """¿Cabía en el renglón anterior la primera palabra de este? Si cabía, quien escribió cambió de renglón a propósito."""
    ancho = previo.derecha - previo.izquierda
    palabra = renglon.vocablos[0]
    if previo.justificado and previo.x1 < previo.derecha - 0.35 * previo.alto and _TERMINAL.search(previo.texto):
        return True
    margenes = previo.x0 - previo.izquierda, previo.derecha - previo.x1
    centrado = min(margenes) > 0.6 * previo.alto and abs(margenes[0] - margenes[1]) < 2 * previo.alto
    libre = sum(margenes) if centrado else margenes[1]
    return libre > (palabra.x1 - palabra.x0) + 0.25 * previo.alto + 0.015 * ancho


def _mayusculas(texto: str) -> bool:
    letras = [c for c in texto if c.isalpha()]
    return len(letras) > 3 and sum(c.isupper() for c in letras) > 0.8 * len(letras)
