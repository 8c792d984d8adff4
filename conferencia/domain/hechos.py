"""La cadena de hechos: cada renglón lleva la huella del anterior, sobre un texto canónico."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

GENESIS = "0" * 64


def canonico(datos: Mapping) -> str:
    """JSON con llaves ordenadas y sin espacios: el mismo contenido da siempre los mismos bytes."""
    return json.dumps(datos, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def huella(anterior: str, contenido: Mapping) -> str:
    """SHA-256 hexadecimal de la huella anterior y el contenido canónico."""
    return hashlib.sha256(f"{anterior}\n{canonico(contenido)}".encode()).hexdigest()


@dataclass(frozen=True)
class Eslabon:
    numero: int
    contenido: Mapping
    anterior: str
    huella: str


@dataclass(frozen=True)
class Rotura:
    """Primer eslabón que no concuerda y por qué."""

    numero: int
    motivo: str


def primera_rotura(eslabones: Iterable[Eslabon]) -> tuple[Rotura | None, int, str]:
    """Recorre en orden y en memoria constante. Da la rotura (o ``None``), cuántos revisó y la última huella buena."""
    esperado, ultima = 1, GENESIS
    for eslabon in eslabones:
        if motivo := _discordancia(eslabon, esperado, ultima):
            return Rotura(esperado if eslabon.numero > esperado else eslabon.numero, motivo), esperado - 1, ultima
        esperado, ultima = esperado + 1, eslabon.huella
    return None, esperado - 1, ultima


def _discordancia(eslabon: Eslabon, esperado: int, ultima: str) -> str:
    if eslabon.numero != esperado:
        return f"falta el hecho {esperado}: el siguiente es el {eslabon.numero}"
    if eslabon.anterior != ultima:
        return "no enlaza con el hecho anterior"
    if huella(ultima, eslabon.contenido) != eslabon.huella:
        return "su contenido no corresponde a su huella"
    return ""


def encadenar(contenidos: Iterable[Mapping], *, ultimo: int, ultima: str) -> Iterator[Eslabon]:
    """Numera y sella ``contenidos`` a continuación del hecho ``ultimo``."""
    for numero, contenido in enumerate(contenidos, start=ultimo + 1):
        sello = huella(ultima, contenido)
        yield Eslabon(numero, contenido, ultima, sello)
        ultima = sello
