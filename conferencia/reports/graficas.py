"""Dibujos en el servidor, por funciones puras: SVG con colores escritos en cada figura, porque dentro de un SVG no llega la hoja de estilo.

El texto alterno del PDF sale de su ``<title>``. Ninguna figura dice algo solo con color: forma y relleno cambian también.
"""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from conferencia.domain.cifras import dicha
from conferencia.domain.situacion import Grupo

PALABRA = {
    Grupo.CUMPLIDA: "cumplida",
    Grupo.EN_TRAMITE: "en trámite",
    Grupo.EN_PLAZO: "en plazo",
    Grupo.POR_VENCER: "por vencer",
    Grupo.VENCIDA: "vencida",
    Grupo.EXENTA: "exenta",
}
PLURAL = PALABRA | {Grupo.CUMPLIDA: "cumplidas", Grupo.VENCIDA: "vencidas", Grupo.EXENTA: "exentas"}
LLENO = {
    Grupo.CUMPLIDA: "#17805f",
    Grupo.EN_TRAMITE: "#2b6cab",
    Grupo.EN_PLAZO: "#9cc3e6",
    Grupo.POR_VENCER: "#e0a100",
    Grupo.VENCIDA: "#a8112b",
    Grupo.EXENTA: "#b4b8bb",
}
TINTA_SOBRE = {Grupo.EN_PLAZO: "#0b3d66", Grupo.POR_VENCER: "#3a2500"}
# El rombo de «en plazo» va hueco para distinguirse de «en trámite» en una copia en blanco y negro.
_FIGURA = {
    Grupo.CUMPLIDA: '<circle cx="6" cy="6" r="5.4" fill="#17805f"/>',
    Grupo.EN_TRAMITE: '<path d="M6 0l6 6-6 6-6-6z" fill="#2b6cab"/>',
    Grupo.EN_PLAZO: '<path d="M6 1l5 5-5 5-5-5z" fill="#e4f0fa" stroke="#2b6cab" stroke-width="1.3"/>',
    Grupo.POR_VENCER: '<path d="M6 .5l6 11H0z" fill="#c98f00"/>',
    Grupo.VENCIDA: '<path d="M.75.75h10.5v10.5H.75z" fill="#a8112b"/>',
    Grupo.EXENTA: '<circle cx="6" cy="6" r="4.7" fill="none" stroke="#6b7075" stroke-width="1.6"/>',
}


def figura(grupo: str) -> SafeString:
    """La forma del grupo, nombrada por su palabra."""
    clave = Grupo(grupo)
    dibujo = mark_safe(_FIGURA[clave])  # noqa: S308 - constante de este módulo
    return format_html(
        '<svg class="figura" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 12" width="12" height="12"><title>{}</title>{}</svg>', PALABRA[clave], dibujo
    )


def barra(mensaje: str, tramos: Sequence[tuple[Grupo, int]], *, alto: int = 26) -> SafeString:
    """Barra de 100 % en 1000 unidades; los tramos anchos llevan su número. ``mensaje`` es su texto alterno."""
    total = sum(valor for _, valor in tramos)
    piezas, x = [], 0.0
    for grupo, valor in tramos:
        ancho = 1000 * valor / total if total else 0.0
        if valor:
            piezas.append(_tramo(grupo, valor, x, ancho, alto))
        x += ancho
    return format_html(
        '<svg class="barra" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 {}"><title>{}</title>{}</svg>',
        alto,
        mensaje,
        format_html_join("", "{}", ((p,) for p in piezas)),
    )


def _tramo(grupo: Grupo, valor: int, x: float, ancho: float, alto: int) -> SafeString:
    rectangulo = format_html('<rect x="{}" y="0" width="{}" height="{}" fill="{}"/>', f"{x:.2f}", f"{max(ancho - 2, 1):.2f}", alto, LLENO[grupo])
    if ancho < 30 or alto < 20:
        return rectangulo
    return rectangulo + format_html(
        '<text x="{}" y="{}" fill="{}" font-family="Noto Sans" font-weight="bold" font-size="{}" text-anchor="middle">{}</text>',
        f"{x + ancho / 2:.2f}",
        f"{alto / 2 + 6:.1f}",
        TINTA_SOBRE.get(grupo, "#ffffff"),
        17,
        valor,
    )


