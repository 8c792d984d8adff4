"""Un documento ya leído: su texto, sus páginas, dónde cayó cada palabra y dónde está una cita.

Las medidas van en puntos (1/72 de pulgada), con el origen arriba a la izquierda de la página tal como se muestra.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

TEXTO, RECONOCIDA, SIN_POSICION = "texto", "reconocida", "sin_posicion"
_ANCLA = 32  # letras del principio y del final de una cita que se buscan cuando no aparece entera
_DIRECCION = re.compile(r"\]\([^()\s]{0,500}\)")
_FICHA = re.compile(r"\S+")

Tramo = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Palabra:
    """Una palabra y su lugar. ``inicio``: posición en el texto del documento, o -1 si quedó fuera (encabezados, folios)."""

    texto: str
    x0: float
    y0: float
    x1: float
    y1: float
    inicio: int = -1
    confianza: float | None = None  # 0 a 100, solo en lo reconocido ópticamente

    @property
    def fin(self) -> int:
        """Posición siguiente a su última letra en el texto del documento."""
        return self.inicio + len(self.texto)


@dataclass(frozen=True, slots=True)
class Linea:
    """Un renglón impreso. ``corrida``: encabezado, pie o folio que se repite y no es parte del texto."""

    palabras: tuple[Palabra, ...]
    corrida: bool = False

    @property
    def texto(self) -> str:
        """Sus palabras, separadas por un espacio."""
        return " ".join(p.texto for p in self.palabras)


@dataclass(frozen=True, slots=True)
class Pagina:
    """Una página. ``origen`` dice si su texto venía en el archivo o se reconoció; ``giro``, los grados horarios que se giró para
    leerla derecha: su tamaño y sus posiciones son los de la página ya girada, y así hay que mostrarla."""

    numero: int
    ancho: float
    alto: float
    lineas: tuple[Linea, ...] = ()
    origen: str = TEXTO
    giro: int = 0


@dataclass(frozen=True, slots=True)
class Documento:
    """Lo que se entendió de un archivo. ``texto`` separa páginas con ``\\f``; ``avisos`` dice lo que conviene revisar."""

    tipo: str
    texto: str
    paginas: tuple[Pagina, ...] = ()
    avisos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recuadro:
    """Un rectángulo en una página, en puntos."""

    pagina: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class _Ficha:
    """Una palabra del texto con su renglón, o solo su tramo cuando el formato no tiene páginas."""

    tramo: Tramo
    palabra: Palabra | None = None
    renglon: tuple[int, int] = (0, 0)  # página y renglón


@lru_cache(maxsize=32768)
def compactar(texto: str) -> str:
    """Solo letras y cifras, sin acentos ni mayúsculas: lo que queda igual aunque cambien renglones, guiones y espacios."""
    return "".join(c for c in unicodedata.normalize("NFKD", texto).casefold() if c.isalnum())


def _con_posicion(documento: Documento) -> list[_Ficha]:
    fichas = [
        _Ficha((palabra.inicio, palabra.fin), palabra, (pagina.numero, numero))
        for pagina in documento.paginas
        for numero, linea in enumerate(pagina.lineas)
        for palabra in linea.palabras
        if palabra.inicio >= 0
    ]
    return sorted(fichas, key=lambda f: f.tramo)


def _sin_posicion(texto: str) -> list[_Ficha]:
    visible = _DIRECCION.sub(lambda m: " " * len(m.group()), texto)
    return [_Ficha(m.span()) for m in _FICHA.finditer(visible)]


class Ubicador:
    """Encuentra citas en un documento. Se prepara una vez (lineal en el texto) y cada búsqueda es lineal."""

    def __init__(self, documento: Documento):
        self._fichas = _con_posicion(documento) or _sin_posicion(documento.texto)
        self._inicios = [f.tramo[0] for f in self._fichas]
        compactas = [compactar(documento.texto[a:b]) for a, b in (f.tramo for f in self._fichas)]
        self._fronteras: list[int] = []
        largo = 0
        for compacta in compactas:
            self._fronteras.append(largo)
            largo += len(compacta)
        self._compacto = "".join(compactas)

    def ubicar(self, cita: str, dentro: Tramo | None = None) -> tuple[Recuadro, ...]:
        """Un recuadro por renglón que ocupa ``cita``; vacío si no está o el formato no tiene páginas.

        ``dentro`` limita la búsqueda a un tramo del texto, para distinguir frases que se repiten.
        """
        fichas = [f for f in self._halladas(cita, dentro) if f.palabra is not None]
        return tuple(_recuadro(pagina, [f.palabra for f in grupo if f.palabra]) for (pagina, _), grupo in groupby(fichas, key=lambda f: f.renglon))

    def tramo(self, cita: str, dentro: Tramo | None = None) -> Tramo | None:
        """Dónde está ``cita`` en el texto del documento, en palabras completas; ``None`` si no está."""
        fichas = self._halladas(cita, dentro)
        return (fichas[0].tramo[0], fichas[-1].tramo[1]) if fichas else None

    def _halladas(self, cita: str, dentro: Tramo | None) -> list[_Ficha]:
        aguja = compactar(cita)
        if not aguja:
            return []
        desde, hasta = self._limites(dentro)
        lugar = self._entera(aguja, desde, hasta) or self._por_sus_extremos(aguja, desde, hasta)
        if lugar is None:
            return []
        primera = bisect_right(self._fronteras, lugar[0]) - 1
        ultima = bisect_right(self._fronteras, lugar[1] - 1) - 1
        return list(self._fichas[primera : ultima + 1])

    def _limites(self, dentro: Tramo | None) -> Tramo:
        if dentro is None:
            return 0, len(self._compacto)
        primera = max(bisect_right(self._inicios, dentro[0]) - 1, 0)
        siguiente = bisect_right(self._inicios, dentro[1] - 1)
        fin = self._fronteras[siguiente] if siguiente < len(self._fronteras) else len(self._compacto)
        return (self._fronteras[primera] if self._fronteras else 0), fin

    def _entera(self, aguja: str, desde: int, hasta: int) -> Tramo | None:
        inicio = self._compacto.find(aguja, desde, hasta)
        return None if inicio < 0 else (inicio, inicio + len(aguja))

    def _por_sus_extremos(self, aguja: str, desde: int, hasta: int) -> Tramo | None:
        """La cita con algo intercalado (un encabezado que no se reconoció como tal): su principio y, cerca, su final."""
        if len(aguja) < 2 * _ANCLA:
            return None
        inicio = self._compacto.find(aguja[:_ANCLA], desde, hasta)
        if inicio < 0:
            return None
        tope = min(hasta, inicio + len(aguja) * 3 // 2 + 200)
        final = self._compacto.find(aguja[-_ANCLA:], inicio + _ANCLA, tope)
        return None if final < 0 else (inicio, final + _ANCLA)


def _recuadro(pagina: int, palabras: list[Palabra]) -> Recuadro:
    return Recuadro(
        pagina,
        min(p.x0 for p in palabras),
        min(p.y0 for p in palabras),
        max(p.x1 for p in palabras),
        max(p.y1 for p in palabras),
    )


def ubicar(cita: str, documento: Documento, dentro: Tramo | None = None) -> tuple[Recuadro, ...]:
    """Dónde se ve ``cita`` en las páginas. Para muchas citas del mismo documento, prepara un ``Ubicador`` y pregúntale."""
    return Ubicador(documento).ubicar(cita, dentro)
