"""Cifras: cómo se leen, cuándo son posibles, cuándo llaman la atención y cuánto avance dicen. Cero no es «sin dato»."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

VECES_QUE_LLAMAN = 3
ETAPAS = ("sin_iniciar", "negociacion", "por_firmar", "firmado")
_NUMERO = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_MAXIMO = Decimal(10) ** 10  # lo que cabe en la columna


class CifraInvalida(Exception):
    """Lo escrito no puede ser el valor de ese indicador; el mensaje dice por qué."""


@dataclass(frozen=True)
class Limites:
    """Lo que un indicador admite. ``decimales``: cuántos a lo más."""

    decimales: int = 0
    minimo: Decimal | None = None
    maximo: Decimal | None = None


def leer_cifra(texto: str) -> Decimal:
    """«1,234.5» como se escribe en México. ``CifraInvalida`` si no es un número."""
    limpio = texto.strip().removesuffix("%").strip()
    if not _NUMERO.fullmatch(limpio):
        raise CifraInvalida("Escribe un número, por ejemplo 1,234 o 56.7.")
    return Decimal(limpio.replace(",", ""))


def revisar_cifra(valor: Decimal, limites: Limites) -> Decimal:
    """El mismo valor si el indicador lo admite; si no, ``CifraInvalida``."""
    if valor != valor.quantize(Decimal(1).scaleb(-limites.decimales)):
        pide = "un número entero" if limites.decimales == 0 else f"un número con {limites.decimales} decimal{'es' if limites.decimales > 1 else ''} a lo más"
        raise CifraInvalida(f"Debe ser {pide}.")
    if limites.minimo is not None and valor < limites.minimo:
        raise CifraInvalida(f"No puede ser menor que {dicha(limites.minimo)}.")
    if limites.maximo is not None and valor > limites.maximo:
        raise CifraInvalida(f"No puede ser mayor que {dicha(limites.maximo)}.")
    if abs(valor) >= _MAXIMO:
        raise CifraInvalida("Es una cifra demasiado grande.")
    return valor


def dicha(valor: Decimal | None) -> str:
    """«1,234.5», sin ceros de más; «sin dato» si no lo hay."""
    if valor is None:
        return "sin dato"
    return f"{valor:,f}".rstrip("0").rstrip(".") if "." in f"{valor:f}" else f"{valor:,f}"


def llama_la_atencion(valor: Decimal | None, previos: Sequence[Decimal]) -> str:
    """Por qué conviene confirmarlo, o vacío: tres veces más (o menos) que el promedio de lo anterior. Nunca impide."""
    if valor is None or not previos:
        return ""
    promedio = sum(previos, Decimal(0)) / len(previos)
    if promedio <= 0:
        return ""
    de_cuantos = "del periodo anterior" if len(previos) == 1 else f"promedio de los {len(previos)} anteriores"
    redondo = dicha(promedio.quantize(Decimal("0.1")))
    if valor > promedio * VECES_QUE_LLAMAN:
        return f"Es más de tres veces el valor {de_cuantos} ({redondo})."
    return f"Es menos de la tercera parte del valor {de_cuantos} ({redondo})." if valor * VECES_QUE_LLAMAN < promedio else ""


def avance_de(valor: Decimal | None, meta: Decimal) -> int:
    """Por ciento de la meta, hacia abajo: 99.9 no es 100."""
    if valor is None or valor <= 0:
        return 0
    return min(100, int((valor * 100 / meta).to_integral_value(ROUND_FLOOR)))


def promedio_de(avances: Iterable[int]) -> int:
    """El avance de varias partes o indicadores, hacia abajo; ninguno, cero."""
    todos = list(avances)
    return sum(todos) // len(todos) if todos else 0


def avance_de_etapa(etapa: str) -> int:
    """Cada etapa es un tercio del camino: 0, 33, 66 y 100."""
    return ETAPAS.index(etapa) * 100 // (len(ETAPAS) - 1)
