"""Rectificar un compromiso ya publicado, y mostrar lo que se ha rectificado junto al texto firmado."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from conferencia.domain.captura import CapturaInvalida
from conferencia.domain.permisos import Capacidad
from conferencia.models import ClasePlazo, Compromiso, Disposicion, Hecho
from conferencia.permissions import exigir, puede_capturar_actas, visibles_para
from conferencia.services.rectificaciones import CompromisoCambiado, rectificar_compromiso
from conferencia.templatetags.fechas import fecha_larga
from conferencia.web.forms_captura import HojaDeRectificacion
from conferencia.web.paneles import Panel, inscribir_panel

ROTULOS = {
    "accion": "Qué se debe hacer",
    "entregable": "Con qué se prueba",
    "plazo_clase": "Clase de plazo",
    "plazo_vence": "Vence",
    "plazo_inicio": "Corre desde",
    "plazo_periodicidad": "Cada cuánto",
}


@require_http_methods(["GET", "POST"])
def rectificar(request: HttpRequest, pk: UUID) -> HttpResponse:
    exigir(puede_capturar_actas(request.facultades))
    visibles = visibles_para(request.facultades, Compromiso).select_related("disposicion__reunion", "parrafo")
    compromiso = get_object_or_404(visibles, pk=pk)
    inicial = {c: getattr(compromiso, c) for c in ("accion", "entregable", "plazo_clase", "plazo_vence", "plazo_inicio")}
    formulario = HojaDeRectificacion(request.POST or None, initial=inicial | {"version": compromiso.rectificaciones}, compromiso=compromiso)
    if request.method == "POST" and formulario.is_valid() and (destino := _rectificado(request, compromiso, formulario)):
        return redirect(destino)
    contexto = {"compromiso": compromiso, "disposicion": compromiso.disposicion, "formulario": formulario}
    return render(request, "conferencia/captura/rectificar.html", contexto, status=422 if formulario.errors else 200)


def _rectificado(request: HttpRequest, compromiso: Compromiso, formulario: HojaDeRectificacion) -> str:
    dato = formulario.cleaned_data
    try:
        movidas = rectificar_compromiso(
            por=request.facultades, compromiso=compromiso, cambios=formulario.cambios(), motivo=dato["motivo"], version=dato["version"]
        )
    except (CapturaInvalida, CompromisoCambiado) as error:
        campo = getattr(error, "campo", "")
        formulario.add_error(campo if campo in formulario.fields else None, str(error))
        return ""
    vencimientos = f" Se movió el vencimiento de {len(movidas)} obligaciones abiertas." if movidas else ""
    messages.success(request, f"Compromiso rectificado. El texto firmado no cambia.{vencimientos}")
    return f"{reverse('disposicion-detail', args=[compromiso.disposicion_id])}#rectificaciones"


@dataclass(frozen=True)
class Rectificacion:
    """Un cambio asentado. ``cambios``: (rótulo, decía, dice). ``autor`` solo para quien ve personas."""

    orden: int
    accion: str
    cita: str
    en: datetime
    autor: str
    motivo: str
    cambios: tuple[tuple[str, str, str], ...]


def panel_de_disposicion(request: HttpRequest, disposicion: Disposicion) -> dict | None:
    """Lo rectificado en esta disposición, lo más nuevo primero; nada si nada se ha rectificado."""
    compromisos = {c.pk: c for c in disposicion.compromisos.filter(rectificaciones__gt=0)}
    if not compromisos:
        return None
    hechos = Hecho.objects.filter(clase="compromiso.rectificado", sujeto_id__in=compromisos).select_related("actor").order_by("-numero")
    con_personas = request.facultades.tiene(Capacidad.VER_PERSONAS)
    return {"rectificaciones": [_leida(h, compromisos[h.sujeto_id], con_personas=con_personas) for h in hechos]}


def _leida(hecho: Hecho, compromiso: Compromiso, *, con_personas: bool) -> Rectificacion:
    datos = json.loads(hecho.datos)
    cambios = tuple((ROTULOS.get(c, c), _valor(c, datos["antes"][c]), _valor(c, datos["despues"][c])) for c in datos["despues"])
    autor = str(hecho.actor or "el sistema") if con_personas else "la Secretaría Técnica"
    return Rectificacion(compromiso.orden, compromiso.accion, datos["cita"], hecho.asentado_en, autor, hecho.motivo, cambios)


def _valor(campo: str, valor: str | None) -> str:
    if not valor:
        return "sin dato"
    if campo == "plazo_clase":
        return ClasePlazo(valor).label.lower()
    return fecha_larga(date.fromisoformat(valor)) if campo in ("plazo_vence", "plazo_inicio") else valor


def inscribir() -> None:
    """El panel de la página de una disposición."""
    inscribir_panel("disposicion", Panel(5, "conferencia/captura/panel_rectificaciones.html", panel_de_disposicion))
