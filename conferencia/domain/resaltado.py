"""Un párrafo partido en lo hallado y lo demás: compromisos, plazos, responsables y referencias, sin perder un carácter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

COMPROMISO, PLAZO, QUIEN, REFERENCIA = "compromiso", "plazo", "quien", "referencia"


@dataclass(frozen=True, slots=True)
class Marca:
    """Un hallazgo en el párrafo. ``de``: el ``id`` del compromiso al que pertenece."""

    inicio: int
    fin: int
    clase: str
    de: str = ""


@dataclass(frozen=True, slots=True)
class Segmento:
    """Un tramo de texto seguido con las mismas marcas. ``abren``: los compromisos cuya cita empieza justo aquí."""

    texto: str
    compromiso: str = ""
    clases: tuple[str, ...] = ()
    abren: tuple[str, ...] = ()


def partir(texto: str, marcas: Sequence[Marca]) -> list[Segmento]:
    """Los segmentos en orden. Donde varias citas se enciman manda la que empezó al último; las demás abren ahí igualmente."""
    dentro = [m for m in marcas if 0 <= m.inicio < m.fin <= len(texto)]
    cortes = sorted({0, len(texto), *(m.inicio for m in dentro), *(m.fin for m in dentro)})
    return [_segmento(texto, desde, hasta, dentro) for desde, hasta in pairwise(cortes)]


def _segmento(texto: str, desde: int, hasta: int, marcas: Sequence[Marca]) -> Segmento:
    cubren = [m for m in marcas if m.inicio <= desde and hasta <= m.fin]
    citas = sorted((m for m in cubren if m.clase == COMPROMISO), key=lambda m: (m.inicio, -m.fin))
    clases = tuple(c for c in (PLAZO, QUIEN, REFERENCIA) if any(m.clase == c for m in cubren))
    abren = tuple(m.de for m in marcas if m.clase == COMPROMISO and m.inicio == desde)
    return Segmento(texto[desde:hasta], citas[-1].de if citas else "", clases, abren)


def marcas_de(texto: str, compromisos: Sequence[Mapping], referencias: Sequence[Mapping]) -> list[Marca]:
    """Las marcas de los compromisos de este párrafo y de las referencias de su disposición que aparecen en él."""
    marcas: list[Marca] = []
    for c in compromisos:
        inicio, fin = c["texto"]["inicio"], c["texto"]["fin"]
        marcas.append(Marca(inicio, fin, COMPROMISO, c["id"]))
        marcas += _frase(texto, c["plazo"]["texto"], PLAZO, c["id"], inicio, fin)
        for responsable in c["responsables"]:
            marcas += _frase(texto, responsable, QUIEN, c["id"], inicio, fin)
    for r in referencias:
        marcas += _frase(texto, r["texto"], REFERENCIA, "", 0, len(texto))
    return marcas


def _frase(texto: str, frase: str, clase: str, de: str, inicio: int, fin: int) -> list[Marca]:
    """Donde la frase aparece: dentro de la cita, si está; si no, lo más cerca que haya antes de ella, o después."""
    if not frase:
        return []
    lugar = texto.find(frase, inicio, fin)
    if lugar < 0:
        lugar = texto.rfind(frase, 0, fin)
    if lugar < 0:
        lugar = texto.find(frase)
    return [Marca(lugar, lugar + len(frase), clase, de)] if lugar >= 0 else []


@dataclass(frozen=True, slots=True)
class Hallazgo:
    """Dónde está una frase en un párrafo; ``veces`` distinto de 1: no está, o está repetida."""

    inicio: int
    fin: int
    veces: int


def hallar_frase(parrafo: str, frase: str, cerca: int | None = None) -> Hallazgo:
    """Busca ``frase`` tal como está escrita, sin que importen los espacios ni los renglones en que venga partida.

    ``cerca``: la posición que alguien señaló; si la frase se repite, es la que empieza más cerca de ahí.
    """
    plano, lugares = _sin_blancos(parrafo)
    aguja, _ = _sin_blancos(frase)
    if not aguja:
        return Hallazgo(0, 0, 0)
    hallados, desde = [], plano.find(aguja)
    while desde >= 0:
        hallados.append(desde)
        desde = plano.find(aguja, desde + 1)
    if not hallados:
        return Hallazgo(0, 0, 0)
    primera, veces = hallados[0], len(hallados)
    if cerca is not None:
        primera, veces = min(hallados, key=lambda n: abs(lugares[n] - cerca)), 1
    return Hallazgo(lugares[primera], lugares[primera + len(aguja) - 1] + 1, veces)


def _sin_blancos(texto: str) -> tuple[str, list[int]]:
    lugares = [i for i, c in enumerate(texto) if not c.isspace()]
    return "".join(texto[i] for i in lugares), lugares
