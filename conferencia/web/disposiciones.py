"""Una disposición: lo que el texto dice, lo que compromete y cómo va."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from conferencia import reloj
from conferencia.domain.permisos import Capacidad
from conferencia.models import Disposicion, Obligacion
from conferencia.permissions import visibles_para
from conferencia.queries.disposiciones import Celda, DisposicionVista, RenglonDeQuien, ver_disposicion
from conferencia.templatetags.componentes import GRUPOS, situacion
from conferencia.web.acceso import con_designacion
from conferencia.web.direcciones import lista_de_obligaciones
from conferencia.web.paneles import pintar_paneles


@require_safe
@con_designacion
def detalle(request: HttpRequest, pk: UUID) -> HttpResponse:
    facultades = request.facultades
    disposicion = get_object_or_404(visibles_para(facultades, Disposicion).select_related("reunion", "acta"), pk=pk)
    vista = ver_disposicion(disposicion, visibles_para(facultades, Obligacion), reloj.hoy())
    contexto = {
        "vista": vista,
        "disposicion": disposicion,
        "compromisos": [(c, lista_de_obligaciones(compromiso=(c.obligaciones_en or c.compromiso).clave)) for c in vista.compromisos],
        "matriz": _matriz(vista),
        "ve_todo": facultades.tiene(Capacidad.VER_TODO),
        "paneles": pintar_paneles("disposicion", request, disposicion),
    }
    return render(request, "conferencia/disposicion_detail.html", contexto)


def _matriz(vista: DisposicionVista) -> dict:
    """Quién × compromiso, como lo pide ``components/matriz.html``."""
    columnas = [c for c in vista.columnas if c.obligaciones_en is None]
    return {
        "columnas": [{"titulo": f"{c.compromiso.orden}", "titulo_largo": c.compromiso.accion, "url": f"#compromiso-{c.compromiso.orden}"} for c in columnas],
        "renglones": [_renglon(r, columnas) for r in vista.renglones],
    }


def _renglon(r: RenglonDeQuien, columnas: list) -> dict:
    return {
        "titulo": r.quien,
        "url": reverse("institucion-detail", args=[r.clave]) if r.clave else "",
        "celdas": [_celda(celda, r, columna.compromiso) for celda, columna in zip(r.celdas, columnas, strict=True)],
    }


def _celda(celda: Celda | None, renglon: RenglonDeQuien, compromiso) -> dict | None:
    """Una sola obligación: su situación y enlace directo. Varias (periodos): la más apremiante y cuántas de cuántas."""
    if celda is None:
        return None
    de_que = f"{renglon.quien}, compromiso {compromiso.orden}"
    if celda.unica:
        dicho = situacion(celda.unica.situacion)
        return {"grupo": dicho.grupo, "texto": dicho.corta, "etiqueta": de_que, "url": reverse("obligacion-detail", args=[celda.unica.pk])}
    grupo = celda.conteo.peor
    return {
        "grupo": grupo,
        "texto": f"{celda.conteo.por_grupo[grupo]} de {celda.conteo.total}",
        "etiqueta": f"{GRUPOS[grupo].plural}, {de_que}",
        "url": lista_de_obligaciones(compromiso=compromiso.clave, institucion=renglon.clave),
    }
