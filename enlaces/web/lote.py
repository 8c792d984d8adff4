"""Decidir varias de una vez: primero qué le pasará a cada una, después qué se hizo y qué no."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from conferencia.domain.errores import NoProcede
from conferencia.models import Entrega
from conferencia.permissions import exigir, puede_dictaminar
from conferencia.queries.calendarios import calendario_de_partes
from conferencia.services.entregas import DIAS_PARA_SUBSANAR
from enlaces.queries.deshacer import por_deshacer
from enlaces.services.decisiones import EN_LOTE, decidir_en_lote, prever
from enlaces.web.filtros import FiltroDeBandeja
from enlaces.web.formularios_de_bandeja import FormularioDeLote

TITULOS = {"aceptar": "Aceptar", "observar": "Devolver con observaciones", "ajena": "Rechazar por ajenas a lo acordado"}


def lote(request: HttpRequest) -> HttpResponse:
    """GET: la confirmación, con lo elegido en la lista. POST: se decide y se dice cómo le fue a cada una."""
    exigir(puede_dictaminar(request.facultades))
    datos = request.POST if request.method == "POST" else request.GET
    decision = datos.get("decision", "")
    filtros = FiltroDeBandeja(request.GET)
    if decision not in EN_LOTE:
        messages.error(request, "Elige qué hacer con las entregas marcadas.")
        return redirect(filtros.en("bandeja"))
    try:
        return _decidir(request, decision, filtros) if request.method == "POST" else _confirmar(request, decision, _ids(datos.getlist("entrega")), filtros)
    except NoProcede as error:
        messages.error(request, str(error))
        return redirect(filtros.en("bandeja"))


def _confirmar(request: HttpRequest, decision: str, ids: list[UUID], filtros: FiltroDeBandeja, formulario: FormularioDeLote | None = None) -> HttpResponse:
    if formulario is None:
        plazo = calendario_de_partes([]).sumar_habiles(request.facultades.hoy, DIAS_PARA_SUBSANAR)
        formulario = FormularioDeLote(initial={"decision": decision, "subsanar_el": plazo}, decision=decision)
    contexto = _contexto(decision, filtros) | {"renglones": prever(por=request.facultades, ids=ids, sentido=decision), "formulario": formulario}
    return render(request, "enlaces/lote.html", contexto)


def _decidir(request: HttpRequest, decision: str, filtros: FiltroDeBandeja) -> HttpResponse:
    versiones = _versiones(request)
    formulario = FormularioDeLote(request.POST, decision=decision)
    if not formulario.is_valid():
        return _confirmar(request, decision, list(versiones), filtros, formulario)
    renglones = decidir_en_lote(por=request.facultades, versiones=versiones, decision=formulario.tomada)
    deshacibles = {r.entrega.pk: r for r in por_deshacer(Entrega.objects.filter(pk__in=[r.entrega.pk for r in renglones if r.cabe]))}
    contexto = _contexto(decision, filtros) | {
        "renglones": [(r, [deshacibles[r.entrega.pk]] if r.entrega.pk in deshacibles else []) for r in renglones],
        "hechas": sum(r.cabe for r in renglones),
    }
    return render(request, "enlaces/lote_hecho.html", contexto)


def _contexto(decision: str, filtros: FiltroDeBandeja) -> dict:
    volver = filtros.en("bandeja")
    return {"titulo": TITULOS[decision], "decision": decision, "volver": volver, "migas": [{"titulo": "Bandeja", "url": volver}, {"titulo": TITULOS[decision]}]}


def _ids(dichos: list[str]) -> list[UUID]:
    """Los que se entienden; uno mal copiado no estropea los demás."""
    ids = []
    for dicho in dichos:
        try:
            ids.append(UUID(dicho))
        except ValueError:
            continue
    return ids


def _versiones(request: HttpRequest) -> dict[UUID, int]:
    """Lo marcado en la confirmación, con la versión que se vio."""
    vistas = {pk: request.POST.get(f"version_{pk}", "") for pk in _ids(request.POST.getlist("entrega"))}
    return {pk: int(version) if version.isdigit() else 0 for pk, version in vistas.items()}
