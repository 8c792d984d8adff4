"""La lista de obligaciones y la página de cada una."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from conferencia import reloj
from conferencia.domain.permisos import Capacidad
from conferencia.models import Archivo, Disposicion, Entrega, Obligacion
from conferencia.permissions import visibles_para
from conferencia.queries import obligaciones as lecturas
from conferencia.queries.historia import hechos_de_obligacion, leer
from conferencia.web.acceso import con_designacion
from conferencia.web.forms import FiltrosDeObligaciones
from conferencia.web.paneles import pintar_paneles

POR_PAGINA = 50


@require_safe
@con_designacion
def lista(request: HttpRequest) -> HttpResponse:
    hoy, facultades = reloj.hoy(), request.facultades
    visibles = visibles_para(facultades, Obligacion)
    formulario = FiltrosDeObligaciones(request.GET, disposiciones=visibles_para(facultades, Disposicion), obligaciones=visibles)
    contexto = {"formulario": formulario, "ve_todo": facultades.tiene(Capacidad.VER_TODO)}
    if not formulario.is_valid():
        return render(request, "conferencia/obligacion_list.html", contexto, status=400)
    pedidas = lecturas.filtrar(visibles, formulario.filtro(), hoy)
    pagina = Paginator(pedidas.con_lo_de_lista().urgentes_primero(), POR_PAGINA).get_page(request.GET.get("pagina"))
    contexto |= {"pagina": pagina, "renglones": lecturas.renglones(pagina.object_list), "conteo": lecturas.contar(pedidas)}
    return render(request, "conferencia/obligacion_list.html", contexto)


@require_safe
@con_designacion
def detalle(request: HttpRequest, pk: UUID) -> HttpResponse:
    hoy, facultades = reloj.hoy(), request.facultades
    visibles = visibles_para(facultades, Obligacion)
    obligacion = get_object_or_404(lecturas.para_ficha(visibles, hoy), pk=pk)
    ficha = lecturas.ficha(obligacion, hoy, visibles=visibles, entregas=visibles_para(facultades, Entrega), archivos=visibles_para(facultades, Archivo))
    contexto = {
        "ficha": ficha,
        "obligacion": obligacion,
        "hechos": leer(hechos_de_obligacion(obligacion), con_personas=facultades.tiene(Capacidad.VER_PERSONAS)),
        "paneles": pintar_paneles("obligacion", request, obligacion),
    }
    return render(request, "conferencia/obligacion_detail.html", contexto)
