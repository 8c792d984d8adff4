"""Lo que la escalera de avisos dejó por requerir con oficio."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_http_methods

from conferencia.domain.errores import NoProcede
from conferencia.permissions import exigir, puede_dictaminar
from enlaces.queries.requerimientos import abierta
from enlaces.services.requerimientos import cerrar_requerimiento
from enlaces.web.formularios_de_avisos import HojaDeCierre

POR_REQUERIR = "salida-por-requerir"
MIGAS = [{"titulo": "Por requerir", "url": reverse_lazy(POR_REQUERIR)}]


@require_http_methods(["GET", "POST"])
def tarea(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lo que se le recordó sin respuesta: de aquí se prepara el oficio, o se dice por qué no hace falta."""
    exigir(puede_dictaminar(request.facultades))
    pendiente = abierta(pk)
    if pendiente is None:
        raise Http404
    formulario = HojaDeCierre(request.POST or None)
    if request.method == "POST" and formulario.is_valid():
        try:
            cerrar_requerimiento(por=request.facultades, tarea=pendiente, nota=formulario.cleaned_data["nota"])
        except NoProcede as error:
            formulario.add_error(error.campo or None, str(error))
        else:
            messages.success(request, "La tarea quedó cerrada.")
            return redirect(POR_REQUERIR)
    contexto = {"tarea": pendiente, "formulario": formulario, "migas": [*MIGAS, {"titulo": pendiente.obligacion.clave}]}
    return render(request, "enlaces/avisos/requerimiento.html", contexto, status=422 if formulario.errors else 200)
