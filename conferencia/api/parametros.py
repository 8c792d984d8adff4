"""Los parámetros de la URL, declarados una vez: de aquí salen su lectura, sus errores y su renglón en el esquema."""

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID

from django.http import QueryDict

from conferencia.api.problemas import ErrorDeParametro, ParametrosInvalidos

LARGO_MAXIMO = 200


@dataclass(frozen=True)
class Parametro:
    """``leer`` convierte un texto o levanta ``ValueError`` con lo que se esperaba. ``esquema``: JSON Schema de un valor."""

    nombre: str
    descripcion: str
    leer: Callable[[str], object]
    esquema: dict
    repetible: bool = False
    requerido: bool = False

    def como(self, nombre: str) -> "Parametro":
        """El mismo con otro nombre."""
        return replace(self, nombre=nombre)

    def exigido(self) -> "Parametro":
        """El mismo, sin el cual no se contesta."""
        return replace(self, requerido=True)


def texto(nombre: str, descripcion: str, *, largo: int = LARGO_MAXIMO, repetible: bool = False, ejemplo: str = "") -> Parametro:
    def leer(valor: str) -> str:
        limpio = valor.strip()
        if not limpio or len(limpio) > largo or "\0" in limpio:
            raise ValueError(f"Se espera un texto de 1 a {largo} caracteres.")
        return limpio

    esquema = {"type": "string", "minLength": 1, "maxLength": largo, "pattern": r"^[^\x00]*\S[^\x00]*$"}
    return Parametro(nombre, descripcion, leer, esquema | ({"examples": [ejemplo]} if ejemplo else {}), repetible)


def opcion(nombre: str, descripcion: str, valores: Iterable[str], *, repetible: bool = False) -> Parametro:
    validos = [str(v) for v in valores]

    def leer(valor: str) -> str:
        if valor not in validos:
            raise ValueError(f"«{valor[:40]}» no es una opción. Las opciones son: {', '.join(validos)}.")
        return valor

    return Parametro(nombre, descripcion, leer, {"type": "string", "enum": validos}, repetible)


def fecha(nombre: str, descripcion: str) -> Parametro:
    def leer(valor: str) -> date:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", valor, re.ASCII):
            with suppress(ValueError):
                return date.fromisoformat(valor)
        raise ValueError("Se espera una fecha real, AAAA-MM-DD.")

    return Parametro(nombre, descripcion, leer, {"type": "string", "format": "date"})


INSTANTE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?(?:Z|[+-]\d{2}:\d{2})", re.ASCII)


def instante(nombre: str, descripcion: str, *, requerido: bool = False) -> Parametro:
    def leer(valor: str) -> datetime:
        limpio = valor.replace(" ", "+")  # un «+» sin escapar llega como espacio
        if INSTANTE.fullmatch(limpio):
            with suppress(ValueError, OverflowError):
                return datetime.fromisoformat(limpio).astimezone(UTC)
        raise ValueError("Se espera un instante con su zona, como 2022-10-03T18:00:00-05:00.")

    return Parametro(nombre, descripcion, leer, {"type": "string", "format": "date-time"}, requerido=requerido)


def entero(nombre: str, descripcion: str, minimo: int, maximo: int, omision: int) -> Parametro:
    def leer(valor: str) -> int:
        if not re.fullmatch(r"\d{1,9}", valor, re.ASCII) or not minimo <= int(valor) <= maximo:
            raise ValueError(f"Se espera un entero de {minimo} a {maximo}.")
        return int(valor)

    return Parametro(nombre, descripcion, leer, {"type": "integer", "minimum": minimo, "maximum": maximo, "default": omision})


def patron(nombre: str, descripcion: str, forma: str, esperado: str, *, ejemplo: str) -> Parametro:
    """Un texto corto que debe casar entero con ``forma``; ``esperado`` completa «Se espera …»."""

    def leer(valor: str) -> str:
        if not re.fullmatch(forma, valor, re.ASCII):
            raise ValueError(f"Se espera {esperado}.")
        return valor

    return Parametro(nombre, descripcion, leer, {"type": "string", "pattern": f"^(?:{forma})$", "examples": [ejemplo]}, repetible=True)


def id_o_clave(nombre: str, descripcion: str, *, ejemplo: str) -> Parametro:
    """Un UUID o una clave legible; se distinguen por su forma."""
    base = texto(nombre, descripcion, largo=90, repetible=True, ejemplo=ejemplo)

    def leer(valor: str) -> UUID | str:
        limpio = base.leer(valor)
        try:
            return UUID(limpio)
        except ValueError:
            return limpio

    return replace(base, leer=leer)


def lista(nombre: str, descripcion: str, valores: Sequence[str]) -> Parametro:
    """Nombres separados por coma; el valor leído es un ``frozenset``."""

    def leer(valor: str) -> frozenset[str]:
        pedidos = [v.strip() for v in valor.split(",")]
        if malos := [v for v in pedidos if v not in valores]:
            raise ValueError(f"«{malos[0][:40]}» no es un campo. Los campos son: {', '.join(valores)}.")
        return frozenset(pedidos)

    return Parametro(nombre, descripcion, leer, {"type": "array", "items": {"type": "string", "enum": list(valores)}, "minItems": 1})


def leer_parametros(query: QueryDict, declarados: Sequence[Parametro]) -> dict[str, list]:
    """Valores por nombre, siempre en lista. Falla con ``ParametrosInvalidos``, que los nombra todos."""
    por_nombre = {p.nombre: p for p in declarados}
    leidos: dict[str, list] = {}
    errores = [_desconocido(nombre, por_nombre) for nombre in query if nombre not in por_nombre]
    errores += [_faltante(p.nombre) for p in declarados if p.requerido and p.nombre not in query]
    for nombre in query:
        if nombre in por_nombre:
            leidos[nombre] = _valores(por_nombre[nombre], query.getlist(nombre), errores)
    if errores:
        raise ParametrosInvalidos(errores)
    return leidos


def _desconocido(nombre: str, por_nombre: dict) -> ErrorDeParametro:
    admitidos = ", ".join(por_nombre) or "ninguno"
    return ErrorDeParametro.en(nombre[:80], "desconocido", f"No se reconoce el parámetro «{nombre[:80]}». Aquí se admiten: {admitidos}.")


def _faltante(nombre: str) -> ErrorDeParametro:
    return ErrorDeParametro.en(nombre, "requerido", f"Falta «{nombre}».")


def _valores(parametro: Parametro, textos: list[str], errores: list[ErrorDeParametro]) -> list:
    if len(textos) > 1 and not parametro.repetible:
        errores.append(ErrorDeParametro.en(parametro.nombre, "repetido", f"«{parametro.nombre}» se da una sola vez."))
        return []
    valores = []
    for valor in textos:
        try:
            valores.append(parametro.leer(valor))
        except ValueError as error:
            errores.append(ErrorDeParametro.en(parametro.nombre, "valor_invalido", str(error)))
    return valores
