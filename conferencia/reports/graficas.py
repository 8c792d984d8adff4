"""Dibujos del informe impreso: SVG con colores escritos en cada figura, porque dentro de un SVG no llega la hoja de estilo.

El texto alterno del PDF sale de su ``<title>``. Ninguna figura dice algo solo con color: forma y relleno cambian también.
"""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

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
