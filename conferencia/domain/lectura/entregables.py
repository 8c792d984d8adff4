# ruff: noqa: E501, SIM905 -- léxicos y gramáticas se leen mejor en renglones corridos
"""Con qué se prueba una acción: el documento, instrumento o dato que produce."""

from __future__ import annotations

import re

from .numeros import ORDINAL
from .plegado import plegar

_PRODUCTO = (
    r"(?:(?:modelos?|proyectos?|propuestas?|programas?|planes|plan|terminos)\s+de\s+[a-z]+(?:\s+de\s+[a-z]+)?|informes?|reportes?|documentos?(?:\s+diagnosticos?)?|diagnosticos?|padron(?:es)?|convenios?|acuerdos?|protocolos?|modelos?|programas?|planes|plan"
    r"|lineamientos|listad?os?|listas?|indicadores|minutas?|constancias?|dictamen(?:es)?|propuestas?|proyectos?|estatutos?|reglamentos?|disposiciones|calendarios?|formatos?|cedulas?|matriz|estudios?|catalogos?"
    r"|manual(?:es)?|inventarios?|evidencias?|reformas|modificaciones|partidas?|guias?|criterios|oficios?|bases\s+de\s+(?:datos|colaboracion|coordinacion)|directorios?|relacion|fichas?|estadisticas?|cronogramas?|metodologias?|mecanismos"
    r"|estrategias?|censos?|diseno|actas?|certificados?|expedientes?|anexos?|presentacion(?:es)?|instrumentos?|bitacoras?|estructuras?|politicas|tableros?|numeralia|plantillas?|respuestas?|observaciones|comentarios|avances)"
)
_OBJETO = re.compile(
    rf"(?:^|\s)(?:(?:el|la|los|las|un|una|unos|unas|su|sus|dich[oa]s?|est[ae]s?)\s+)?(?:(?:respectiv[oa]s?|correspondientes?|primer|nuev[oa]s?|siguientes?)\s+)?(?P<producto>{_PRODUCTO})\b(?!\s+(?:{ORDINAL}|[ivxl]+\b|\d|anterior))(?P<cola>(?:\s+(?:de\s+(?:la\s+|los\s+|las\s+)?|del\s+)?(?!(?:previst|senalad|mencionad|citad|a|en|con|que|para|por|entre|durante|ante|mediante|se|al|y|o|(?:referid|celebrad|previst|senalad|citad|mencionad)[oa]s?)\b)[a-z]{{3,}})?)"
)
_POR_OFICIO = re.compile(r"\b(?:por|mediante|via|a\s+traves\s+de|con)\s+(?:un\s+|el\s+)?oficio\b|\boficio\s+de\s+designacion\b")
_VERBOS_DE_CUMPLIR = frozenset(
    "colaborar coadyuvar fortalecer continuar impulsar promover procurar fomentar trabajar participar coordinar apoyar contribuir favorecer incentivar intensificar "
    "procurar vigilar velar garantizar asegurar mantener sensibilizar incrementar mejorar consolidar atender adoptar".split()
)
_VERBOS_DE_APOYO = frozenset("dar llevar realizar hacer efectuar ejecutar seguir".split())
_OBJETO_VAGO = re.compile(r"\b(?:seguimiento|acciones|gestiones|esfuerzos|actividades|lo\s+necesario|trabajos|previsiones|cumplimiento)\b")


def hallar_entregable(texto: str, plano: str, inicio: int, fin: int, lema: str) -> str | None:
    """El producto más cercano al verbo en ``texto[inicio:fin]``; «oficio» si se pide por oficio."""
    trozo = plano[inicio:fin]
    if _POR_OFICIO.search(trozo) and lema in {"designar", "nombrar", "informar", "notificar", "comunicar", "solicitar", "acreditar", "responder"}:
        return "oficio"
    limite = re.search(r"\b(?:para|con\s+(?:el|la)\s+(?:fin\w*|objetivo|objeto|intencion)|a\s+fin\s+de|de\s+conformidad|conforme\s+a|en\s+terminos)\b", trozo)
    util = trozo[: limite.start()] if limite and limite.start() > 12 else trozo
    m = _OBJETO.search(util[:160])
    if not m:
        return None
    return texto[inicio + m.start("producto") : inicio + m.end("cola")].strip(" ,.;:")


def es_vaga(lema: str, objeto: str) -> bool:
    """¿No se sabe con qué se comprueba («fortalecer», «coadyuvar», «realizar acciones»)?"""
    verbo = lema.split(" ", maxsplit=1)[0]
    return verbo in _VERBOS_DE_CUMPLIR or (verbo in _VERBOS_DE_APOYO and bool(_OBJETO_VAGO.search(plegar(objeto[:80]))))
