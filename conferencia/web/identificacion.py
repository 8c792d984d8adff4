"""Corregir, antes de publicar, de qué reunión es un acta."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from conferencia.domain.captura import CapturaInvalida
from conferencia.models import Acta, EstadoActa
from conferencia.queries.captura import IDENTIDAD, gestos_desde
from conferencia.queries.organos import organos_por_nombre
from conferencia.services.captura import ActaCambiada, ActaYaPublicada
from conferencia.services.identificacion import identificar
from conferencia.web.captura import acta_en_captura, aviso_de_cambio, con_version, intentar
from conferencia.web.forms_captura import OTRO, HojaDeIdentidad


@require_http_methods(["GET", "POST"])
def identidad(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lo que el lector halló, con sus dudas y el encabezado del acta a la vista, para corregirlo o confirmarlo."""
    acta = acta_en_captura(request, pk)
    if acta.estado == EstadoActa.PUBLICADA:
        return redirect("reunion-detail", pk=acta.reunion_id)
    organos = organos_por_nombre(acta.reunion.fecha)
    formulario = HojaDeIdentidad(request.POST or None, initial=_inicial(acta), organos=organos)
    if request.method == "POST" and formulario.is_valid() and (guardada := _guardada(request, acta, formulario)):
        _contar(request, acta, guardada)
        return redirect("acta-detail", pk=pk)
    leida = dict(acta.lectura_original["reunion"])
    leida["fecha"] = date.fromisoformat(leida["fecha"]) if leida["fecha"] else None
    contexto = {"acta": acta, "reunion": acta.reunion, "formulario": formulario, "leida": leida, "dudas": acta.lectura["reunion"].get("dudas", [])}
    return render(request, "conferencia/captura/identidad.html", contexto, status=422 if formulario.errors else 200)


def _inicial(acta: Acta) -> dict:
    """Lo vigente; si el órgano leído no está en el catálogo, listo para agregarlo."""
    reunion, leida = acta.reunion, acta.lectura["reunion"]
    ajeno = any(d["campo"] == "organo" and d["impide"] for d in leida.get("dudas", []))
    organo = {"organo": OTRO, "organo_nombre": leida["organo"]} if ajeno else {"organo": reunion.organo.clave}
    return {"version": acta.version, **organo, **{c: getattr(reunion, c) for c in ("zona", "nombre", "clave", "lugar", "fecha")}}


def _guardada(request: HttpRequest, acta: Acta, formulario: HojaDeIdentidad) -> Acta | None:
    """Lo identificado, o ``None`` con el porqué en el formulario."""
    version = formulario.cleaned_data["version"]

    def gesto(vigente: Acta, cual: int) -> Acta:
        return identificar(por=request.facultades, acta=vigente, version=cual, identidad=formulario.identidad())

    try:
        return intentar(acta, version, IDENTIDAD, gesto)[0]
    except (CapturaInvalida, ActaYaPublicada) as error:
        campo = getattr(error, "campo", "")
        formulario.add_error(campo if campo in formulario.fields else None, str(error))
    except ActaCambiada:
        formulario.data = con_version(request, acta)
        formulario.add_error(None, aviso_de_cambio(gestos_desde(acta, version)))
    return None


def _contar(request: HttpRequest, antes: Acta, despues: Acta) -> None:
    messages.success(request, "Quedó dicho de qué reunión es el acta.")
    previos = {c["id"]: c["plazo"] for d in antes.lectura["disposiciones"] for c in d["compromisos"]}
    releidos = sum(c["plazo"] != previos.get(c["id"]) for d in despues.lectura["disposiciones"] for c in d["compromisos"])
    if releidos:
        cuantos = "cambió un plazo, que quedó" if releidos == 1 else f"cambiaron {releidos} plazos, que quedaron"
        messages.warning(request, f"Con la nueva fecha del acto {cuantos} por confirmar.")