# --- Líneas: la misma figura en la página, el PDF y la API --------------------------------------------------------------

ANCHO, ALTO = 260, 128
_X0, _X1, _Y0, _Y1 = 12, 236, 30, 100  # el área de los puntos, en unidades del dibujo


def linea(titulo: str, etiquetas: Sequence[str], valores: Sequence[Decimal | None], *, maximo: Decimal, meta: Decimal | None = None) -> SafeString:
    """Una serie en el tiempo. Lo que no tiene dato rompe la línea, no vale cero. ``maximo``: lo alto de la escala, común a las que se comparan."""
    puntos = [(_x(n, len(valores)), _y(v, maximo), v) for n, v in enumerate(valores) if v is not None]
    dichos = "; ".join(f"{e}: {dicha(v)}" for e, v in zip(etiquetas, valores, strict=True))
    piezas = [_renglon_de_meta(meta, maximo)] if meta is not None else []
    piezas.append(format_html('<path d="M{} {}H{}" stroke="#6b7075" stroke-width="1"/>', _X0, _Y1, _X1))
    piezas += [_trazo(tramo) for tramo in _tramos(valores, maximo)]
    piezas += [format_html('<circle cx="{}" cy="{}" r="3.5" fill="#1e5b4f"/>', f"{x:.1f}", f"{y:.1f}") for x, y, _ in puntos]
    if puntos:
        x, y, ultimo = puntos[-1]
        ancla = "end" if x > ANCHO - 60 else "middle" if x > 60 else "start"
        piezas.append(_rotulo(x + (4 if ancla == "end" else 0), max(y - 8, 12), dicha(ultimo), ancla, negra=True))
    else:
        piezas.append(_rotulo(ANCHO / 2, (_Y0 + _Y1) / 2, "sin cifras", "middle"))
    if etiquetas:
        piezas.append(_rotulo(_X0, ALTO - 10, etiquetas[0], "start"))
    if len(etiquetas) > 1:
        piezas.append(_rotulo(_X1, ALTO - 10, etiquetas[-1], "end"))
    return format_html(
        '<svg class="linea" role="img" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}"><title>{}</title>{}</svg>',
        ANCHO,
        ALTO,
        f"{titulo}. {dichos}." if dichos else f"{titulo}. Sin cifras.",
        format_html_join("", "{}", ((p,) for p in piezas)),
    )


def _x(n: int, cuantos: int) -> float:
    return _X0 + (_X1 - _X0) * (n / (cuantos - 1) if cuantos > 1 else 0.5)


def _y(valor: Decimal, maximo: Decimal) -> float:
    parte = float(valor / maximo) if maximo > 0 else 0.0
    return _Y1 - (_Y1 - _Y0) * min(max(parte, 0.0), 1.0)


def _tramos(valores: Sequence[Decimal | None], maximo: Decimal) -> list[list[str]]:
    """Los pedazos seguidos con dato, de dos puntos o más."""
    tramos: list[list[str]] = [[]]
    for n, valor in enumerate(valores):
        if valor is None:
            tramos.append([])
        else:
            tramos[-1].append(f"{_x(n, len(valores)):.1f},{_y(valor, maximo):.1f}")
    return [t for t in tramos if len(t) > 1]


def _trazo(puntos: Sequence[str]) -> SafeString:
    return format_html('<polyline points="{}" fill="none" stroke="#1e5b4f" stroke-width="2"/>', " ".join(puntos))


def _renglon_de_meta(meta: Decimal, maximo: Decimal) -> SafeString:
    y = f"{_y(meta, maximo):.1f}"
    trazo = format_html('<path d="M{} {}H{}" stroke="#9b2247" stroke-width="1.2" stroke-dasharray="4 3"/>', _X0, y, _X1)
    return trazo + _rotulo(_X0, max(float(y) - 5, 12), f"meta {dicha(meta)}", "start")


def _rotulo(x: float, y: float, texto: str, ancla: str, *, negra: bool = False) -> SafeString:
    return format_html(
        '<text x="{}" y="{}" fill="#161a1d" font-family="Noto Sans" font-weight="{}" font-size="12" text-anchor="{}">{}</text>',
        f"{x:.1f}",
        f"{y:.1f}",
        "bold" if negra else "normal",
        ancla,
        texto,
    )
