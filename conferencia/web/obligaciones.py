"""La lista de obligaciones y la página de cada una."""

import re
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from conferencia.domain.permisos import Capacidad
from conferencia.models import Archivo, Disposicion, Entrega, Obligacion
from conferencia.permissions import visibles_para
from conferencia.queries import obligaciones as lecturas
from conferencia.queries.corte import como_estaban, con_insumos
from conferencia.queries.historia import hechos_de_obligacion, leer
from conferencia.queries.paginas import pagina as paginar
from conferencia.web.acceso import con_designacion
from conferencia.web.direcciones import en_url
from conferencia.web.forms import FiltrosDeObligaciones, SoloCorte
from conferencia.web.paneles import pintar_paneles

POR_PAGINA = 50
_DESPUES = re.compile(r"\d{4}-\d{2}-\d{2}~[^\0]{1,90}")


@require_safe
@con_designacion
def lista(request: HttpRequest) -> HttpResponse:
    facultades = request.facultades
    visibles, ve_todo = visibles_para(facultades, Obligacion), facultades.tiene(Capacidad.VER_TODO)
    formulario = FiltrosDeObligaciones(request.GET, disposiciones=visibles_para(facultades, Disposicion), obligaciones=visibles)
    contexto = {"formulario": formulario, "ve_todo": ve_todo}
    if not formulario.is_valid():
        return render(request, "conferencia/obligacion_list.html", contexto, status=400)
    filtro, corte = formulario.filtro(), formulario.tomar(None if ve_todo else visibles)
    despues = _despues(request.GET.get("despues", ""))
    pagina = paginar(lecturas.filtrar(visibles, filtro, corte), corte, situaciones=lecturas.situaciones(filtro), despues=despues, limite=POR_PAGINA)
    contexto |= {
        "corte": corte,
        "permanente": formulario.permanente(corte),
        "par": urlencode(en_url(formulario)),
        "renglones": lecturas.renglones(pagina.obligaciones),
        "cuenta": lecturas.contar(visibles, filtro, corte, ve_todo=ve_todo),
        "siguiente": formulario.direccion(despues=pagina.siguiente) if pagina.siguiente else "",
        "principio": formulario.direccion() if despues else "",
    }
    return render(request, "conferencia/obligacion_list.html", contexto)


def _despues(dicho: str) -> str:
    """Desde dónde sigue la lista; lo que no tiene su forma se ignora, como una página que no existe."""
    try:
        return dicho if _DESPUES.fullmatch(dicho) and date.fromisoformat(dicho[:10]) else ""
    except ValueError:
        return ""


@require_safe
@con_designacion
def detalle(request: HttpRequest, pk: UUID) -> HttpResponse:
    facultades = request.facultades
    visibles = visibles_para(facultades, Obligacion)
    formulario = SoloCorte(request.GET)
    if not formulario.is_valid():
        get_object_or_404(visibles, pk=pk)
        return render(request, "conferencia/corte_invalido.html", {"formulario": formulario}, status=400)
    corte = formulario.tomar(con_insumos(pk))
    (obligacion,) = como_estaban([get_object_or_404(lecturas.para_ficha(visibles, corte), pk=pk)], corte)
    ficha = lecturas.ficha(obligacion, corte, visibles=visibles, entregas=visibles_para(facultades, Entrega), archivos=visibles_para(facultades, Archivo))
    hechos = hechos_de_obligacion(obligacion)
    if not corte.presente:
        hechos = hechos.filter(rige_el__lte=corte.dia, asentado_en__lte=corte.sabido_al)
    contexto = {
        "formulario": formulario,
        "corte": corte,
        "permanente": formulario.permanente(corte),
        "hoy": corte.dia,
        "ficha": ficha,
        "obligacion": obligacion,
        "hechos": leer(hechos, con_personas=facultades.tiene(Capacidad.VER_PERSONAS)),
        "paneles": pintar_paneles("obligacion", request, obligacion, corte),
    }
    return render(request, "conferencia/obligacion_detail.html", contexto)
