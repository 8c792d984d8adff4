"""Palabras sueltas con su lugar, y los renglones que forman."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median_low

_HUECO = 0.9  # alturas de letra: más que esto entre dos palabras ya es otro trozo
_OTRA_LETRA, _OTRA_RECONOCIDA = 1.3, 1.6  # veces más alta; lo reconocido mide la tinta, y sin letras que bajen o suban encoge


@dataclass(slots=True)
class Vocablo:
    """Una palabra impresa. Puntos, origen arriba a la izquierda."""

    texto: str
    x0: float
    y0: float
    x1: float
    y1: float
    confianza: float | None = None


@dataclass(slots=True)
class Renglon:
    """Palabras de un mismo renglón. ``aparte``: empieza párrafo; ``celdas``: es fila de una tabla."""

    vocablos: list[Vocablo]
    x0: float = 0.0
    y0: float = 0.0
    x1: float = 0.0
    y1: float = 0.0
    aparte: bool = False
    corrido: bool = False
    cortado: bool = False  # su última palabra sigue en el renglón siguiente
    celdas: list[list[Vocablo]] = field(default_factory=list)
    hoja: tuple[int, int] = (0, 0)  # página y bloque de ella
    izquierda: float = 0.0  # márgenes de su columna
    derecha: float = 0.0
    justificado: bool = False

    def __post_init__(self) -> None:
        self.x0 = min(v.x0 for v in self.vocablos)
        self.y0 = min(v.y0 for v in self.vocablos)
        self.x1 = max(v.x1 for v in self.vocablos)
        self.y1 = max(v.y1 for v in self.vocablos)

    @property
    def alto(self) -> float:
        """Altura de letra del renglón, en puntos."""
        return self.y1 - self.y0

    @property
    def centro(self) -> float:
        """Altura de su línea media en la página."""
        return (self.y0 + self.y1) / 2

    @property
    def reconocido(self) -> bool:
        """¿Salió del reconocimiento óptico?"""
        return self.vocablos[0].confianza is not None

    @property
    def sangrado(self) -> bool:
        """¿Empieza metido respecto del margen de su columna, sin llegar a estar centrado?"""
        return 1.0 * self.alto < self.x0 - self.izquierda < 0.25 * (self.derecha - self.izquierda)

    @property
    def texto(self) -> str:
        """Sus palabras, separadas por un espacio."""
        return " ".join(v.texto for v in self.vocablos)


def en_trozos(vocablos: list[Vocablo]) -> list[Renglon]:
    """Une palabras contiguas del mismo renglón, en el orden recibido. Un hueco ancho separa: puede ser otra columna."""
    trozos: list[list[Vocablo]] = []
    for vocablo in vocablos:
        if trozos and _contiguos(trozos[-1][-1], vocablo):
            trozos[-1].append(vocablo)
        else:
            trozos.append([vocablo])
    return [Renglon(trozo) for trozo in trozos]


def _contiguos(previo: Vocablo, vocablo: Vocablo) -> bool:
    alto = min(previo.y1 - previo.y0, vocablo.y1 - vocablo.y0)
    comun = min(previo.y1, vocablo.y1) - max(previo.y0, vocablo.y0)
    return comun > 0.5 * alto and -0.5 * alto <= vocablo.x0 - previo.x1 <= _HUECO * alto


def fundidos(trozos: list[Renglon]) -> list[Renglon]:
    """Los trozos de una misma columna hechos renglones completos, de arriba abajo."""
    filas: list[list[Renglon]] = []
    for trozo in sorted(trozos, key=lambda t: t.centro):
        if filas and trozo.centro - filas[-1][0].centro <= 0.45 * max(trozo.alto, filas[-1][0].alto):
            filas[-1].append(trozo)
        else:
            filas.append([trozo])
    return [fila[0] if len(fila) == 1 else _fundido(fila) for fila in filas]


def _fundido(fila: list[Renglon]) -> Renglon:
    return Renglon(sorted((v for trozo in fila for v in trozo.vocablos), key=lambda v: v.x0))


def interlinea(bloques: list[list[Renglon]]) -> float:
    """Distancia usual entre renglones de un mismo párrafo, en puntos; 0 si no hay con qué saberlo.

    Solo cuentan los que siguen a un renglón lleno: tras uno corto suele venir el aire de otro párrafo.
    """
    pares = [(a, b.centro - a.centro) for bloque in bloques for a, b in pairwise(bloque) if b.centro > a.centro]
    llenos = [salto for a, salto in pares if a.derecha - a.x1 < 0.12 * (a.derecha - a.izquierda)]
    return median_low(llenos or [salto for _, salto in pares] or [0.0])


def marcar_margenes(bloque: list[Renglon]) -> None:
    """Anota en cada renglón los márgenes de su columna y si los renglones llegan parejos al derecho."""
    izquierda = min(r.x0 for r in bloque)
    derecha = max(r.x1 for r in bloque)
    parejos = sum(derecha - r.x1 < 2 for r in bloque)
    for renglon in bloque:
        renglon.izquierda, renglon.derecha = izquierda, derecha
        renglon.justificado = len(bloque) >= 4 and parejos >= 0.5 * len(bloque)


def marcar_parrafos(bloque: list[Renglon], usual: float) -> None:
    """Marca los renglones que empiezan párrafo: más aire arriba, otra letra, o sangría tras un renglón sin ella."""
    izquierda = bloque[0].izquierda
    for previo, renglon in pairwise(bloque):
        salto = renglon.centro - previo.centro
        altos = sorted((previo.alto, renglon.alto))
        aire = usual and salto > 1.22 * usual and salto > 1.15 * altos[1]
        otra_letra = altos[1] > altos[0] * (_OTRA_RECONOCIDA if renglon.reconocido else _OTRA_LETRA)
        sangria = previo.x0 - izquierda < 0.3 * altos[0] and renglon.sangrado
        renglon.aparte = bool(aire or otra_letra or sangria)
