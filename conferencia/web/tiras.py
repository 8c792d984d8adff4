"""El tramo de página donde está cada disposición, con sus citas recuadradas: lo que la mesa muestra en vez del texto."""

from collections.abc import Collection
from dataclasses import dataclass

from conferencia.domain.captura import DESCARTADO, PROPUESTO
from conferencia.domain.documento import Pagina, Tramo, Ubicador
from conferencia.models import Acta
from conferencia.services.posiciones import Posiciones, posiciones_de, recuadros

MARGEN = 10.0  # puntos por encima y por debajo


@dataclass(frozen=True)
class Caja:
    """Un renglón de la cita de un compromiso, en puntos, ya escrito para SVG. ``primera``: lleva el número."""

    id: str
    numero: str
    estado: str
    x: str
    y: str
    ancho: str
    alto: str
    primera: bool
    centro: str

    @property
    def dicho(self) -> str:
        return {PROPUESTO: "por confirmar"}.get(self.estado, self.estado)


@dataclass(frozen=True)
class Tira:
    """Una franja de la página ``numero``: su ventana SVG y las cajas que caen en ella."""

    numero: int
    ventana: str
    ancho: str
    alto: str
    margen: str
    cajas: tuple[Caja, ...]


def tiras_de(acta: Acta, solo: Collection[str] | None = None) -> dict[str, list[Tira]]:
    """Por disposición («a3»; las de ``solo``, si se da), sus franjas en orden; vacío si el documento no tiene páginas."""
    recepcion = getattr(acta, "recepcion", None)
    posiciones = posiciones_de(recepcion) if recepcion else None
    if posiciones is None:
        return {}
    ubicador = posiciones.ubicador()
    pedidas = {clave: d for d in acta.lectura["disposiciones"] if (clave := f"{d['clase'][0]}{d['numero']}") in (solo or {clave})}
    return {clave: tiras for clave, d in pedidas.items() if (tiras := _tiras(clave, d, posiciones, ubicador))}


def _tiras(clave: str, disposicion: dict, posiciones: Posiciones, ubicador: Ubicador) -> list[Tira]:
    tramos = posiciones.origenes.get(clave, [])
    if not tramos:
        return []
    todo = min(t[0] for t in tramos), max(t[1] for t in tramos)
    cajas = [(r.pagina, caja) for c in disposicion["compromisos"] for r, caja in _cajas(clave, disposicion, c, posiciones, ubicador)]
    tiras = []
    for pagina in posiciones.documento.paginas:
        if (alcance := _alcance(pagina, todo)) is not None:
            arriba, abajo, izquierda = alcance
            suyas = tuple(caja for numero, caja in cajas if numero == pagina.numero)
            tiras.append(
                Tira(
                    pagina.numero,
                    f"0 {arriba:.1f} {pagina.ancho:.1f} {abajo - arriba:.1f}",
                    f"{pagina.ancho:.1f}",
                    f"{pagina.alto:.1f}",
                    f"{max(izquierda - 12, 8):.1f}",
                    suyas,
                )
            )
    return tiras


def _alcance(pagina: Pagina, tramo: Tramo) -> tuple[float, float, float] | None:
    """De qué altura a qué altura de la página va el tramo, con su aire, y dónde empieza su margen; ``None`` si no está en ella."""
    dentro = [p for linea in pagina.lineas for p in linea.palabras if tramo[0] <= p.inicio < tramo[1]]
    if not dentro:
        return None
    return max(0.0, min(p.y0 for p in dentro) - MARGEN), min(pagina.alto, max(p.y1 for p in dentro) + MARGEN), min(p.x0 for p in dentro)


def _cajas(clave: str, disposicion: dict, c: dict, posiciones: Posiciones, ubicador: Ubicador) -> list:
    if c["revision"] == DESCARTADO:
        return []
    cita = disposicion["parrafos"][c["parrafo"] - 1][c["texto"]["inicio"] : c["texto"]["fin"]]
    lugares = recuadros(posiciones, ubicador, clave, c["parrafo"], cita)
    numero = c["id"].rsplit("-", 1)[1]
    return [
        (r, Caja(c["id"], numero, c["revision"], f"{r.x0:.1f}", f"{r.y0:.1f}", f"{r.x1 - r.x0:.1f}", f"{r.y1 - r.y0:.1f}", n == 0, f"{(r.y0 + r.y1) / 2:.1f}"))
        for n, r in enumerate(lugares)
    ]
