"""El numeral que abre una disposición: «DÉCIMO PRIMERO.-», «ACUERDO 03/LII/24», «Artículo Segundo Transitorio», «IV.», «3.-»."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .numeros import CARDINAL, ORDINAL, cardinal, ordinal, ordinal_dudoso, romano
from .plegado import plegar

_CIERRA = r"\s*(?:[.:;)]\s?[-–—]*|[-–—]+\s?[.:]?)\s*"
_SESION = re.compile(
    r"(?P<acuerdo>acuerdo\s+(?:(?:numero|num\.?|no\.?|n°)\s*)?)?"
    rf"(?P<numeral>(?:[a-z][a-z-]*[/-])*(?:[a-z]+-)?\d{{1,3}}(?:/[\w.-]*\w){{1,6}})(?P<cierre>{_CIERRA}|\s+(?=[A-Za-z])|\s*$)"
)
_NOMBRADO = re.compile(
    r"(?:acuerdo|resolutivo|punto\s+de\s+acuerdo|compromiso)\s+(?:(?:numero|num\.?|no\.?|n°|#)\s*)?"
    rf"(?P<numeral>{ORDINAL}|{CARDINAL}|\d{{1,3}}(?!\d|[/-]\w)|[ivxl]{{1,7}}\b)(?P<cierre>{_CIERRA}|\s*$)"
)
_TRANSITORIO = re.compile(
    rf"(?:(?:articulo\s+)?(?P<uno>{ORDINAL})\s+transitori[oa]|(?:articulo\s+)?transitori[oa]\s+(?P<dos>{ORDINAL}|\d{{1,2}}))(?P<cierre>{_CIERRA}|\s*$)"
)
_ORDINAL = re.compile(rf"(?:articulo\s+)?(?P<numeral>{ORDINAL})(?P<cierre>{_CIERRA}|\s*$)")
_RUIDOSO = re.compile(r"(?P<numeral>[a-z015|!]{5,14}(?:\s[a-z015|!]{5,8})?)(?P<cierre>\s*[.:]\s?[-–—]+\s*|\s*[-–—]+\s*)")
_SIMPLE = re.compile(r"(?:\(?(?P<romano>[ivxl]{1,7})|\(?(?P<arabigo>\d{1,3})|\(?(?P<letra>[a-z]))(?P<cierre>\s*(?:\.\s?[-–—]+|[.):]|[-–—]+)\s*)(?=\S)")


@dataclass(frozen=True, slots=True)
class Numeral:
    """Un numeral leído: ``fuerte`` si basta para abrir disposición; ``clase`` si él mismo la declara."""

    numero: int
    ordinal: str
    fin: int
    fuerte: bool
    clase: str | None = None
    por_sesion: bool = False
    letra: int = 0


def _valor(texto: str) -> int | None:
    plano = " ".join(texto.split())
    return ordinal(plano) or cardinal(plano) or romano(plano)


def _numero_de_sesion(numeral: str) -> int | None:
    for separador in ("/", "[/-]"):
        cifras = [grupo for grupo in re.split(separador, numeral) if re.fullmatch(r"[0-9]{1,3}", grupo)]
        if cifras:
            return int(cifras[0])
    return None


def _de_sesion(plano: str, texto: str) -> Numeral | None:
    m = _SESION.match(plano)
    if not m or not (m["acuerdo"] or m["numeral"].count("/") >= 2):
        return None
    numero = _numero_de_sesion(m["numeral"])
    cierra = m["cierre"].strip() or m.end() == len(plano) or texto[m.end() : m.end() + 1].isupper()
    if numero is None or not cierra or (re.fullmatch(r"\d{1,2}/\d{1,2}/\d{2,4}", m["numeral"]) and not m["acuerdo"]):
        return None
    return Numeral(numero, texto[m.start("numeral") : m.end("numeral")], m.end(), fuerte=True, clase="acuerdo", por_sesion=True)


def _nombrado(plano: str, texto: str) -> Numeral | None:
    m = _NOMBRADO.match(plano)
    numero = _valor(m["numeral"]) if m else None
    if not m or not numero:
        return None
    return Numeral(numero, texto[m.start("numeral") : m.end("numeral")], m.end(), fuerte=True, clase="acuerdo")


def _transitorio(plano: str, texto: str) -> Numeral | None:
    m = _TRANSITORIO.match(plano)
    if not m:
        return None
    grupo = "uno" if m["uno"] else "dos"
    numero = _valor(m[grupo])
    return Numeral(numero, texto[m.start(grupo) : m.end(grupo)], m.end(), fuerte=True, clase="transitorio") if numero else None


def _de_ordinal(plano: str, texto: str, es_titulo: bool) -> Numeral | None:
    m = _ORDINAL.match(plano)
    if not m or not (m["cierre"].strip() or es_titulo or m.end() == len(plano)):
        return None
    numero = ordinal(" ".join(m["numeral"].split()))
    return Numeral(numero, texto[m.start("numeral") : m.end("numeral")], m.end(), fuerte=True) if numero else None


def _ruidoso(plano: str, texto: str) -> Numeral | None:
    m = _RUIDOSO.match(plano)
    if not m or (not texto[0].isupper() and not texto[0].isdigit()):
        return None
    numero = ordinal_dudoso(m["numeral"])
    return Numeral(numero, m["numeral"].upper(), m.end(), fuerte=True) if numero else None


def _simple(plano: str, texto: str) -> Numeral | None:
    m = _SIMPLE.match(plano)
    if not m:
        return None
    grupo = next(g for g in ("romano", "arabigo", "letra") if m[g])
    forma = texto[m.start(grupo) : m.end(grupo)]
    numero = romano(m["romano"]) if m["romano"] and forma.isupper() else int(m["arabigo"]) if m["arabigo"] else 0
    letra = ord(plano[m.start(grupo)]) - ord("a") + 1 if len(forma) == 1 and forma.isalpha() else 0
    if not numero and not (letra and (")" in m["cierre"] or forma.isupper())):
        return None
    return Numeral(numero or 0, forma, m.end(), fuerte=False, letra=letra)


def leer_numeral(texto: str, es_titulo: bool = False) -> Numeral | None:
    """El numeral con que empieza ``texto``; ``None`` si no abre ninguna disposición.

    ``es_titulo`` acepta un ordinal sin puntuación («### Primero»). Los romanos, arábigos y letras son débiles:
    solo valen donde la sección no tenga numerales fuertes.
    """
    plano = plegar(texto[:200])
    if not texto or texto[0].islower():
        return _simple(plano, texto) if re.match(r"[a-z]\)", plano) else None
    return (
        _transitorio(plano, texto)
        or _de_sesion(plano, texto)
        or _nombrado(plano, texto)
        or _de_ordinal(plano, texto, es_titulo)
        or _ruidoso(plano, texto)
        or _simple(plano, texto)
    )
