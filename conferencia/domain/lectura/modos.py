# ruff: noqa: SIM905 -- léxicos y gramáticas se leen mejor en renglones corridos
"""Quién responde de una obligación: cada institución por sí, una por entidad con varias partes, o una sola de todos."""

from __future__ import annotations

import re

from .plegado import plegar

INDIVIDUAL, POR_ENTIDAD, UNICA = "individual", "conjunta_por_entidad", "conjunta_unica"

_INSTRUMENTO = re.compile(r"\b(?:convenios?|acuerdos?|protocolos?|bases|cartas?|instrumentos?|anexos?|memorand[a-z]+)\b")
_DE_INSTRUMENTO = frozenset("celebrar suscribir firmar establecer formalizar concertar acordar signar elaborar".split())
_UNO_DE_TODOS = re.compile(
    r"\b(?:un|una)\s+(?:unic[oa]\s+)?(?:persona\s+)?[a-z]+(?:\s+de\s+[a-z]+)?\s+(?:regional(?:es)?|de\s+(?:la\s+)?(?:zona|region)|unic[oa]|comun|conjunt[oa]|nacional|interinstitucional)\b"
)
_UN_PRODUCTO = re.compile(
    r"\b(?:un|el|una|la)\s+(?:modelo|proyecto|propuesta|documento|plan|programa|estudio|informe|diagnostico|guia|protocolo|manual|formato|calendario|mecanismo)\b"
)
_DE_CADA_UNO = re.compile(r"\b(?:de\s+(?:forma|manera)\s+individual|individualmente|cada\s+un[oa]\b|por\s+separado|en\s+lo\s+individual)")
_JUNTOS = re.compile(r"\b(?:de\s+(?:manera|forma)\s+conjunta|conjuntamente|en\s+conjunto)\b")
_PLURAL = re.compile(
    r"^(?:(?:cada|tod[oa]s)\s|integrantes|secretari[oa]s|unidades|centros|entidades|estados|instituciones|autoridades|fiscalias|procuradurias|gobiernos|municipios|dependencias|titulares|enlaces|coordinaciones|policias|legislaturas|academias|personas|representantes|ayuntamientos|alcaldias|comisari[oa]s|poderes|direcciones|c5\b|c4\b|sujetos|consejos|organos|miembros|upc\b|areas)"
)


def es_colectivo(nombre: str) -> bool:
    """¿El nombre designa a una clase («las Unidades Cibernéticas») y no a una sola institución?"""
    return bool(_PLURAL.search(plegar(nombre)))


def proponer(texto: str, lema: str, responsables: tuple[str, ...], hay_partes: bool) -> str:
    """El modo de un compromiso. ``texto``: su cita; ``hay_partes``: los responsables vienen de «entre X, Y y Z»."""
    plano = plegar(texto)
    colectivos = [r for r in responsables if es_colectivo(r)]
    if _DE_CADA_UNO.search(plano):
        return INDIVIDUAL
    if hay_partes and len(responsables) >= 2 and lema in _DE_INSTRUMENTO and _INSTRUMENTO.search(plano):
        return POR_ENTIDAD if colectivos else UNICA
    if colectivos and _UNO_DE_TODOS.search(plano) and re.search(r"\b(?:design|nombr|eleg|elig)", plano):
        return UNICA
    if len(responsables) >= 2 and not colectivos and (_UN_PRODUCTO.search(plano) or _JUNTOS.search(plano)):
        return UNICA
    return INDIVIDUAL
