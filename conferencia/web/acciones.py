"""Lo que se puede hacer con un objeto desde su página: cada asunto inscribe sus acciones y aquí se listan las permitidas a quien mira."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from conferencia.permissions import Facultades, Respuesta
from conferencia.web.paneles import Panel, inscribir_panel


@dataclass(frozen=True)
class Accion:
    """``ruta``: nombre de URL que recibe el ``pk`` del objeto. ``puede``: si quien mira puede, hoy y con este objeto."""

    orden: int
    texto: str
    ruta: str
    puede: Callable[[Facultades, object], Respuesta]


_ACCIONES: dict[str, list[Accion]] = {}


def inscribir_accion(pagina: str, accion: Accion) -> None:
    """``pagina``: «obligacion», «disposicion» o «reunion»."""
    _ACCIONES.setdefault(pagina, []).append(accion)


def inscribir() -> None:
    for pagina in ("obligacion", "disposicion", "reunion"):
        inscribir_panel(pagina, Panel(60, "components/acciones.html", _panel(pagina)))


def _panel(pagina: str) -> Callable[[HttpRequest, object], dict | None]:
    def contexto(request: HttpRequest, objeto: object) -> dict | None:
        suyas = sorted(_ACCIONES.get(pagina, []), key=lambda a: a.orden)
        permitidas = [{"texto": a.texto, "url": reverse(a.ruta, args=[objeto.pk])} for a in suyas if a.puede(request.facultades, objeto)]  # type: ignore[attr-defined]
        return {"acciones": permitidas} if permitidas else None

    return contexto
