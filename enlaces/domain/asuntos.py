"""El asunto de un correo: empieza por lo que pasa y nunca pasa de sesenta caracteres, lo que enseña un teléfono."""

import re
from collections.abc import Iterator

LARGO = 60
PUNTOS = "…"
SUELTAS = frozenset(["a", "al", "ante", "como", "con", "de", "del", "en", "para", "por", "sin"]) | frozenset(
    ["el", "la", "las", "lo", "los", "o", "que", "se", "su", "sus", "tales", "un", "una", "y"]
)
DIA_DE_LA_SEMANA = re.compile(r"\b(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo) (?=\d)")


def componer(inicio: str, acto: str, quien: str, otras: int = 0, breve: str = "") -> str:
    """«Vence el martes 12 de julio: designar enlace, Puebla y 2 más», en a lo más ``LARGO`` caracteres.

    Si no cabe se va callando, en este orden: el quién cuando el correo habla de varias cosas, el final del acto, el día de la semana, y las
    palabras del acto, a las que sustituye ``breve`` («acuerdo CUARTO»). Al acto no se le deja en una sola palabra.
    """
    acto = _con_minuscula(" ".join(acto.split()).rstrip("."))
    posibles = _de_mas_a_menos(inicio, acto, quien, f" y {otras} más" if otras else "", _con_minuscula(breve))
    return next((p for p in posibles if len(p) <= LARGO), recortar(f"{_sin_dia(inicio)}: {acto}", LARGO))


def _de_mas_a_menos(inicio: str, acto: str, quien: str, cola: str, breve: str) -> Iterator[str]:
    yield f"{inicio}: {acto}{_coma(quien)}{cola}"
    yield f"{inicio}: {acto}{cola}" if cola else f"{inicio}: {acto}{_coma(quien)}"
    pie = cola or _coma(quien)
    for comienzo in (inicio, _sin_dia(inicio)):
        corto = recortar(acto, max(LARGO - len(comienzo) - len(": ") - len(pie), 1))
        if " " in corto or corto == acto:
            yield f"{comienzo}: {corto}{pie}"
    for sustituto in filter(None, (breve, acto)):
        yield f"{_sin_dia(inicio)}: {sustituto}{pie}"
        yield f"{_sin_dia(inicio)}: {sustituto}{cola}"
        yield f"{_sin_dia(inicio)}: {sustituto}"


def _coma(quien: str) -> str:
    return f", {quien}" if quien else ""


def _sin_dia(inicio: str) -> str:
    return DIA_DE_LA_SEMANA.sub("", inicio)


def recortar(texto: str, largo: int) -> str:
    """``texto`` en a lo más ``largo`` caracteres, cortado entre palabras y con puntos suspensivos."""
    if len(texto) <= largo:
        return texto
    corte = texto[: largo - 1]
    entero = corte if texto[largo - 1 : largo].isspace() else corte.rsplit(" ", 1)[0]
    palabras = entero.rstrip(" ,;:").split(" ")
    while len(palabras) > 1 and palabras[-1].lower() in SUELTAS:
        palabras.pop()
    return " ".join(palabras).rstrip(",;:") + PUNTOS


def _con_minuscula(texto: str) -> str:
    """Baja la inicial, salvo que la palabra sea una sigla."""
    palabra = texto.split(" ", 1)[0]
    return texto if len(palabra) > 1 and palabra.isupper() else texto[:1].lower() + texto[1:]
