"""Títulos que el acta trae en mayúsculas, dichos sin gritar. El texto guardado no se toca: es cómo se muestra."""

import re

from django import template

register = template.Library()

SIGLAS = frozenset(["AFIS", "C4", "C5", "CNI", "CNSSP", "CONASE", "DGGSCDT", "INHOPE", "RND", "RNIP", "RNPSP", "SESNSP", "SNI", "SOP", "SSPC", "UPC"])
PROPIOS = frozenset(["México", "Puebla", "Hidalgo", "Guerrero", "Morelos", "Tlaxcala"])
_PALABRA = re.compile(r"\w+")


@register.filter
def sin_gritar(titulo: str) -> str:
    """«SISTEMA DE OBJETIVOS (SOP)» → «Sistema de objetivos (SOP)»; lo que no viene todo en mayúsculas queda igual."""
    if not titulo.isupper():
        return titulo[:1].upper() + titulo[1:]
    dicho = _PALABRA.sub(lambda hallada: _palabra(hallada[0]), titulo)
    return dicho[:1].upper() + dicho[1:]


def _palabra(palabra: str) -> str:
    if palabra in SIGLAS:
        return palabra
    return palabra.capitalize() if palabra.capitalize() in PROPIOS else palabra.lower()
