"""Rectificar un compromiso ya publicado, y mostrar lo que se ha rectificado junto al texto firmado."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from conferencia import reloj
from conferencia.domain.captura import CapturaInvalida
from conferencia.domain.permisos import Capacidad
from conferencia.models import ClasePlazo, Compromiso, Disposicion, Hecho, Modo
from conferencia.permissions import exigir, puede_capturar_actas, visibles_para
from conferencia.services.movimiento import OtroSeAdelanto
from conferencia.services.rectificaciones import CompromisoCambiado, Rectificado, prever_rectificacion, rectificar_compromiso
from conferencia.templatetags.fechas import fecha_larga
from conferencia.web.forms_captura import HojaDeRectificacion, rectificacion_inicial
from conferencia.web.paneles import Panel, inscribir_panel

ROTULOS = {
    "accion": "Qué se debe hacer",
    "responsables": "Quién responde",
    "modo": "Cómo se responde",
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
    formulario = HojaDeRectificacion(request.POST or None, initial=rectificacion_inicial(compromiso), compromiso=compromiso)
    previsto = None
    if request.method == "POST" and formulario.is_valid():
        previsto = _hecho(request, compromiso, formulario, prever_rectificacion)
        visto = "confirmar" in request.POST or (previsto is not None and not _reparte(previsto))
        if previsto and visto and (hecho := _hecho(request, compromiso, formulario, rectificar_compromiso)):
            messages.success(request, _contado(hecho))
            return redirect(f"{reverse('disposicion-detail', args=[compromiso.disposicion_id])}#rectificaciones")
    contexto = {"compromiso": compromiso, "disposicion": compromiso.disposicion, "formulario": formulario, "previsto": None if formulario.errors else previsto}
    if contexto["previsto"]:
        contexto["ya_vencidas"] = previsto.reasignacion.vencidas(reloj.hoy())
    return render(request, "conferencia/captura/rectificar.html", contexto, status=422 if formulario.errors else 200)


def _hecho(request: HttpRequest, compromiso: Compromiso, formulario: HojaDeRectificacion, verbo: Callable[..., Rectificado]) -> Rectificado | None:
    """Lo hecho o previsto, o ``None`` con el porqué en el formulario."""
    dato = formulario.cleaned_data
    try:
        return verbo(por=request.facultades, compromiso=compromiso, cambios=formulario.cambios(), motivo=dato["motivo"], version=dato["version"])
    except CompromisoCambiado as error:
        compromiso.refresh_from_db()
        formulario.data = formulario.data.copy() | {"version": str(compromiso.rectificaciones)}
        formulario.add_error(None, f"{error} Ahora dice: «{compromiso.accion}».")
    except (CapturaInvalida, OtroSeAdelanto) as error:
        campo = getattr(error, "campo", "")
        formulario.add_error(campo if campo in formulario.fields else None, str(error))
    return None


def _reparte(previsto: Rectificado) -> bool:
    """Cambia cuántas obligaciones hay o de quién son: eso se mira antes."""
    r = previsto.reasignacion
    return bool(r.nacen or r.cesan or r.vuelven or r.cambian)


def _contado(hecho: Rectificado) -> str:
    r = hecho.reasignacion
    cuentas = [
        (len(hecho.movidas), "se movió el vencimiento de {}"),
        (len(r.cesan), "quedaron sin efecto {}"),
        (len(r.nacen), "nacieron {}"),
        (len(r.vuelven), "volvieron a exigirse {}"),
        (len(r.cambian), "cambiaron de partes {}"),
    ]
    dichas = "; ".join(frase.format(f"{n} obligaci{'ón' if n == 1 else 'ones'}") for n, frase in cuentas if n)
    return f"Compromiso rectificado. El texto firmado no cambia{f': {dichas}' if dichas else ''}."


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


def _valor(campo: str, valor: str | list[str] | None) -> str:
    if not valor:
        return "sin dato"
    if isinstance(valor, list):
        return "; ".join(valor)
    if campo == "modo":
        return Modo(valor).label.lower()
    if campo == "plazo_clase":
        return ClasePlazo(valor).label.lower()
    return fecha_larga(date.fromisoformat(valor)) if campo in ("plazo_vence", "plazo_inicio") else valor


def inscribir() -> None:
    """El panel de la página de una disposición."""
    inscribir_panel("disposicion", Panel(5, "conferencia/captura/panel_rectificaciones.html", panel_de_disposicion))
