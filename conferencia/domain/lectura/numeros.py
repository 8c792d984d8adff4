# ruff: noqa: SIM905 -- léxicos y gramáticas se leen mejor en renglones corridos
"""Números en español: cardinales, ordinales y romanos, en palabras o en cifras.

Todas las funciones reciben texto ya plegado (minúsculas sin acentos) y devuelven ``None`` si no lo entienden.
"""

from __future__ import annotations

import re

_UNIDADES = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis "
    "diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco "
    "veintiseis veintisiete veintiocho veintinueve"
).split()
_DECENAS = "treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
_CENTENAS = ("ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos").split()

VALORES: dict[str, int] = {palabra: n for n, palabra in enumerate(_UNIDADES)}
VALORES |= {palabra: 10 * n for n, palabra in enumerate(_DECENAS, start=3)}
VALORES |= {palabra: 100 * n for n, palabra in enumerate(_CENTENAS, start=1)}
VALORES |= {palabra[:-2] + "as": 100 * n for n, palabra in enumerate(_CENTENAS, start=1) if n > 1}
VALORES |= {"un": 1, "una": 1, "veintiun": 21, "veintiuna": 21, "cien": 100, "mil": 1000}

_PALABRA = "|".join(sorted(VALORES, key=len, reverse=True))
CARDINAL = rf"(?:\b(?:{_PALABRA})\b(?:\s+(?:y\s+)?(?:{_PALABRA})\b){{0,9}})"
NUMERO = rf"(?:\d{{1,4}}\b|{CARDINAL})"

_ORD_UNIDADES = {
    "prim": 1,
    "segund": 2,
    "terc": 3,
    "cuart": 4,
    "quint": 5,
    "sext": 6,
    "septim": 7,
    "setim": 7,
    "octav": 8,
    "noven": 9,
}
_ORD_DECENAS = {
    "decim": 10,
    "vigesim": 20,
    "trigesim": 30,
    "cuadragesim": 40,
    "quincuagesim": 50,
    "sexagesim": 60,
    "septuagesim": 70,
    "octogesim": 80,
    "nonagesim": 90,
    "centesim": 100,
}
_ORD_SUELTOS = {"undecim": 11, "duodecim": 12, "unic": 1}
_UNIDAD_ORD = r"(?:primer[oa]?|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa]|sext[oa]|sept?im[oa]|octav[oa]|noven[oa])"
_DECENA_ORD = r"(?:decim|vigesim|trigesim|cuadragesim|quincuagesim|sexagesim|septuagesim|octogesim|nonagesim|centesim)[oa]"
ORDINAL = rf"(?:\b(?:{_DECENA_ORD}[\s-]*(?:{_UNIDAD_ORD})?|{_UNIDAD_ORD}|(?:un|duo)decim[oa]|unic[oa])\b)"
_ORDINAL_ENTERO = re.compile(rf"(?:({_DECENA_ORD})[\s-]*)?({_UNIDAD_ORD})?|((?:un|duo)decim[oa]|unic[oa])")
_ROMANO = re.compile(r"(?=[mdclxvi])(m{0,3})(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
_VALOR_ROMANO = {"m": 1000, "d": 500, "c": 100, "l": 50, "x": 10, "v": 5, "i": 1}


def cardinal(texto: str) -> int | None:
    """«ciento ochenta», «dos mil veintidos» o «180» → entero; ``None`` si sobra o falta algo."""
    palabras = texto.split()
    if len(palabras) == 1 and palabras[0].isascii() and palabras[0].isdigit():
        return int(palabras[0])
    total, parcial, ultimo = 0, 0, 10_000
    esperaba_unidad = False
    for palabra in palabras:
        if palabra == "y":
            if not 30 <= ultimo <= 90:
                return None
            esperaba_unidad = True
            continue
        valor = VALORES.get(palabra)
        if valor is None:
            return None
        if valor == 1000:
            if total:
                return None
            total, parcial, ultimo = (parcial or 1) * 1000, 0, 1000
            continue
        if not _encaja(valor, ultimo, esperaba_unidad):
            return None
        parcial, ultimo, esperaba_unidad = parcial + valor, valor, False
    return total + parcial if palabras and not esperaba_unidad else None


def _encaja(valor: int, ultimo: int, tras_y: bool) -> bool:
    """¿Puede ``valor`` seguir a ``ultimo`` en un cardinal?"""
    if tras_y:
        return 1 <= valor <= 9
    if 30 <= ultimo <= 90 or ultimo < 30:
        return False
    if ultimo >= 1000:
        return True
    return 0 < valor < 100


def ordinal(texto: str) -> int | None:
    """«decimo primero», «vigesimocuarta», «unico» → entero."""
    hallado = _ORDINAL_ENTERO.fullmatch(texto.strip())
    if not hallado or not hallado.group(0):
        return None
    decena, unidad, suelto = hallado.groups()
    if suelto:
        return _ORD_SUELTOS[suelto[:-1]]
    valor = _ORD_DECENAS[decena[:-1]] if decena else 0
    if unidad:
        valor += next(n for raiz, n in _ORD_UNIDADES.items() if unidad.startswith(raiz))
    return valor


def romano(texto: str) -> int | None:
    """«xxiv» → 24; ``None`` si no está bien formado."""
    plano = texto.strip().lower()
    if not plano or not _ROMANO.fullmatch(plano):
        return None
    valores = [_VALOR_ROMANO[letra] for letra in plano]
    return sum(-v if i + 1 < len(valores) and v < valores[i + 1] else v for i, v in enumerate(valores))


_CONFUSIONES = str.maketrans({"0": "o", "1": "i", "l": "i", "|": "i", "5": "s", "!": "i"})


def ordinal_dudoso(texto: str) -> int | None:
    """Ordinal con ruido de reconocimiento óptico («septlmo», «0ctavo»): compara las formas confundibles."""
    directo = ordinal(texto)
    if directo is not None:
        return directo
    return _ORDINALES_CONFUNDIBLES.get(re.sub(r"[\s-]+", "", texto).translate(_CONFUSIONES))


def _formas_ordinales() -> dict[str, int]:
    unidades = [(raiz + ("er" if raiz in {"prim", "terc"} else ""), n) for raiz, n in _ORD_UNIDADES.items()]
    formas = {raiz + genero: n for raiz, n in unidades for genero in "oa"}
    formas |= {raiz + genero: n for raiz, n in _ORD_SUELTOS.items() for genero in "oa"}
    for raiz, decena in _ORD_DECENAS.items():
        for genero in "oa":
            formas[raiz + genero] = decena
            formas |= {raiz + genero + u + g: decena + n for u, n in unidades for g in "oa"}
    return {forma.translate(_CONFUSIONES): valor for forma, valor in formas.items()}


_ORDINALES_CONFUNDIBLES = _formas_ordinales()
