"""Los acuerdos que nadie numeró: viñetas, rubros o párrafos que mandan, después de «acuerdan lo siguiente:»."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from .limpieza import Parrafo, abre_lista, es_mayuscula
from .plegado import plegar

_FUERZA = re.compile(
    r"\b(?:se\s+(?:acuerda|acordo|instruye|exhorta|solicita|compromet\w+|obliga\w*|designa|aprueba|ratifica|toma|propone|conv\w+|determin\w+|crea|instala|tiene)"
    r"|acuerdan|acordaron|comprometen|convienen|aprueban|toman|ratifican|deber[a-z]+|debe[n]?|queda[n]?\s+a\s+cargo|instruyen?|\w{3,}(?:ar|er|ir)an)\b"
)
_FUTURO = re.compile(r"\b\w{2,}rán?\b")
_MARCA = re.compile(r"\s*(?:[-•·▪◦*–—]\s+)")
_EN_LINEA = re.compile(r"\b(?:acuerdan|acordaron|convienen|convinieron|resuelven|resolvieron)(?:\s+lo\s+siguiente)?\s*:\s+(?=\w)")
_TRAS_TABLA = re.compile(
    r"(?:asimismo\s*,?\s+|finalmente\s*,?\s+|tambien\s+)?(?:se\s+(?:acuerd|acord|conv[ie]|determin|compromet)\w+|l[oa]s\s+\w+\s+(?:se\s+)?(?:acord|acuerd|compromet)\w+)"
)


def manda(texto: str) -> bool:
    """¿El párrafo trae un verbo que acuerda, obliga o asienta un acto?"""
    return bool(_FUERZA.search(plegar(texto)) or _FUTURO.search(texto))


def sigue_acordando(texto: str) -> bool:
    """¿Es un acuerdo más, dicho después de la tabla («Se acordó celebrar…»)?"""
    return bool(_TRAS_TABLA.match(plegar(texto[:200])))


def _es_rubro(p: Parrafo) -> bool:
    corto = len(p.texto) <= 120 and not p.texto.endswith((":", ";")) and not abre_lista(p.texto)
    return corto and not manda(p.texto) and (p.nivel > 0 or p.negrita >= len(p.texto) - 2 or es_mayuscula(p.texto))


def hallar_sueltas(parrafos: list[Parrafo], desde: int, hasta: int) -> tuple[dict[int, int | None], int | None]:
    """Qué párrafos abren un acuerdo en una sección sin numerales, con el índice de su rubro si lo tienen; y la cabecera.

    Si hay rubros, cada rubro abre uno. Si no, cada párrafo que manda; y si a lo más uno manda, cada viñeta.
    """
    rango = range(desde, hasta)
    rubros = [i for i in rango if _es_rubro(parrafos[i]) and i + 1 < hasta and not _es_rubro(parrafos[i + 1])]
    if len(rubros) >= 2:
        return {i: i for i in rubros}, None
    vinetas = [i for i in rango if abre_lista(parrafos[i].texto)]
    mandan = [i for i in rango if i not in set(vinetas) and manda(parrafos[i].texto)]
    if vinetas and (not mandan or (mandan == [desde] and parrafos[desde].texto.rstrip().endswith(":"))):
        return dict.fromkeys(vinetas), mandan[0] if mandan else None
    return dict.fromkeys(mandan or vinetas), None


def sin_vineta(parrafo: Parrafo) -> Parrafo:
    """El párrafo sin su guion o punto inicial."""
    m = _MARCA.match(parrafo.texto)
    return replace(parrafo, texto=parrafo.texto[m.end() :], nivel=0) if m else replace(parrafo, nivel=0)


def cortes_de_anuncio(texto: str) -> list[int]:
    """«…acordaron lo siguiente: que A; que B; y que C.»: dónde acaba el anuncio y dónde empieza cada acuerdo."""
    anuncio = _EN_LINEA.search(plegar(texto))
    if not anuncio:
        return []
    puntos = [m.end() for m in re.finditer(r";\s+(?:(?:y|e|asi\s+como)\s+)?", plegar(texto)) if m.end() > anuncio.end()]
    return [anuncio.end(), *puntos]


def por_compromiso(parrafos: list[Parrafo], compromete: Callable[[str], bool]) -> list[Parrafo]:
    """Último recurso, sin anuncio ni numerales: los párrafos que comprometen a alguien."""
    return [sin_vineta(p) for p in parrafos if manda(p.texto) and compromete(p.texto)]
