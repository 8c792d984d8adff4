"""Texto plegado (minúsculas, sin acentos) con la misma longitud, y su partición en fichas.

Conservar la longitud permite buscar en el texto plegado y citar en el original con las mismas posiciones.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_CIFRA_DUDOSA = re.compile(r"(?<!\w)(?=[lIO]*[0-9])(?!\d{1,2}o\b)[0-9lIOo]{2,4}(?!\w)")
_REPARACION = str.maketrans({"l": "1", "I": "1", "O": "0", "o": "0"})
_FICHA = re.compile(r"[^\W_]+(?:[-/.@][^\W_]+)*|[^\w\s]", re.UNICODE)


class _Plegada(dict[int, str]):
    """De cada letra a su forma plegada, que se calcula la primera vez que aparece."""

    def __missing__(self, punto: int) -> str:
        letra = chr(punto)
        if letra.isspace():
            base = "\n" if letra == "\n" else " "
        else:
            base = unicodedata.normalize("NFD", letra.lower())[:1] or letra
        self[punto] = base
        return base


_PLEGADA = _Plegada()


@lru_cache(maxsize=64)  # cada gramática pliega el mismo párrafo; con uno enorme, eso era la mitad del tiempo
def plegar(texto: str) -> str:
    """Minúsculas sin acentos ni eñes, carácter por carácter: ``len(plegar(t)) == len(t)``."""
    return texto.translate(_PLEGADA)


def reparar_cifras(texto: str) -> str:
    """Corrige letras que el reconocimiento óptico confundió con cifras («2O22», «l8»), sin mover posiciones.

    Solo toca fichas de dos a cuatro signos que ya tienen una cifra; «1o» (primero) se respeta.
    """
    return _CIFRA_DUDOSA.sub(lambda m: m.group().translate(_REPARACION), texto)


@dataclass(frozen=True, slots=True)
class Ficha:
    """Una palabra o un signo, con su lugar en el texto y su forma plegada."""

    inicio: int
    fin: int
    forma: str
    original: str

    @property
    def es_palabra(self) -> bool:
        """¿Es palabra o cifra, y no un signo?"""
        return self.forma[0].isalnum()


def fichas(texto: str, inicio: int = 0, fin: int | None = None) -> list[Ficha]:
    """Las fichas de ``texto[inicio:fin]``, con posiciones del texto completo."""
    hasta = len(texto) if fin is None else fin
    return [Ficha(m.start(), m.end(), plegar(m.group()), m.group()) for m in _FICHA.finditer(texto, inicio, hasta)]


def compactar(texto: str) -> str:
    """Plegado, sin signos y con un solo espacio entre palabras: para comparar nombres."""
    return " ".join(re.findall(r"[a-z0-9]+", plegar(texto)))
