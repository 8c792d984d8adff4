"""Parte lo que ordena un núcleo en acciones: cada verbo con su propio objeto es una.

«suministrar, consultar y actualizar el sistema» es una acción; «así como incluirlo en su plan» es otra; el infinitivo
que depende de «para», «de» o «con la intención de» no es acción propia.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .verbos import INFINITIVO, de_sustantivo, es_reflexivo, infinitivo, participio

_COORDINA = re.compile(
    r"(?P<sep>[,;:]?\s*(?:\b(?:y|e|o|u|asi\s+como|asimismo|ademas\s+de|incluyendo|tambien)\b[\s,]*)*)"
    r"(?P<a>(?:a|de|al)\s+)?(?P<marca>(?:\(?[a-z]\)|\(?[ivx]{1,5}[.)]|\d{1,2}[.)]-?|[-•])\s*)?(?:(?:#[\s,#]*)|[a-z]{{3,30}}mente\s+|en\s+su\s+caso\s*,?\s+|a\s+su\s+vez\s*,?\s+)?"
    rf"(?P<verbo>{INFINITIVO})"
)
_PREPOSICION = re.compile(
    r"\b(?:para|de|en|a|al|con|por|sin|hasta|tras|o|mediante|que|pretend\w+|permit\w+|busca\w*|logr\w+|debiendo|puedan?|podran?)\s+(?:no\s+|su\s+)?$"
)
_NOMINAL = re.compile(r"(?:,\s*|\s+)(?:y|e|asi\s+como)\s*,?\s+(?:a\s+|con\s+)?(?:la|el)\s+(?P<sustantivo>[a-z]+)\s+(?=#)")
_POSESIVO = re.compile(r"(?:,\s*|\s+)(?:y|e|asi\s+como)\s*,?\s+(?:(?:a|de)\s+)?su\s+(?P<sustantivo>[a-z]+[cs]ion)\s+(?=(?:en|a|al|ante|mediante|por)\b|#)")
_INCLUYE = re.compile(r"[,;]\s*incluyendo\s+(?:la|el|las|los)\s+(?P<sustantivo>[a-z]+)\s+de\b")
_GERUNDIO = re.compile(
    r",\s*(?:(?P<coadyuva>coadyuvando)\s+(?:con|en|a)\b|(?P<remite>remitiendo|enviando|entregando|informando|notificando|reportando|presentando|publicando|designando)\s+(?!(?:que|como|de)\b)"
    rf"|(?:comprometiendose|obligandose)\s+a\s+(?={INFINITIVO})|quedando\s+obligad[oa]s?\s+a\s+(?={INFINITIVO})|debiendo\s+(?={INFINITIVO}))"
)
_RELLENO = re.compile(r"(?:[\s,#]|\b[a-z]{3,30}mente\b|\b[yeo]\b|\ben su caso\b)*+")
_GERUNDIOS = {"coadyuvando": "coadyuvar", "remitiendo": "remitir", "enviando": "enviar", "entregando": "entregar", "informando": "informar",
              "notificando": "notificar", "reportando": "reportar", "presentando": "presentar", "publicando": "publicar", "designando": "designar"}  # fmt: skip


@dataclass(slots=True)
class Accion:
    """Una acción: su tramo en el párrafo, dónde empieza su verbo y el infinitivo que la nombra."""

    inicio: int
    fin: int
    verbo: int
    lema: str
    pasiva: bool = False
    derivada: bool = False
    nominal: bool = False
    separada: bool = False


def _es_fuerte(m: re.Match[str], con_a: bool) -> bool:
    """¿La separación basta para salir de una oración de finalidad?"""
    sep = m["sep"]
    return bool(";" in sep or "asi" in sep or "ademas" in sep or m["marca"] or (con_a and m["a"] and sep.strip()))


def _verbo_pasivo(plano: str, fin_verbo: int, forma: str) -> tuple[str, bool, int]:
    """«ser expedidas», «quedar instalado»: el lema es el del participio."""
    base = infinitivo(forma) or forma
    if forma in {"ser", "quedar", "estar"} or base == "ser":
        m = re.match(r"\s+(?:#+\s*)?(?:debidamente\s+|formalmente\s+)?([a-z]+)", plano[fin_verbo:])
        lema = participio(m.group(1)) if m else None
        if lema:
            return lema, True, fin_verbo + m.end()  # type: ignore[union-attr]
    return base, es_reflexivo(forma), fin_verbo


def partir_infinitivos(plano: str, desde: int, hasta: int, con_a: bool) -> list[Accion]:
    """Las acciones en infinitivo de ``plano[desde:hasta]``; la primera empieza en ``desde``."""
    acciones: list[Accion] = []
    en_finalidad, ultimo = False, desde
    for m in re.finditer(INFINITIVO, plano[desde:hasta]):
        forma, a, b = m.group(), desde + m.start(), desde + m.end()
        if (infinitivo(forma) is None and forma not in {"ser", "dar", "ver"}) or (forma == "ser" and acciones):
            continue
        if not acciones:
            lema, pasiva, fin = _verbo_pasivo(plano, b, forma)
            acciones.append(Accion(desde, hasta, a, lema, pasiva))
            ultimo = fin
            continue
        enlace = _enlace(plano, ultimo, a, b)
        if enlace is None or (enlace["a"] and not con_a):
            en_finalidad = en_finalidad or (bool(_PREPOSICION.search(plano[max(desde, a - 14) : a])) and not _directa(plano, ultimo, a))
            continue
        separador = enlace["sep"].strip()
        if not separador and not enlace["marca"]:
            en_finalidad = en_finalidad or bool(_PREPOSICION.search(plano[max(desde, a - 14) : a]))
            continue
        if en_finalidad and not _es_fuerte(enlace, con_a) and not re.fullmatch(r",\s*(?:y|e)", separador):
            continue
        if _RELLENO.fullmatch(plano[ultimo : enlace.start("sep")]) and not en_finalidad and not acciones[-1].pasiva:
            ultimo = b
            continue
        corte = enlace.start("sep")
        acciones[-1].fin = corte
        lema, pasiva, fin = _verbo_pasivo(plano, b, forma)
        acciones.append(Accion(a if not enlace["marca"] else enlace.start("marca"), hasta, a, lema, pasiva, separada=True))
        ultimo, en_finalidad = fin, False
    return acciones


def _directa(plano: str, ultimo: int, verbo: int) -> bool:
    return bool(_RELLENO.fullmatch(plano[ultimo:verbo]))


def _enlace(plano: str, ultimo: int, verbo: int, fin: int) -> re.Match[str] | None:
    """La coordinación que termina justo en el infinitivo, si la hay."""
    for inicio in range(max(ultimo, verbo - 60), verbo + 1):
        if plano[inicio] not in ",;: " and inicio != verbo:
            continue
        m = _COORDINA.match(plano, inicio, fin)
        if m and m.start("verbo") == verbo and m.end() == fin:
            return m
    return None


def derivadas(plano: str, accion: Accion, con_periodo: list[tuple[int, int]], es_nominal: bool) -> list[Accion]:
    """Lo que cuelga de una acción y es otra: «y la actualización permanente de…», «coadyuvando con…», «incluyendo…».

    ``con_periodo`` son los tramos de los plazos periódicos o permanentes del párrafo.
    """
    halladas: list[Accion] = []
    trozo = plano[accion.verbo : accion.fin]
    if not es_nominal:
        for m in _NOMINAL.finditer(trozo):
            lema = de_sustantivo(m["sustantivo"])
            if lema:
                inicio = accion.verbo + m.start("sustantivo")
                halladas.append(Accion(inicio, accion.fin, inicio, lema, derivada=True, nominal=True, separada=True))
    for m in _POSESIVO.finditer(trozo) if es_nominal else ():
        lema, inicio = de_sustantivo(m["sustantivo"]), accion.verbo + m.start("sustantivo")
        if lema:
            halladas.append(Accion(inicio, accion.fin, inicio, lema, nominal=True, separada=True))
    for m in _INCLUYE.finditer(trozo):
        lema, inicio = de_sustantivo(m["sustantivo"]), accion.verbo + m.start("sustantivo")
        if lema and any(inicio < a < accion.fin for a, _ in con_periodo):
            halladas.append(Accion(inicio, accion.fin, inicio, lema, derivada=True, nominal=True, separada=True))
    for m in _GERUNDIO.finditer(trozo):
        forma = m["coadyuva"] or m["remite"]
        inicio = accion.verbo + (m.start("coadyuva") if m["coadyuva"] else m.start("remite") if m["remite"] else m.end())
        verbo = re.match(INFINITIVO, plano[inicio : accion.fin])
        lema = _GERUNDIOS[forma] if forma else (infinitivo(verbo.group()) or "") if verbo else ""
        if lema:
            halladas.append(Accion(inicio, accion.fin, inicio, lema, derivada=True, nominal=bool(forma)))
    halladas.sort(key=lambda h: h.inicio)
    return _acotar(plano, accion, halladas)


def _acotar(plano: str, accion: Accion, halladas: list[Accion]) -> list[Accion]:
    """Cada una acaba donde empieza la siguiente; la principal, donde empieza la primera."""
    for previa, siguiente in zip([accion, *halladas], halladas, strict=False):
        corte = re.search(
            r"[\s,;]*(?:(?:y|e|asi\s+como|incluyendo)\s*,?\s+)?(?:(?:con|a)\s+)?(?:(?:la|el|las|los|su)\s+)?(?:debiendo\s+|comprometiendose\s+a\s+)?$",
            plano[max(previa.inicio, siguiente.inicio - 60) : siguiente.inicio],
        )
        previa.fin = max(previa.inicio, siguiente.inicio - 60) + corte.start() if corte else siguiente.inicio
    return [accion, *halladas]
