# ruff: noqa: E501 -- léxicos y gramáticas se leen mejor en renglones corridos
"""Las partes de un acta: encabezado, considerandos, acuerdos, transitorios y cierre."""

from __future__ import annotations

import re

from .limpieza import Parrafo
from .plegado import compactar, plegar
from .reparos import reparar

ACUERDOS, TRANSITORIOS, IGNORADA, CIERRE = "acuerdos", "transitorios", "ignorada", "cierre"

_ACUERDOS = re.compile(
    r"(?:(?:se )?(?:acuerdan|acuerda|resuelve|resuelven|conviene|convienen|acordaron|acordo)|(?:los |siguientes )*(?:puntos? de )?acuerdos?"
    r"|(?:puntos )?resolutivos|compromisos|clausulas|disposiciones)"
    r"(?: (?:lo siguiente|tomados?|adoptados?|generados?|aprobados?|suscritos?|alcanzados?|asumidos?|y compromisos|y acuerdos|de la|del?|los|las"
    r"|sesion|reunion|asamblea|minuta|plenaria|ordinaria|extraordinaria|conferencia|consejo|mesa|trabajo|comite|en)\b)*"
)
_TRANSITORIOS = re.compile(r"(?:(?:disposicion(?:es)?|articulos?|acuerdos?|regimen) )?transitori[oa]s?|transitori[oa]s?(?: del? \w+)?")
_IGNORADA = re.compile(
    r"(?:los siguientes )?(?:considerandos?|antecedentes|orden del dia|lista de asistencia|asistentes|participantes|declaraciones|exposicion de motivos"
    r"|fundamento(?: legal| juridico)?|desahogo(?: del orden del dia)?|desarrollo(?: de la (?:sesion|reunion))?|asuntos? generales|resultandos?|objetivo|presentacion|motivacion|glosario)"
)
_CIERRE = re.compile(
    r"(?:no habiendo|sin (?:mas|otro) asunto|asi lo (?:acord|resolv|aprob|firm)|leid[oa] (?:que|la|el)|dado en|dada en|se levanta la (?:sesion|presente)"
    r"|(?:para|en) (?:la )?(?:debida )?constancia\b|firmas?\b|firman\b|firmantes|hoja de firmas|en cumplimiento de lo dispuesto por la fraccion i\b|rubrica|la presente (?:hoja|acta se firma)|se (?:cierra|firma) la presente"
    r"|siendo las .{0,60} (?:se da por|se dio por|concluy|se declara|se clausura)|previa lectura|las firmas|esta hoja|atentamente|por la secretaria tecnica|por las? entidad|anexos?$)"
)
_FIRMA_FECHADA = re.compile(r"[\w .,]{3,60},\s+a\s+(?:los\s+)?[\w ]{1,30}\s+de\s+\w+\s+del?\s+[\w ]{4,40}\.?\s*[-–—]")
_ANUNCIA = re.compile(
    r"(?:\b(?:acuerdan|acuerda|acordaron|acordo|convienen|resuelven?|aprueban|(?:emite[n]?|adoptan?|tom\w+|suscrib\w+|formul\w+|generaron|asum\w+|los)\s[^.]{0,50}?"
    r"(?:acuerdos?|compromisos|resolutivos))(?:\s*,?\s*(?:lo\s+siguiente|en\s+los\s+siguientes\s+terminos))?)\s*:\s*-?$"
)


def _sin_espaciado(compacto: str) -> str:
    """«t r a n s i t o r i o s» → «transitorios»."""
    letras = compacto.split()
    return "".join(letras) if len(letras) > 3 and all(len(letra) == 1 for letra in letras) else compacto


def seccion(parrafo: Parrafo) -> str | None:
    """Qué sección abre este párrafo; ``None`` si no es un rótulo de sección."""
    texto = reparar(parrafo.texto[:160]).texto if len(parrafo.texto) <= 160 else parrafo.texto
    if len(texto) <= 90:
        rotulo = re.sub(r"^(?:[ivx]{1,5}|\d{1,2}) (?=\w{4})", "", _sin_espaciado(compactar(texto)))
        if _TRANSITORIOS.fullmatch(rotulo):
            return TRANSITORIOS
        if _ACUERDOS.fullmatch(rotulo):
            return ACUERDOS
        if _IGNORADA.fullmatch(rotulo):
            return IGNORADA
    if _CIERRE.match(compactar(texto[:160])) or _FIRMA_FECHADA.match(plegar(texto[:160])):
        return CIERRE
    return None


def anuncia_acuerdos(parrafo: Parrafo) -> bool:
    """¿Termina diciendo que siguen los acuerdos («…acuerdan:», «…se adoptan los siguientes acuerdos:»)?"""
    return bool(_ANUNCIA.search(plegar(reparar(parrafo.texto[-160:]).texto).rstrip()))
