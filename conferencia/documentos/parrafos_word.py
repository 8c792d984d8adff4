"""Un párrafo de Word en Markdown: su nivel de título, su número de lista y su arranque en negritas."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml.etree import _Element

from .numeracion import Numeracion, W, valor

_ALTERNO = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CUADRO = f"{W}txbxContent"
_FUERA = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", _ALTERNO, _CUADRO, f"{W}pPr", f"{W}rPr"}
_SIGNOS = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_APAGADO = {"0", "false", "off", "none"}


@dataclass(slots=True)
class Estilos:
    """De cada estilo de párrafo: nivel de título, lista y nivel de lista, negritas y mayúsculas."""

    nivel: dict[str, int] = field(default_factory=dict)
    lista: dict[str, tuple[str, int]] = field(default_factory=dict)
    negrita: set[str] = field(default_factory=set)
    mayusculas: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Tirada:
    texto: str
    negrita: bool


def leer_estilos(raiz: _Element | None) -> Estilos:
    """De ``word/styles.xml``: los títulos se conocen por su nombre interno, que Word no traduce."""
    estilos = Estilos()
    if raiz is None:
        return estilos
    for estilo in raiz.iter(f"{W}style"):
        clave, nombre = estilo.get(f"{W}styleId", ""), valor(estilo, "name").lower()
        titulo = re.fullmatch(r"(?:heading|t[ií]tulo) ([1-6])", nombre)
        if titulo or nombre == "title":
            estilos.nivel[clave] = int(titulo[1]) if titulo else 1
        propiedades = estilo.find(f"{W}pPr")
        if propiedades is not None and (lista := _lista(propiedades)):
            estilos.lista[clave] = lista
        letra = estilo.find(f"{W}rPr")
        if letra is not None:
            estilos.negrita |= {clave} if _prendido(letra, "b") else set()
            estilos.mayusculas |= {clave} if _prendido(letra, "caps") else set()
    return estilos


def parrafo_de(parrafo: _Element, numeracion: Numeracion, estilos: Estilos) -> list[str]:
    """El párrafo y, tras él, los de sus cuadros de texto."""
    propiedades = parrafo.find(f"{W}pPr")
    estilo = valor(propiedades, "pStyle") if propiedades is not None else ""
    tiradas = _tiradas(parrafo, estilo, estilos)
    texto = _marcado(tiradas)
    if texto:
        lista = (_lista(propiedades) if propiedades is not None else None) or estilos.lista.get(estilo)
        marca = numeracion.marca(*lista) if lista and lista[0] != "0" else ""
        texto = f"{marca} {texto}".strip()
        nivel = _nivel(propiedades, estilo, estilos)
        texto = f"{'#' * nivel} {' '.join(texto.split())}" if nivel else texto
    cuadros = [
        t for cuadro in parrafo.iter(_CUADRO) if not any(a.tag == _ALTERNO for a in cuadro.iterancestors()) for t in _de_cuadro(cuadro, numeracion, estilos)
    ]
    return [texto, *cuadros]


def _de_cuadro(cuadro: _Element, numeracion: Numeracion, estilos: Estilos) -> list[str]:
    return [t for p in cuadro.iterchildren(f"{W}p") for t in parrafo_de(p, numeracion, estilos)]


def _nivel(propiedades: _Element | None, estilo: str, estilos: Estilos) -> int:
    directo = valor(propiedades, "outlineLvl") if propiedades is not None else ""
    if directo.isdigit() and int(directo) < 6:
        return int(directo) + 1
    return estilos.nivel.get(estilo, 0)


def _lista(propiedades: _Element) -> tuple[str, int] | None:
    numero = propiedades.find(f"{W}numPr")
    if numero is None or not (clave := valor(numero, "numId")):
        return None
    nivel = valor(numero, "ilvl")
    return clave, int(nivel) if nivel.isdigit() else 0


def _tiradas(parrafo: _Element, estilo: str, estilos: Estilos) -> list[_Tirada]:
    """Los tramos de texto visibles, con si van en negritas. Sin lo borrado, los campos ni los cuadros."""
    tiradas: list[_Tirada] = []
    pendientes = list(reversed(parrafo))
    while pendientes:
        nodo = pendientes.pop()
        if nodo.tag in _FUERA or not isinstance(nodo.tag, str):
            continue
        if nodo.tag == f"{W}r":
            tiradas += _tirada(nodo, estilo, estilos)
        pendientes += reversed(nodo) if nodo.tag != f"{W}r" or nodo.find(f"{W}r") is not None else []
    return tiradas


def _tirada(tramo: _Element, estilo: str, estilos: Estilos) -> list[_Tirada]:
    letra = tramo.find(f"{W}rPr")
    if letra is not None and _prendido(letra, "vanish"):
        return []
    texto = "".join(h.text or "" if h.tag == f"{W}t" else _SIGNOS.get(h.tag, "") for h in tramo)
    if estilo in estilos.mayusculas or (letra is not None and _prendido(letra, "caps")):
        texto = texto.upper()
    negrita = _prendido(letra, "b") if letra is not None and letra.find(f"{W}b") is not None else estilo in estilos.negrita
    return [_Tirada(texto, negrita)] if texto else []


def _prendido(letra: _Element, rasgo: str) -> bool:
    hallado = letra.find(f"{W}{rasgo}")
    return hallado is not None and hallado.get(f"{W}val", "1").lower() not in _APAGADO


def _marcado(tiradas: list[_Tirada]) -> str:
    """El texto, con el arranque en negritas entre asteriscos cuando no es todo el párrafo."""
    texto = _limpio("".join(t.texto for t in tiradas))
    corte = next((i for i, t in enumerate(tiradas) if not t.negrita and t.texto.strip()), len(tiradas))
    fuerte = _limpio("".join(t.texto for t in tiradas[:corte]))
    if not fuerte or corte == len(tiradas) or "\n" in fuerte:
        return texto
    return f"**{fuerte}** {texto[len(fuerte) :].lstrip()}" if texto[len(fuerte) : len(fuerte) + 1].isspace() else texto


def _limpio(texto: str) -> str:
    renglones = (" ".join(r.split()) for r in texto.split("\n"))
    return "\n".join(r for r in renglones if r)
