"""De los renglones de cada página al documento: un solo texto, y cada palabra con su lugar en él."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from conferencia.domain.documento import TEXTO, Documento, Linea, Pagina, Palabra

from .corridos import marcar_corridos
from .parrafos import PARRAFO, RENGLON, conserva_guion, esta_cortada, union
from .renglones import Renglon, Vocablo

_MEDIOS = str.maketrans({"\u00ad": None, "\u2010": "-", "\u2011": "-", "\u0002": "-", "\ufffe": "-", "\u200b": None, "\ufeff": None, "\0": None})


@dataclass(slots=True)
class Plana:
    """Una página a medio leer: sus renglones en orden de lectura. ``giro``: los grados horarios que ya se le dieron."""

    numero: int
    ancho: float
    alto: float
    renglones: list[Renglon] = field(default_factory=list)
    origen: str = TEXTO
    giro: int = 0


class _Texto:
    """El texto del documento mientras crece: un párrafo por renglón y una línea en blanco entre párrafos."""

    def __init__(self) -> None:
        self.partes: list[str] = []
        self.largo = 0
        self.previo: Renglon | None = None

    def poner(self, parte: str) -> int:
        """Añade ``parte`` y dice dónde empezó."""
        inicio = self.largo
        self.partes.append(parte)
        self.largo += len(parte)
        return inicio

    def renglon(self, renglon: Renglon) -> Linea:
        """Añade un renglón, unido al anterior como se vea en la página."""
        if self.previo is not None:
            separador = union(self.previo, renglon)
            otra_pagina = separador in {RENGLON, PARRAFO} and self.previo.hoja[0] != renglon.hoja[0]
            self.poner("\n\f" if otra_pagina else separador)
        self.previo = renglon
        return Linea(tuple(self._fila(renglon) if renglon.celdas else self._seguidas(renglon.vocablos)))

    def _seguidas(self, vocablos: list[Vocablo]) -> list[Palabra]:
        palabras: list[Palabra] = []
        for vocablo in vocablos:
            limpio = _limpio(vocablo.texto)
            if not limpio:
                continue
            if palabras:
                self.poner(" ")
            palabras.append(_palabra(vocablo, limpio, self.poner(limpio)))
        return palabras

    def _fila(self, renglon: Renglon) -> list[Palabra]:
        palabras = []
        self.poner("|")
        for celda in renglon.celdas:
            self.poner(" ")
            palabras += self._seguidas(celda)
            self.poner(" |")
        return palabras


def armar(planas: list[Plana], tipo: str, avisos: list[str]) -> Documento:
    """El documento, con encabezados y folios fuera del texto pero en su página."""
    marcar_corridos([(p.alto, p.renglones) for p in planas])
    _pegar_cortadas([r for p in planas for r in p.renglones if not r.corrido])
    texto = _Texto()
    paginas = [Pagina(p.numero, round(p.ancho, 1), round(p.alto, 1), tuple(_linea(r, texto) for r in p.renglones), p.origen, p.giro) for p in planas]
    return Documento(tipo, "".join(texto.partes), tuple(paginas), tuple(avisos))


def _linea(renglon: Renglon, texto: _Texto) -> Linea:
    if renglon.corrido:
        return Linea(tuple(_palabra(v, _limpio(v.texto), -1) for v in renglon.vocablos), corrida=True)
    return texto.renglon(renglon)


def _pegar_cortadas(renglones: list[Renglon]) -> None:
    """Quita el guion a las palabras cortadas al final del renglón."""
    for previo, renglon in pairwise(renglones):
        ultima, sigue = previo.vocablos[-1], renglon.vocablos[0].texto
        previo.cortado = not previo.celdas and not renglon.celdas and esta_cortada(ultima.texto, sigue)
        if previo.cortado and not conserva_guion(ultima.texto, sigue):
            ultima.texto = ultima.texto[:-1]


def _limpio(texto: str) -> str:
    return texto.translate(_MEDIOS)


def _palabra(vocablo: Vocablo, texto: str, inicio: int) -> Palabra:
    return Palabra(texto, round(vocablo.x0, 1), round(vocablo.y0, 1), round(vocablo.x1, 1), round(vocablo.y1, 1), inicio, vocablo.confianza)
