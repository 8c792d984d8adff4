"""Todos los oficios que llegaron, por cualquier canal y atiendan o no una obligación; cada institución, solo los suyos."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.views.decorators.http import require_safe

from conferencia.models import Oficio
from conferencia.permissions import exigir, puede_listar_oficios, puede_registrar_oficios, visibles_para
from conferencia.queries.oficios import recibidos
from conferencia.web.acceso import con_designacion
from conferencia.web.forms_oficios import FiltrosDeOficios
from conferencia.web.paneles import EntradaInscrita, inscribir_entrada

POR_PAGINA = 50


@require_safe
@con_designacion
def lista(request: HttpRequest) -> HttpResponse:
    exigir(puede_listar_oficios(request.facultades))
    oficios = recibidos(visibles_para(request.facultades, Oficio))
    formulario = FiltrosDeOficios(request.GET, oficios=oficios)
    contexto = {"formulario": formulario, "registra": bool(puede_registrar_oficios(request.facultades))}
    if not formulario.is_valid():
        return render(request, "conferencia/oficios/lista.html", contexto, status=400)
    pagina = Paginator(formulario.filtrar(oficios), POR_PAGINA).get_page(request.GET.get("pagina"))
    return render(request, "conferencia/oficios/lista.html", contexto | {"pagina": pagina})


def inscribir() -> None:
    inscribir_entrada(EntradaInscrita(50, "Oficios", reverse_lazy("oficio-list"), lambda f: bool(puede_listar_oficios(f))))
