"""Qué se rectificó de un corte entre dos instantes."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from conferencia import reloj
from conferencia.domain.permisos import Capacidad
from conferencia.models import Obligacion
from conferencia.permissions import visibles_para
from conferencia.queries.historia import leer
from conferencia.queries.rectificadas import TOPE, Rectificada
from conferencia.queries.rectificadas import rectificaciones as buscar
from conferencia.web.acceso import con_designacion
from conferencia.web.forms import ConCorte


class EntreDosInstantes(ConCorte):
    hasta = forms.DateTimeField(
        label="y lo sabido al",
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local", "step": "1"}, format="%Y-%m-%dT%H:%M:%S"),
        help_text="Vacío: hasta ahora.",
    )
    DEL_CORTE = ("corte", "sabido_al", "hasta")

    def clean(self) -> dict:
        datos = super().clean()
        desde, hasta = datos.get("sabido_al"), datos.get("hasta")
        if desde and hasta and hasta <= desde:
            self.add_error("hasta", "El segundo instante debe ser posterior al primero.")
        return datos


@require_safe
@con_designacion
def rectificaciones(request: HttpRequest) -> HttpResponse:
    """Sin ``sabido_al`` solo se pregunta; con él, la lista de lo que cambió de ahí a ``hasta``."""
    facultades = request.facultades
    formulario = EntreDosInstantes(request.GET)
    if not formulario.is_valid():
        return render(request, "conferencia/rectificaciones.html", {"formulario": formulario}, status=400)
    dia, desde = formulario.cleaned_data["corte"] or reloj.hoy(), formulario.cleaned_data["sabido_al"]
    hasta = formulario.cleaned_data["hasta"] or reloj.ahora()
    halladas = buscar(visibles_para(facultades, Obligacion), dia, desde, hasta) if desde else []
    contexto = {
        "formulario": formulario,
        "dia": dia,
        "desde": desde,
        "hasta": hasta,
        "permanente": formulario.direccion(corte=dia, hasta=hasta) if desde else "",
        "renglones": _renglones(halladas, con_personas=facultades.tiene(Capacidad.VER_PERSONAS)),
        "topada": len(halladas) == TOPE,
    }
    return render(request, "conferencia/rectificaciones.html", contexto)


def _renglones(halladas: list[Rectificada], *, con_personas: bool) -> list[dict]:
    hechos = {h.numero: h for r in halladas for h in r.hechos}
    leidos = {h.numero: h for h in leer(hechos.values(), con_personas=con_personas)}
    return [{"rectificada": r, "quien": r.obligacion.quien, "hechos": [leidos[h.numero] for h in r.hechos]} for r in halladas]
