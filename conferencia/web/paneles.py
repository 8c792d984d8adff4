"""Registros por los que los paquetes de arriba ponen lo suyo en las páginas base, sin que estas los conozcan.

Una entrada de navegación o un panel se inscribe en ``AppConfig.ready``.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse_lazy
from django.utils.safestring import SafeString

from conferencia.permissions import Facultades, puede_capturar_actas, puede_ver_bitacora
from conferencia.queries.corte import Corte


@dataclass(frozen=True)
class EntradaInscrita:
    """``visible``: para quién. ``cuenta``: pendientes que anuncia, o ``None``. ``orden``: posición. ``tambien``: otras rutas que son suyas."""

    orden: int
    titulo: str
    url: str
    visible: Callable[[Facultades], bool]
    cuenta: Callable[[Facultades], int] | None = None
    tambien: tuple[str, ...] = ()


@dataclass(frozen=True)
class Panel:
    """Plantilla y el contexto con que se pinta; ``contexto`` da ``None`` si aquí no hay nada que mostrar.

    ``a_cortes``: también se pinta a un corte que no es hoy, y entonces ``contexto`` lo recibe; los demás solo saben de hoy y ahí se callan.

    La plantilla recibe lo de toda página (``request``, ``hoy``, ``csrf_token``…) y las llaves de su contexto, sueltas y en ``panel``.
    """

    orden: int
    plantilla: str
    contexto: Callable[..., dict | None]
    a_cortes: bool = False


_NAVEGACION: list[EntradaInscrita] = []
_PANELES: dict[str, list[Panel]] = {}


def inscribir_entrada(entrada: EntradaInscrita) -> None:
    _NAVEGACION.append(entrada)


def inscribir_panel(pagina: str, panel: Panel) -> None:
    """``pagina``: «obligacion», «disposicion», «reunion», «tablero», «institucion» o «pendientes»."""
    _PANELES.setdefault(pagina, []).append(panel)


def navegacion_para(facultades: Facultades) -> list[EntradaInscrita]:
    return sorted((e for e in _NAVEGACION if e.visible(facultades)), key=lambda e: e.orden)


def paneles_de(pagina: str, request: HttpRequest, objeto: object, corte: Corte | None = None) -> list[dict]:
    """Los paneles de una página, en orden, cada uno con ``plantilla`` y su contexto. ``corte``: el que se mira, si la página admite otros."""
    otro = (corte,) if corte and not corte.presente else ()
    listos = []
    for panel in sorted(_PANELES.get(pagina, []), key=lambda p: p.orden):
        if (panel.a_cortes or not otro) and (contexto := panel.contexto(request, objeto, *otro)) is not None:
            listos.append({"plantilla": panel.plantilla, **contexto})
    return listos


def pintar_paneles(pagina: str, request: HttpRequest, objeto: object, corte: Corte | None = None) -> list[SafeString]:
    """Los mismos, ya en HTML: cada uno con su propio contexto, sin pisarse."""
    return [render_to_string(p["plantilla"], {**p, "panel": p}, request=request) for p in paneles_de(pagina, request, objeto, corte)]


def inscribir_base() -> None:
    """Las entradas del propio núcleo."""
    alguien = lambda f: bool(f.encargos)  # noqa: E731 - una regla de una palabra
    inscribir_entrada(EntradaInscrita(10, "Tablero", reverse_lazy("tablero"), alguien))
    inscribir_entrada(EntradaInscrita(20, "Reuniones", reverse_lazy("reunion-list"), alguien))
    inscribir_entrada(EntradaInscrita(30, "Obligaciones", reverse_lazy("obligacion-list"), alguien))
    inscribir_entrada(EntradaInscrita(35, "Calendario", reverse_lazy("calendario"), alguien))
    captura = lambda f: bool(puede_capturar_actas(f))  # noqa: E731 - lo mismo
    inscribir_entrada(EntradaInscrita(80, "Nueva acta", reverse_lazy("acta-nueva"), captura))
    inscribir_entrada(EntradaInscrita(81, "Revisar borrador", reverse_lazy("acta-borrador"), captura))
    inscribir_entrada(EntradaInscrita(90, "Bitácora", reverse_lazy("bitacora"), lambda f: bool(puede_ver_bitacora(f))))
