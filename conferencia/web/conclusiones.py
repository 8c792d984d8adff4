"""Registrar que el órgano declaró concluida una disposición, o el cumplimiento de toda una reunión; y retirar lo registrado por error."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from conferencia.models import Disposicion, Reunion
from conferencia.permissions import exigir, puede_disponer_plazos, visibles_para
from conferencia.services.pleno import ConclusionImposible, declarar_concluida, retirar_conclusion
from conferencia.web.acciones import Accion, inscribir_accion
from conferencia.web.campos import fecha


class Declaracion(forms.Form):
    el = fecha(
        "Día en que el órgano lo declaró",
        error_messages={"required": "Di qué día lo declaró el órgano.", "invalid": "Escribe una fecha, como 30/09/2022."},
    )
    acto = forms.CharField(
        label="Sesión o acto en que lo declaró",
        max_length=300,
        help_text="Como se cita: «Segunda Reunión Zona Centro 2022, acuerdo PRIMERO».",
        error_messages={"required": "Di en qué sesión o acto lo declaró el órgano."},
    )


class Retiro(forms.Form):
    motivo = forms.CharField(
        label="Por qué se retira", max_length=500, widget=forms.Textarea({"rows": 3}), error_messages={"required": "Escribe por qué se retira."}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def de_disposicion(request: HttpRequest, pk: UUID) -> HttpResponse:
    disposicion = get_object_or_404(visibles_para(request.facultades, Disposicion).select_related("reunion"), pk=pk)
    return _pagina(request, disposicion, reverse("disposicion-detail", args=[pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def de_reunion(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _pagina(request, get_object_or_404(visibles_para(request.facultades, Reunion), pk=pk), reverse("reunion-detail", args=[pk]))


def _pagina(request: HttpRequest, objeto: Disposicion | Reunion, regreso: str) -> HttpResponse:
    exigir(puede_disponer_plazos(request.facultades))
    retira = objeto.concluida_el is not None
    formulario = (Retiro if retira else Declaracion)(request.POST if request.method == "POST" else None)
    if request.method == "POST" and formulario.is_valid():
        try:
            (retirar_conclusion if retira else declarar_concluida)(por=request.facultades, objeto=objeto, **formulario.cleaned_data)
        except ConclusionImposible as error:
            formulario.add_error(None, str(error))
        else:
            messages.success(request, "Se retiró la declaración." if retira else "Quedó registrado que el órgano la declaró concluida.")
            return redirect(regreso)
    contexto = {"formulario": formulario, "objeto": objeto, "retira": retira, "regreso": regreso}
    return render(request, "conferencia/conclusion_form.html", contexto, status=422 if formulario.errors else 200)


def inscribir() -> None:
    for pagina in ("disposicion", "reunion"):
        inscribir_accion(pagina, Accion(80, "Registrar que el órgano la concluyó", f"{pagina}-conclusion", _puede))


def _puede(facultades, _objeto):
    return puede_disponer_plazos(facultades)
