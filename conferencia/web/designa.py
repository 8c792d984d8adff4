"""Decir si un compromiso se cumple designando a un enlace."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from conferencia.models import Compromiso
from conferencia.permissions import exigir, puede_disponer_plazos, visibles_para
from conferencia.services.designa import fijar_designa
from conferencia.web.forms_seguimiento import FormularioDeMotivo
from conferencia.web.solicitudes import intentar


@require_http_methods(["GET", "HEAD", "POST"])
def cambiar(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lo contrario de lo que hoy dice, con su porqué."""
    exigir(puede_disponer_plazos(request.facultades))
    visibles = visibles_para(request.facultades, Compromiso).filter(naturaleza="obligacion", complementa__isnull=True)
    compromiso = get_object_or_404(visibles.select_related("disposicion__reunion"), pk=pk)
    nuevo = not compromiso.designa
    formulario = FormularioDeMotivo(request.POST if request.method == "POST" else None)
    hacer = lambda: fijar_designa(por=request.facultades, compromiso=compromiso, designa=nuevo, motivo=formulario.cleaned_data["motivo"])  # noqa: E731
    if request.method == "POST" and formulario.is_valid() and intentar(formulario, hacer):
        messages.success(request, "Se cumple designando a un enlace." if nuevo else "Se cumple con un oficio cualquiera, no designando.")
        return redirect("compromiso-seguimiento", compromiso.pk)
    titulo = "Se cumple designando a un enlace" if nuevo else "No se cumple designando"
    contexto = {"compromiso": compromiso, "formulario": formulario, "titulo": titulo, "boton": "Guardar"}
    return render(request, "conferencia/seguimiento/definir.html", contexto, status=422 if formulario.errors else 200)
