"""Escribe la acción en infinitivo con las palabras del texto, sin su plazo ni sus rodeos."""

from __future__ import annotations

import re
from bisect import bisect_left

from .plegado import plegar
from .verbos import participio

_PRESENTES = {
    "toma": "tomar", "ratifica": "ratificar", "aprueba": "aprobar", "valida": "validar", "autoriza": "autorizar", "designa": "designar",
    "nombra": "nombrar", "elige": "elegir", "declara": "declarar", "crea": "crear", "instala": "instalar", "constituye": "constituir",
    "integra": "integrar", "conforma": "conformar", "abroga": "abrogar", "deroga": "derogar", "expide": "expedir", "emite": "emitir",
    "adopta": "adoptar", "acepta": "aceptar", "da": "dar", "tiene": "tener", "deja": "dejar", "queda": "quedar", "reforma": "reformar",
    "modifica": "modificar", "adiciona": "adicionar", "suscribe": "suscribir", "formaliza": "formalizar", "reconocen": "reconocer",
    "dio": "dar", "dieron": "dar", "tuvo": "tener", "aprobo": "aprobar", "tomo": "tomar", "eligio": "elegir", "designo": "designar",
}  # fmt: skip
_ENIES = {"disenar": "diseñar", "senalar": "señalar", "acompanar": "acompañar", "ensenar": "enseñar", "desempenar": "desempeñar", "anadir": "añadir"}
_RODEO = re.compile(
    r",?\s+(?:con\s+(?:el|la)\s+(?:fin\w*|objetivo|objeto|intencion|proposito)|a\s+fin\s+de|para\s+(?:que|efectos?)|a\s+efecto\s+de|el\s+cual|la\s+cual|los\s+cuales|las\s+cuales|mism[oa]s?\s+que|estableciendo|lo\s+anterior|tales\s+como|en\s+cumplimiento)\b"
)
_SOLO_PLAZO = re.compile(
    r",\s+(?:lo|la|el|los|las|mism[oa]s?|que)(?:\s+(?:cual(?:es)?|que))?\s+(?:se\s+)?(?:deber\w+\s+)?"
    r"(?:realiza|efectua|lleva|concreta|ejecuta|cumpli|estar\s+conclui|estar\s+termina)\w*(?:\s+a\s+cabo)?(?:\s+el)?\s*(?=,|$)"
)
_COLGANTE = re.compile(r"(?:[\s,;:]+(?:y|e|o|así\s+como|asimismo|además))?[\s,;:]*$", re.I)
_LARGO, _MAXIMO = 200, 320


def infinitivo_con_enie(lema: str) -> str:
    """Devuelve la eñe a un infinitivo plegado («disenar» → «diseñar»)."""
    return _ENIES.get(lema, lema)


def presente_a_infinitivo(frase: str) -> str:
    """«se ratifican los dictámenes» → «ratificar los dictámenes»; lo que no conoce lo deja igual."""
    m = re.match(r"(?:[Ss]e\s+)?(\w+)(.*)", frase, re.S)
    if not m:
        return frase
    forma = plegar(m.group(1))
    candidatas = (forma, re.sub(r"n$", "", forma), re.sub(r"aron$", "a", forma), re.sub(r"o$", "a", forma))
    lema = next((_PRESENTES[c] for c in candidatas if c in _PRESENTES), None)
    return f"{lema}{m.group(2)}" if lema else frase


def participios_a_infinitivos(resto: str, lema: str) -> str:
    """«identificados, ordenados y descritos…» → «, ordenar y describir…»; el primero ya es ``lema`` y se quita."""
    piezas, posicion = [], 0
    for m in re.finditer(r"(\s*,\s*|\s+y\s+|\s*)(\w+)", resto):
        infinitivo = participio(plegar(m.group(2)))
        if m.start() != posicion or infinitivo is None or (posicion and not m.group(1).strip()):
            break
        piezas.append("" if infinitivo == lema and not posicion else f"{m.group(1)}{infinitivo}")
        posicion = m.end()
    return "".join(piezas) + resto[posicion:]


def sin_tramos(texto: str, inicio: int, fin: int, tramos: list[tuple[int, int]]) -> str:
    """``texto[inicio:fin]`` sin los ``tramos`` (los plazos, en orden y sin traslaparse), con espacios y signos en orden."""
    piezas, desde = [], inicio
    primero = max(0, bisect_left(tramos, (inicio, inicio)) - 1)  # el anterior puede seguir abierto
    for a, b in tramos[primero : bisect_left(tramos, (fin, fin))]:
        if b <= desde:
            continue
        piezas.append(texto[desde : max(a, desde)])
        desde = min(b, fin)
    piezas.append(texto[desde:fin])
    return ordenar(" ".join(piezas))


def ordenar(texto: str) -> str:
    """Un solo espacio, sin comas dobles ni signos colgando."""
    texto = re.sub(r"\s+", " ", texto)
    texto = re.sub(r"\s+([,;.:])", r"\1", texto)
    texto = re.sub(r"\s+(?:y|e)(?=[,;])", "", re.sub(r"([,;])(?:\s*[,;.])+", r"\1", texto))
    return sin_conjuncion(texto.strip(" ,;.:|-–—•"))


def sin_conjuncion(texto: str) -> str:
    """Sin la conjunción que quedó colgando al final («dar seguimiento e»)."""
    return _COLGANTE.sub("", texto)


def recortar(accion: str) -> str:
    """Quita la finalidad cuando la acción es larga, y la corta en una coma si aún no cabe."""
    if len(accion) > _LARGO:
        m = _RODEO.search(plegar(accion), 40)
        accion = accion[: m.start()] if m else accion
    if len(accion) > _MAXIMO:
        corte = accion.rfind(",", _LARGO, _MAXIMO)
        accion = accion[: corte if corte > 0 else accion.rfind(" ", 0, _MAXIMO)]
    return accion.strip(" ,;.:")


def redactar(lema: str, resto: str, paciente: str = "") -> str:
    """«remitir» + «al Secretariado el padrón» → la acción; en pasiva, el paciente va tras el verbo."""
    articulo = re.match(r"(?:El|La|Los|Las|Un|Una|Su|Sus|Dich[oa]s?)\s", paciente)
    partes = [infinitivo_con_enie(lema), paciente[0].lower() + paciente[1:] if articulo else paciente, resto]
    accion = _SOLO_PLAZO.sub("", recortar(ordenar(" ".join(p for p in partes if p))))
    return accion[0].lower() + accion[1:] if accion[1:2].islower() else accion
