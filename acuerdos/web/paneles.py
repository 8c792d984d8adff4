"""Lo que el paquete pone en la página de una disposición cuando es un acuerdo."""

from django.http import HttpRequest

from acuerdos.queries import del_acuerdo
from conferencia.models import Disposicion
from conferencia.web.paneles import Panel, inscribir_panel


def panel_del_acuerdo(request: HttpRequest, disposicion: Disposicion) -> dict | None:
    """Nada si el acta no registra votación ni hay quien lo complete: no se ocupa lugar para decir que no hay."""
    datos = del_acuerdo(disposicion)
    return {"datos": datos, "recibidos": datos.recibidos} if datos and (datos.recibidos or datos.sentido) else None


def inscribir() -> None:
    inscribir_panel("disposicion", Panel(20, "acuerdos/panel_disposicion.html", panel_del_acuerdo))
