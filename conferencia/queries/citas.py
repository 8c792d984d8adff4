"""Un párrafo partido en lo comprometido y lo demás, sin perder un carácter aunque las citas se traslapen."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

ORDINALES = ("primero", "segundo", "tercero", "cuarto", "quinto", "sexto", "séptimo", "octavo", "noveno", "décimo")


def rotulo_de_parrafo(numero: int) -> str:
    """«Párrafo segundo»; pasado el décimo, en cifra."""
    return f"Párrafo {ORDINALES[numero - 1] if numero <= len(ORDINALES) else numero}"


@dataclass(frozen=True)
class Tramo:
    """Dónde está la cita de un compromiso en su párrafo. ``numero``: cómo se le llama en la página."""

    inicio: int
    fin: int
    compromiso: str
    numero: int
    url: str = ""


def segmentar(texto: str, tramos: Sequence[Tramo]) -> list[dict]:
    """Los segmentos que pide ``components/cita.html``, en orden.

    Donde varias citas se enciman manda la que empezó al último (a igual inicio, la más corta); las demás dejan ahí su
    número con un segmento sin texto: cada compromiso aparece siempre.
    """
    dentro = [t for t in tramos if 0 <= t.inicio < t.fin <= len(texto)]
    cortes = sorted({0, len(texto), *(t.inicio for t in dentro), *(t.fin for t in dentro)})
    segmentos: list[dict] = []
    for desde, hasta in pairwise(cortes):
        cubren = sorted((t for t in dentro if t.inicio <= desde and hasta <= t.fin), key=lambda t: (t.inicio, -t.fin, t.numero))
        manda = cubren[-1] if cubren else None
        segmentos += [_segmento("", t) for t in cubren[:-1] if t.inicio == desde]
        segmentos.append(_segmento(texto[desde:hasta], manda))
    return segmentos


def _segmento(texto: str, tramo: Tramo | None) -> dict:
    if tramo is None:
        return {"texto": texto, "compromiso": None}
    return {"texto": texto, "compromiso": tramo.compromiso, "numero": tramo.numero, "url": tramo.url}
