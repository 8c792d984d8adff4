"""Cifras, requisitos, recurrencia y avance de las partes: lo que este asunto pone en las páginas, y lo que hay por atender."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.views.decorators.http import require_safe

from conferencia.domain.estados import ABIERTOS
from conferencia.domain.permisos import Capacidad, Facultades, Negado, Permitido, Respuesta
from conferencia.models import Disposicion, Obligacion
from conferencia.permissions import exigir, puede_disponer_plazos, visibles_para
from conferencia.queries.corte import Corte
from conferencia.queries.seguimiento import definidos, firmadas_sin_constancia, quienes_detienen
from conferencia.web import cifras, partes
from conferencia.web.acciones import Accion, inscribir_accion
from conferencia.web.paneles import EntradaInscrita, Panel, inscribir_entrada, inscribir_panel


@require_safe
def pendientes(request: HttpRequest) -> HttpResponse:
    """Lo firmado que espera constancia y quién detiene a quién."""
    exigir(puede_disponer_plazos(request.facultades))
    visibles = visibles_para(request.facultades, Obligacion)
    contexto = {"firmadas": firmadas_sin_constancia(visibles).con_lo_de_lista(), "detienen": quienes_detienen(visibles, request.facultades.hoy)}
    return render(request, "conferencia/seguimiento/pendientes.html", contexto)


def _firmadas(facultades: Facultades) -> int:
    return firmadas_sin_constancia(visibles_para(facultades, Obligacion)).order_by().count()


def panel_de_requisitos(request: HttpRequest, obligacion: Obligacion, corte: Corte | None = None) -> dict | None:
    """Qué debe traer el entregable y qué dice traer la última entrega."""
    requisitos = list(definidos(obligacion.compromiso.requisitos.order_by("orden"), corte))
    if not requisitos:
        return None
    entregas = obligacion.entregas.order_by("-numero")
    ultima = (entregas.filter(presentada_en__lte=corte.sabido_al, presentada_en__date__lte=corte.dia) if corte else entregas).first()
    cubiertos = set(ultima.requisitos_cubiertos.values_list("requisito", flat=True)) if ultima else set()
    return {"requisitos": [(r, r.pk in cubiertos) for r in requisitos], "ultima": ultima}


def panel_de_definiciones(request: HttpRequest, disposicion: Disposicion) -> dict | None:
    """A la Secretaría Técnica, dónde definir qué se sigue de cada compromiso."""
    if not puede_disponer_plazos(request.facultades):
        return None
    compromisos = list(disposicion.compromisos.filter(naturaleza="obligacion", complementa__isnull=True).order_by("orden"))
    return {"compromisos": compromisos} if compromisos else None


def _puede_insumos(facultades: Facultades, obligacion) -> Respuesta:
    return puede_disponer_plazos(facultades) if obligacion.estado in ABIERTOS else Negado("La obligación ya está cerrada.")


def _ve_captura(facultades: Facultades, obligacion) -> Respuesta:
    return cifras.puede_capturar(facultades, obligacion)


def _puede_definir(facultades: Facultades, obligacion) -> Respuesta:
    return Permitido() if facultades.tiene(Capacidad.DISPONER_PLAZOS) else Negado("Solo la Secretaría Técnica define qué se sigue.")


def inscribir() -> None:
    """Pone en las páginas lo de este asunto."""
    visible = lambda f: bool(puede_disponer_plazos(f))  # noqa: E731 - una regla de una palabra
    inscribir_entrada(EntradaInscrita(70, "Seguimiento", reverse_lazy("seguimiento"), visible, _firmadas))
    inscribir_panel("obligacion", Panel(30, "conferencia/seguimiento/panel_partes.html", partes.panel, a_cortes=True))
    inscribir_panel("obligacion", Panel(32, "conferencia/seguimiento/panel_requisitos.html", panel_de_requisitos, a_cortes=True))
    inscribir_panel("obligacion", Panel(34, "conferencia/seguimiento/panel_cifras.html", cifras.panel_de_obligacion, a_cortes=True))
    inscribir_panel("disposicion", Panel(20, "conferencia/seguimiento/panel_cifras.html", cifras.panel_de_disposicion, a_cortes=True))
    inscribir_panel("disposicion", Panel(50, "conferencia/seguimiento/panel_definiciones.html", panel_de_definiciones))
    inscribir_accion("obligacion", Accion(40, "Capturar o corregir cifras", "cifras-capturar", _ve_captura))
    inscribir_accion("obligacion", Accion(50, "Agregar o quitar una dependencia", "obligacion-insumos", _puede_insumos))
    inscribir_accion("obligacion", Accion(52, "Definir qué se sigue: cifras, requisitos, periodos", "obligacion-definiciones", _puede_definir))
