"""Lo que la escalera de avisos dejó por requerir con oficio."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from conferencia.domain.errores import NoProcede
from conferencia.permissions import exigir, puede_dictaminar, puede_emitir_oficios
from enlaces.queries.requerimientos import abierta, abiertas
from enlaces.services.requerimientos import cerrar_requerimiento
from enlaces.web.formularios_de_avisos import HojaDeCierre

AVISOS = {"titulo": "Avisos", "url": "/avisos/"}
MIGAS = [AVISOS, {"titulo": "Por requerir", "url": "/avisos/requerimientos/"}]


@require_safe
def lista(request: HttpRequest) -> HttpResponse:
    exigir(puede_dictaminar(request.facultades))
    contexto = {"tareas": abiertas(), "emite": bool(puede_emitir_oficios(request.facultades)), "migas": [AVISOS, {"titulo": "Por requerir"}]}
    return render(request, "enlaces/avisos/requerimientos.html", contexto)


@require_http_methods(["GET", "POST"])
def cerrar(request: HttpRequest, pk: UUID) -> HttpResponse:
    exigir(puede_dictaminar(request.facultades))
    tarea = abierta(pk)
    if tarea is None:
        raise Http404
    formulario = HojaDeCierre(request.POST or None)
    if request.method == "POST" and formulario.is_valid():
        try:
            cerrar_requerimiento(por=request.facultades, tarea=tarea, nota=formulario.cleaned_data["nota"])
        except NoProcede as error:
            formulario.add_error(error.campo or None, str(error))
        else:
            messages.success(request, "La tarea quedó cerrada.")
            return redirect("requerimientos")
    contexto = {"tarea": tarea, "formulario": formulario, "migas": [*MIGAS, {"titulo": "Cerrar"}]}
    return render(request, "enlaces/avisos/requerimiento.html", contexto, status=422 if formulario.errors else 200)
