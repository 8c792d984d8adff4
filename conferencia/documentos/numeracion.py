"""Los números y letras que Word pone solo a las listas y a los títulos: no están en el texto, se calculan."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_UNIDADES = ("", "PRIMERO", "SEGUNDO", "TERCERO", "CUARTO", "QUINTO", "SEXTO", "SÉPTIMO", "OCTAVO", "NOVENO")
_DECENAS = ("", "DÉCIMO", "VIGÉSIMO", "TRIGÉSIMO", "CUADRAGÉSIMO", "QUINCUAGÉSIMO", "SEXAGÉSIMO", "SEPTUAGÉSIMO", "OCTOGÉSIMO", "NONAGÉSIMO")
_ROMANOS = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def ordinal(numero: int) -> str:
    """«DÉCIMO CUARTO», hasta noventa y nueve; después, la cifra."""
    if not 0 < numero < 100:
        return str(numero)
    return f"{_DECENAS[numero // 10]} {_UNIDADES[numero % 10]}".strip()


def romano(numero: int) -> str:
    """«XIV»."""
    partes = []
    for valor, letra in _ROMANOS:
        veces, numero = divmod(numero, valor)
        partes.append(letra * min(veces, 50))
    return "".join(partes)


def letra(numero: int) -> str:
    """a, b… z, aa, bb…, como Word."""
    veces, resto = divmod(max(numero, 1) - 1, 26)
    return chr(97 + resto) * min(veces + 1, 20)


_FORMAS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "lowerLetter": letra,
    "upperLetter": lambda n: letra(n).upper(),
    "lowerRoman": lambda n: romano(n).lower(),
    "upperRoman": romano,
    "ordinal": lambda n: f"{n}o",
    "ordinalText": ordinal,
    "none": lambda n: "",
}


@dataclass(frozen=True, slots=True)
class _Nivel:
    forma: str
    patron: str
    desde: int


@dataclass(slots=True)
class Numeracion:
    """Las listas del documento y por dónde va cada una."""

    niveles: dict[str, dict[int, _Nivel]] = field(default_factory=dict)  # por lista abstracta
    listas: dict[str, str] = field(default_factory=dict)  # de lista a lista abstracta
    inicios: dict[tuple[str, int], int] = field(default_factory=dict)
    cuentas: dict[str, dict[int, int]] = field(default_factory=dict)
    usadas: set[str] = field(default_factory=set)

    def marca(self, lista: str, nivel: int) -> str:
        """El número o viñeta que le toca al siguiente párrafo de esa lista, o «» si no lleva."""
        abstracta = self.listas.get(lista, "")
        regla = self.niveles.get(abstracta, {}).get(nivel)
        if regla is None:
            return ""
        if regla.forma == "bullet":
            return "-"
        cuentas = self.cuentas.setdefault(abstracta, {})
        if (lista, nivel) in self.inicios and lista not in self.usadas:
            cuentas[nivel] = self.inicios[lista, nivel] - 1
        self.usadas.add(lista)
        cuentas[nivel] = cuentas.get(nivel, regla.desde - 1) + 1
        for mas_hondo in [n for n in cuentas if n > nivel]:
            del cuentas[mas_hondo]
        return re.sub(r"%(\d)", lambda m: self._contado(abstracta, int(m[1]) - 1), regla.patron).strip()

    def _contado(self, abstracta: str, nivel: int) -> str:
        regla = self.niveles[abstracta].get(nivel)
        if regla is None:
            return ""
        numero = self.cuentas.get(abstracta, {}).get(nivel, regla.desde)
        return _FORMAS.get(regla.forma, str)(numero)


def leer_numeracion(raiz: _Element | None) -> Numeracion:
    """De ``word/numbering.xml``; vacía si el documento no lo trae."""
    numeracion = Numeracion()
    if raiz is None:
        return numeracion
    for abstracta in raiz.iter(f"{W}abstractNum"):
        niveles = {int(n.get(f"{W}ilvl", 0)): _nivel(n) for n in abstracta.iter(f"{W}lvl")}
        numeracion.niveles[abstracta.get(f"{W}abstractNumId", "")] = niveles
    for lista in raiz.iter(f"{W}num"):
        clave = lista.get(f"{W}numId", "")
        numeracion.listas[clave] = valor(lista, "abstractNumId")
        for cambio in lista.iter(f"{W}lvlOverride"):
            if desde := valor(cambio, "startOverride"):
                numeracion.inicios[clave, int(cambio.get(f"{W}ilvl", 0))] = int(desde)
    return numeracion


def valor(elemento: _Element, hijo: str) -> str:
    """El atributo ``val`` de un hijo directo, o «»."""
    hallado = elemento.find(f"{W}{hijo}")
    return hallado.get(f"{W}val", "") if hallado is not None else ""


def _nivel(elemento: _Element) -> _Nivel:
    desde = valor(elemento, "start")
    return _Nivel(valor(elemento, "numFmt") or "decimal", valor(elemento, "lvlText"), int(desde) if desde.isdigit() else 1)
