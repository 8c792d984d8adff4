"""Los subjuntivos que mandan: los que rige una completiva («para que elabore… y la someta…») y los de finalidad con destinatario."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .sujetos import es_institucion, posiciones_libres
from .verbos import es_sustantivo_ambiguo, subjuntivo

_PALABRA = re.compile(r"[a-z]+")
_COORDINADO = re.compile(
    r"(?P<nexo>,\s*(?:(?:y|e|asi\s+como|ademas)\s+)?|;\s*(?:(?:y|e)\s+)?|\s(?:y|e|asi\s+como)\s+)(?:#[\s,#]*)?(?:(?:en\s+su\s+caso|posteriormente|asimismo|a\s+su\s+vez)\s*,?\s+)?"
    r"(?P<clitico>(?:se|lo|la|los|las|le|les)\s+)*(?P<verbo>[a-z]{3,})\b"
)
_FINALIDAD = re.compile(
    r",?\s(?:a\s+fin\s+de|a\s+efecto\s+de|con\s+(?:la\s+finalidad|el\s+(?:fin|objeto|objetivo|proposito))\s+de|para)\s+que\s+"
    r"[#,\s]*+(?:(?:a\s+su\s+vez|en\s+su\s+caso)\b[#,\s]*+)?(?P<verbo>[a-z]{3,}n)\b"
)
_DESTINATARIO = re.compile(r"\ba\s+(?P<quien>(?:los|las)\s+[^,;.:#]{4,140})")
_ATRAS = 260


@dataclass(frozen=True, slots=True)
class Subjuntivo:
    """Un subjuntivo que ordena. ``inicio`` es donde empieza lo suyo; ``quien``, el tramo de quien responde, si lo dice antes."""

    inicio: int
    verbo: int
    fin: int
    lema: str
    con_se: bool
    plural: bool
    quien: tuple[int, int] | None = None


def primero(plano: str, desde: int, hasta: int) -> Subjuntivo | None:
    """El primer subjuntivo después de una completiva («…que durante el semestre se concluyan…»)."""
    for m in _PALABRA.finditer(plano, desde, hasta):
        lema = subjuntivo(m.group())
        previa = plano[max(0, m.start() - 8) : m.start()]
        if lema and not (es_sustantivo_ambiguo(m.group()) and re.search(r"\b(?:un|el|su|del|al|cada)\s+$", previa)):
            if re.search(r"\bque\s+(?:se\s+|no\s+|les?\s+)?$", previa) and m.start() - desde > 12:
                continue
            con_se = bool(re.search(r"\bse\s+(?:le\s+|les\s+)?$", previa))
            return Subjuntivo(m.start(), m.start(), m.end(), lema, con_se, m.group().endswith("n"))
    return None


def coordinados(plano: str, previo: Subjuntivo, hasta: int) -> list[Subjuntivo]:
    """Los que siguen al primero con su mismo sujeto: mismo número, y fuera de una oración de relativo."""
    hallados, desde = [], previo.fin
    for m in _COORDINADO.finditer(plano, previo.fin, hasta):
        forma, lema = m["verbo"], subjuntivo(m["verbo"])
        if not lema or forma.endswith("n") != previo.plural or es_sustantivo_ambiguo(forma):
            continue
        if re.search(r"\b(?:que|cual(?:es)?|donde|cuando)\s", plano[desde : m.start()]) and not (m["clitico"] or ";" in m["nexo"]):
            continue
        con_se = (m["clitico"] or "").strip() == "se"
        inicio = m.start("clitico") if m["clitico"] else m.start("verbo")
        hallados.append(Subjuntivo(inicio, m.start("verbo"), m.end("verbo"), lema, con_se, forma.endswith("n")))
        desde = m.end()
    return hallados


def de_finalidad(texto: str, plano: str, inicio: int, fin: int) -> list[Subjuntivo]:
    """«convoque a las dependencias a fin de que designen…»: a quien se dirige lo anterior le toca lo que sigue."""
    hallados = []
    for m in _FINALIDAD.finditer(plano, inicio, fin):
        lema = subjuntivo(m["verbo"])
        quien = _destinatario(texto, plano, max(inicio, m.start() - _ATRAS), m.start()) if lema else None
        if lema and quien:
            hallados.append(Subjuntivo(m.start(), m.start("verbo"), m.end("verbo"), lema, con_se=False, plural=True, quien=quien))
    return hallados


def _destinatario(texto: str, plano: str, desde: int, hasta: int) -> tuple[int, int] | None:
    """El último «a los/las…» institucional antes de la finalidad, sin el objeto que le siga."""
    for m in reversed(list(_DESTINATARIO.finditer(plano, desde, hasta))):
        a, b = m.span("quien")
        libres = [p for p in posiciones_libres(plano[a:b]) if p > 2]
        b = a + libres[0] if libres else b
        if es_institucion(" ".join(texto[a:b].split()[:5])):
            return a, b
    return None
