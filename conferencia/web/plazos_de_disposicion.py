"""Los plazos de toda una disposición: el evento que los inicia y la suspensión de varios a la vez."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from conferencia import reloj
from conferencia.models import Compromiso, Disposicion, EntidadFederativa, Evento, Obligacion
from conferencia.permissions import exigir, puede_disponer_plazos, visibles_para
from conferencia.queries.plazos import esperaba_evento, que_rige
from conferencia.services.eventos import EventoImposible, Registrado, prever_evento, registrar_evento
from conferencia.services.suspensiones import Resultado, reanudar_varias, suspender_varias
from conferencia.templatetags.fechas import fecha_larga
from conferencia.web.forms_plazos import HojaDeEvento, HojaDeReanudarVarias, HojaDeVarias
from conferencia.web.plazos import NEGATIVAS, oficio_dicho


@require_safe
def de_disposicion(request: HttpRequest, pk: UUID) -> HttpResponse:
    disposicion = get_object_or_404(visibles_para(request.facultades, Disposicion).select_related("reunion"), pk=pk)
    exigir(puede_disponer_plazos(request.facultades))
    compromisos = disposicion.compromisos.exclude(naturaleza="acto").order_by("orden")
    filas = [(c, c.obligaciones.abiertas().count(), esperaba_evento(c), list(c.eventos.select_related("entidad"))) for c in compromisos]
    contexto = {"disposicion": disposicion, "filas": filas, "migas": _migas(disposicion, "Eventos y suspensión")}
    return render(request, "conferencia/plazos/de_disposicion.html", contexto)


@require_safe
def evento_de_obligacion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """El evento se registra para el compromiso que da el plazo; se llega con la entidad ya elegida."""
    obligacion = get_object_or_404(visibles_para(request.facultades, Obligacion).select_related("entidad"), pk=pk)
    exigir(puede_disponer_plazos(request.facultades))
    entidad = f"?entidad={obligacion.entidad.abreviatura}" if obligacion.entidad else ""
    return redirect(reverse("compromiso-evento", args=[obligacion.plazo_dado_por_id]) + entidad)


@require_http_methods(["GET", "POST"])
def evento(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Primero se ve qué obligaciones toma fecha y por qué; con «confirmar», se registra."""
    compromiso = _compromiso(request, pk)
    entidades = EntidadFederativa.objects.filter(obligaciones__in=que_rige(compromiso)).distinct().order_by("orden")
    inicial = {"entidad": request.GET.get("entidad"), "fecha": reloj.hoy()}
    formulario = HojaDeEvento(request.POST or None, initial=inicial, compromiso=compromiso, entidades=entidades)
    previsto = None
    if request.method == "POST" and formulario.is_valid():
        hecho = _registrar(request, compromiso, formulario, firme="confirmar" in request.POST)
        if hecho and "confirmar" in request.POST:
            messages.success(request, _contado(hecho))
            return redirect("disposicion-plazos", compromiso.disposicion_id)
        previsto = hecho
    contexto = {
        "compromiso": compromiso,
        "formulario": formulario,
        "previsto": previsto,
        "registrados": Evento.objects.filter(compromiso=compromiso).select_related("entidad").order_by("entidad__orden"),
        "migas": _migas(compromiso.disposicion, "Registrar el evento"),
    }
    return render(request, "conferencia/plazos/evento.html", contexto, status=422 if formulario.errors else 200)


def _registrar(request: HttpRequest, compromiso: Compromiso, formulario: HojaDeEvento, *, firme: bool) -> Registrado | None:
    dato = formulario.cleaned_data
    comunes = {"por": request.facultades, "compromiso": compromiso, "fecha": dato["fecha"], "fundamento": dato["fundamento"]}  # type: ignore[attr-defined]
    comunes |= {"entidad": dato["entidad"], "unidad": dato.get("unidad", "")}
    try:
        if not firme:
            return prever_evento(**comunes)
        return registrar_evento(**comunes, oficio=oficio_dicho(comunes["por"], formulario, f"Evento de {compromiso.clave}"))
    except (EventoImposible, *NEGATIVAS) as error:
        campo = getattr(error, "campo", "")
        formulario.add_error(campo if campo in formulario.fields else None, str(error))
        return None


