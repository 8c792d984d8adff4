"""Citas de una disposición a otra, del mismo acto o de otro."""

from __future__ import annotations

import re

from .modelo import DisposicionLeida, ReferenciaLeida, Tramo
from .numeros import ORDINAL, ordinal, romano
from .plegado import plegar
from .reparos import reparar

_NUMERO = rf"(?:{ORDINAL}|\d{{1,3}}(?:/[\w-]+)+|\d{{1,3}}(?![\d/])|(?-i:[ivxl]{{1,6}})\b)"
_PARRAFO_TRAS = rf"(?:\s*,?\s*(?:en\s+)?(?:su|el|del)?\s*parrafo\s+(?P<parrafo>{ORDINAL}|\d{{1,2}}))?"
_PARRAFO_ANTES = rf"(?:(?:(?:el\s+)?parrafo\s+(?P<antes>{ORDINAL}|\d{{1,2}})|(?P<antes2>{ORDINAL})\s+parrafo)\s+del?\s+(?:l[oa]s?\s+)?)?"
_CITA = re.compile(
    rf"{_PARRAFO_ANTES}\b(?:(?P<clase>acuerdos?|(?:disposicion(?:es)?\s+)?transitori[oa]s?)\s+(?:(?:numero|no\.?|num\.?)\s*)?(?P<numero>{_NUMERO})(?P<mas>(?:\s*,\s*{_NUMERO}|\s+y\s+{_NUMERO})*)"
    rf"|(?:articulo\s+)?(?P<numero2>{ORDINAL})\s+(?P<clase2>transitori[oa])|(?P<clase3>acuerdo|transitori[oa]|disposicion\s+transitoria)\s+(?P<vecino>anterior|inmediato\s+anterior|que\s+antecede|siguiente)){_PARRAFO_TRAS}"
)
_AJENA = re.compile(
    r"\s*,?\s*(?:transitori[oa]\s+)?(?:del?\s+(?:la\s+|el\s+|los\s+)?(?:citad[oa]\s+|referid[oa]\s+)?(?:decreto|ley|reglamento|codigo|constitucion|estatuto|[clxvi]+\s+(?:reunion|sesion|asamblea)|(?:\w+\s+){0,3}(?:reunion|sesion|asamblea)|consejo|comision|conferencia|diario)|(?:emitid|aprobad|tomad|adoptad|celebrad|suscrit)[oa])"
)
_PROPIA = re.compile(r"\s*,?\s*(?:del?\s+)?(?:la\s+|el\s+)?(?:presente|est[ae])\b")
_OTRO_ACTO = re.compile(
    rf"\bacuerdos?\s+(?:(?:numero|no\.?)\s*)?(?:\d{{1,3}}(?:/[\w-]+){{2,}}|{ORDINAL}\s+de\s+la\s+(?:[clxvi]+|{ORDINAL})\s+(?:reunion|sesion|asamblea))|\b(?:acuerdos?|compromisos?)\s+(?:tomad|adoptad|aprobad|emitid|suscrit)[oa]s?\s+(?:en|por)\s+(?:la|el)\s+(?!presente)"
)


def _valor(texto: str, propios: dict[str, int]) -> int | None:
    if "/" in texto:
        return propios.get(texto)
    return int(texto) if texto.isascii() and texto.isdigit() else ordinal(" ".join(texto.split())) or romano(texto)


def _parrafo(m: re.Match[str]) -> int | None:
    texto = m["parrafo"] or m["antes"] or m["antes2"]
    return (int(texto) if texto.isdigit() else ordinal(" ".join(texto.split()))) if texto else None


def _numeros(m: re.Match[str], disposicion: DisposicionLeida, propios: dict[str, int]) -> list[int]:
    if m["vecino"]:
        paso = 1 if m["vecino"] == "siguiente" else -1
        return [disposicion.numero + paso] if _clase(m) == disposicion.clase and disposicion.numero + paso > 0 else []
    citados = [m["numero"] or m["numero2"]]
    citados += re.findall(_NUMERO, m["mas"] or "")
    return [n for c in citados if (n := _valor(c, propios)) is not None]


def _clase(m: re.Match[str]) -> str:
    return "acuerdo" if (m["clase"] or m["clase2"] or m["clase3"]).startswith("acuerdo") else "transitorio"


def hallar_referencias(disposicion: DisposicionLeida, propios: dict[str, int]) -> list[ReferenciaLeida]:
    """Las citas a otras disposiciones del mismo acto. ``propios``: numerales de sesión del acto, plegados, y su número."""
    halladas: list[ReferenciaLeida] = []
    for i, original in enumerate(disposicion.parrafos, start=1):
        legible = reparar(original)
        texto, plano = legible.texto, plegar(legible.texto)
        for m in _CITA.finditer(plano):
            if m["numero"] and "/" not in m["numero"] and not _es_cita(texto, m):
                continue
            if _AJENA.match(plano, m.end()) and not _PROPIA.match(plano, m.end()):
                continue
            tramo = legible.tramo(Tramo(m.start(), m.end()))
            for numero in _numeros(m, disposicion, propios):
                halladas.append(ReferenciaLeida(_clase(m), numero, _parrafo(m), tramo.de(original), i, tramo))
    return halladas


def _es_cita(texto: str, m: re.Match[str]) -> bool:
    """«acuerdo segundo» cita; «acuerdo único de voluntades» o «acuerdo i» en minúscula, no."""
    forma = texto[m.start("numero") : m.end("numero")]
    return forma[0].isdigit() or (len(forma) > 3 and ordinal(plegar(forma)) is not None) or forma.isupper()


def marcar_dudosas(referencias: list[ReferenciaLeida], por_clave: dict[tuple[str, int], DisposicionLeida]) -> list[ReferenciaLeida]:
    """Marca la referencia a una disposición que no existe, o a un párrafo donde nada se comprometió."""
    marcadas = []
    for r in referencias:
        destino = por_clave.get((r.clase, r.numero))
        en_parrafo = {c.parrafo for c in destino.compromisos if c.naturaleza == "obligacion"} if destino else set()
        dudosa = destino is None or (r.parrafo is not None and bool(en_parrafo) and not _compromete(destino, r.parrafo, en_parrafo))
        marcadas.append(ReferenciaLeida(r.clase, r.numero, r.parrafo, r.texto, r.en_parrafo, r.tramo, dudosa))
    return marcadas


def _compromete(destino: DisposicionLeida, parrafo: int, con_obligacion: set[int]) -> bool:
    """¿El párrafo citado compromete, o es la cabecera de incisos que comprometen?"""
    if parrafo in con_obligacion or not 1 <= parrafo <= len(destino.parrafos):
        return parrafo in con_obligacion
    return destino.parrafos[parrafo - 1].rstrip().endswith(":") and parrafo + 1 in con_obligacion


def remite_a_otro_acto(cita: str, propios: dict[str, int]) -> bool:
    """¿La cita depende de un acuerdo de otra sesión u órgano?"""
    plano = plegar(cita)
    return any(not any(propio in m.group() for propio in propios) for m in _OTRO_ACTO.finditer(plano))
