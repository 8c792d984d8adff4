"""Lo que el paquete pone en la página de una disposición cuando es transitoria."""

from django.http import HttpRequest

from conferencia.models import Disposicion
from conferencia.web.paneles import Panel, inscribir_panel
from transitorios.queries import del_transitorio


def panel_del_transitorio(request: HttpRequest, disposicion: Disposicion) -> dict | None:
    datos = del_transitorio(disposicion)
    return {"solo_completa": datos.solo_completa, "dados": datos.dados} if datos and datos.dados else None


def inscribir() -> None:
    inscribir_panel("disposicion", Panel(20, "transitorios/panel_disposicion.html", panel_del_transitorio))