def _contado(hecho: Registrado) -> str:
    verbo = "Evento corregido" if hecho.corrige else "Evento registrado"
    n = len(hecho.movidas)
    cuantas = f"{n} obligaci{'ón tiene' if n == 1 else 'ones tienen'} fecha" if n else "el acta no dice cuánto tiempo da, así que nada toma fecha"
    return f"{verbo}: {fecha_larga(hecho.evento.fecha)}; {cuantas}."


@require_http_methods(["GET", "POST"])
def varias(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Suspender, o con ``?reanudar``, reanudar las elegidas de un compromiso, con el resultado de cada una."""
    compromiso = _compromiso(request, pk)
    reanuda = "reanudar" in request.GET
    abiertas = compromiso.obligaciones.abiertas().filter(detenida_el__isnull=not reanuda).select_related("institucion", "entidad").order_by("clave")
    obligaciones = {f"{o.pk}:{o.version}": o for o in abiertas}
    formulario = (HojaDeReanudarVarias if reanuda else HojaDeVarias)(request.POST or None, initial={"desde": reloj.hoy(), "hasta": None})
    elegidas = request.POST.getlist("obligaciones") if request.method == "POST" else list(obligaciones)
    resultados: list[Resultado] = []
    if request.method == "POST" and formulario.is_valid():
        if elegidas:
            resultados = _disponer(request, compromiso, formulario, elegidas, reanuda=reanuda)
        else:
            formulario.add_error(None, "Elige al menos una obligación.")
    titulo = "Reanudar los plazos" if reanuda else "Suspender los plazos"
    contexto = {
        "compromiso": compromiso,
        "formulario": formulario,
        "opciones": [(valor, o, valor in elegidas) for valor, o in obligaciones.items()],
        "resultados": resultados,
        "hechas": sum(not r.error for r in resultados),
        "titulo": titulo,
        "migas": _migas(compromiso.disposicion, titulo),
    }
    return render(request, "conferencia/plazos/varias.html", contexto, status=422 if formulario.errors else 200)


def _disponer(request: HttpRequest, compromiso: Compromiso, formulario, elegidas: list[str], *, reanuda: bool) -> list[Resultado]:
    versiones = {UUID(pk): int(version) for pk, _, version in (e.partition(":") for e in elegidas if _bien_dicha(e))}
    por = request.facultades  # type: ignore[attr-defined]
    pares = [(o, versiones[o.pk]) for o in compromiso.obligaciones.filter(pk__in=versiones).select_related("institucion", "entidad").order_by("clave")]
    dato = formulario.cleaned_data
    try:
        if reanuda:
            return reanudar_varias(por=por, obligaciones=pares, hasta=dato["hasta"])
        campos = {c: dato[c] for c in ("desde", "hasta", "motivo", "fundamento")}
        return suspender_varias(por=por, obligaciones=pares, oficio=oficio_dicho(por, formulario, f"Suspensión de {compromiso.clave}"), **campos)
    except NEGATIVAS as error:
        formulario.add_error(getattr(error, "campo", "") or None, str(error))
        return []


def _bien_dicha(elegida: str) -> bool:
    pk, _, version = elegida.partition(":")
    try:
        return bool(UUID(pk)) and version.isdecimal() and len(version) < 10
    except ValueError:
        return False


def _compromiso(request: HttpRequest, pk: UUID) -> Compromiso:
    visibles = visibles_para(request.facultades, Compromiso).select_related("disposicion__reunion", "parrafo")  # type: ignore[attr-defined]
    compromiso = get_object_or_404(visibles, pk=pk)
    exigir(puede_disponer_plazos(request.facultades))  # type: ignore[attr-defined]
    return compromiso


def _migas(disposicion: Disposicion, titulo: str) -> list[dict]:
    return [
        {"titulo": str(disposicion.reunion), "url": reverse("reunion-detail", args=[disposicion.reunion_id])},
        {"titulo": str(disposicion), "url": reverse("disposicion-detail", args=[disposicion.pk])},
        {"titulo": titulo},
    ]
