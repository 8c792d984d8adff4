"""Lo que la Secretaría Técnica define de un compromiso: cifras, requisitos, cada cuánto se repite y cada cuánto se ratifica."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from conferencia.domain.periodos import ReglaInvalida
from conferencia.models import Compromiso, Indicador, Obligacion, Requisito
from conferencia.permissions import exigir, puede_disponer_plazos, visibles_para
from conferencia.queries.recurrencias import recurrencia_de
from conferencia.services.cadencias import CadenciaFijada, CadenciaInvalida, fijar_cadencia, prever_cadencia
from conferencia.services.indicadores import IndicadorInvalido, cambiar_indicador, definir_indicador, retirar_indicador
from conferencia.services.movimiento import OtroSeAdelanto
from conferencia.services.recurrencias import CambioDeRegla, cambiar_recurrencia, prever_cambio, puede_empezar_el, regla_vigente
from conferencia.services.requisitos import RequisitoInvalido, definir_requisito, retirar_requisito
from conferencia.web.forms_seguimiento import (
    FormularioDeCadencia,
    FormularioDeIndicador,
    FormularioDeMotivo,
    FormularioDeRecurrencia,
    FormularioDeRequisito,
)


def _compromiso(request: HttpRequest, pk: UUID) -> Compromiso:
    exigir(puede_disponer_plazos(request.facultades))
    visibles = visibles_para(request.facultades, Compromiso).filter(naturaleza="obligacion", complementa__isnull=True)
    return get_object_or_404(visibles.select_related("disposicion__reunion"), pk=pk)


@require_safe
def de_obligacion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """De una obligación a lo que se sigue de su compromiso."""
    exigir(puede_disponer_plazos(request.facultades))
    obligacion = get_object_or_404(visibles_para(request.facultades, Obligacion), pk=pk)
    return redirect("compromiso-seguimiento", obligacion.compromiso_id)


@require_safe
def detalle(request: HttpRequest, pk: UUID) -> HttpResponse:
    compromiso = _compromiso(request, pk)
    contexto = {
        "compromiso": compromiso,
        "indicadores": compromiso.indicadores.order_by("-vigente", "orden"),
        "requisitos": compromiso.requisitos.order_by("-vigente", "orden"),
        "regla": regla_vigente(compromiso),
        "capturada": recurrencia_de(compromiso),
        "permanentes": compromiso.obligaciones.filter(permanente=True).exists(),
    }
    return render(request, "conferencia/seguimiento/definiciones.html", contexto)


def _pagina(request: HttpRequest, compromiso: Compromiso, formulario, titulo: str, boton: str, **mas) -> HttpResponse:
    contexto = {"compromiso": compromiso, "formulario": formulario, "titulo": titulo, "boton": boton, **mas}
    return render(request, "conferencia/seguimiento/definir.html", contexto, status=422 if formulario.errors else 200)


def _hecho(request: HttpRequest, compromiso: Compromiso, dicho: str) -> HttpResponse:
    messages.success(request, dicho)
    return redirect("compromiso-seguimiento", compromiso.pk)


# --- Indicadores y requisitos -----------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def indicador_nuevo(request: HttpRequest, pk: UUID) -> HttpResponse:
    compromiso = _compromiso(request, pk)
    formulario = FormularioDeIndicador(request.POST or None, nuevo=True)
    if request.method == "POST" and formulario.is_valid():
        try:
            definir_indicador(por=request.facultades, compromiso=compromiso, datos=formulario.datos())
        except IndicadorInvalido as error:
            formulario.add_error(error.campo or None, str(error))
        else:
            return _hecho(request, compromiso, "Indicador agregado: ya se pide a quienes responden.")
    return _pagina(request, compromiso, formulario, "Agregar un indicador", "Agregar indicador")


@require_http_methods(["GET", "POST"])
def indicador(request: HttpRequest, pk: UUID) -> HttpResponse:
    exigir(puede_disponer_plazos(request.facultades))
    suyo = get_object_or_404(Indicador, pk=pk, vigente=True)
    compromiso = _compromiso(request, suyo.compromiso_id)
    inicial = {campo: getattr(suyo, campo) for campo in ("nombre", "unidad", "decimales", "minimo", "maximo", "meta", "mide_avance")}
    inicial |= {c: f"{v.normalize():f}" for c in ("minimo", "maximo", "meta") if (v := inicial[c]) is not None}
    formulario = FormularioDeIndicador(request.POST or None, nuevo=False, initial=inicial)
    if request.method == "POST" and formulario.is_valid():
        try:
            cambiar_indicador(por=request.facultades, indicador=suyo, datos=formulario.datos(), motivo=formulario.cleaned_data["motivo"])
        except IndicadorInvalido as error:
            formulario.add_error(error.campo or None, str(error))
        else:
            return _hecho(request, compromiso, "Indicador corregido. Lo capturado no cambia.")
    return _pagina(request, compromiso, formulario, f"Corregir «{suyo.nombre}»", "Guardar indicador")


@require_http_methods(["GET", "POST"])
def indicador_retirar(request: HttpRequest, pk: UUID) -> HttpResponse:
    exigir(puede_disponer_plazos(request.facultades))
    suyo = get_object_or_404(Indicador, pk=pk)
    compromiso = _compromiso(request, suyo.compromiso_id)
    return _retirar(
        request, compromiso, suyo.nombre, IndicadorInvalido, lambda motivo: retirar_indicador(por=request.facultades, indicador=suyo, motivo=motivo)
    )


@require_http_methods(["GET", "POST"])
def requisito_nuevo(request: HttpRequest, pk: UUID) -> HttpResponse:
    compromiso = _compromiso(request, pk)
    formulario = FormularioDeRequisito(request.POST or None)
    if request.method == "POST" and formulario.is_valid():
        try:
            definir_requisito(por=request.facultades, compromiso=compromiso, **formulario.cleaned_data)
        except RequisitoInvalido as error:
            formulario.add_error("nombre", str(error))
        else:
            return _hecho(request, compromiso, "Requisito agregado: lo verá quien presente.")
    return _pagina(request, compromiso, formulario, "Agregar un requisito", "Agregar requisito")


@require_http_methods(["GET", "POST"])
def requisito_retirar(request: HttpRequest, pk: UUID) -> HttpResponse:
    exigir(puede_disponer_plazos(request.facultades))
    suyo = get_object_or_404(Requisito, pk=pk)
    compromiso = _compromiso(request, suyo.compromiso_id)
    return _retirar(
        request, compromiso, suyo.nombre, RequisitoInvalido, lambda motivo: retirar_requisito(por=request.facultades, requisito=suyo, motivo=motivo)
    )


def _retirar(request: HttpRequest, compromiso: Compromiso, nombre: str, falla: type[Exception], verbo) -> HttpResponse:
    formulario = FormularioDeMotivo(request.POST or None)
    if request.method == "POST" and formulario.is_valid():
        try:
            verbo(formulario.cleaned_data["motivo"])
        except falla as error:
            formulario.add_error(None, str(error))
        else:
            return _hecho(request, compromiso, f"Retirado: {nombre}. Lo ya asentado se conserva.")
    return _pagina(
        request, compromiso, formulario, f"Retirar «{nombre}»", "Retirar", explica="Deja de pedirse desde hoy. Lo que ya se capturó o se observó se conserva."
    )


# --- Cada cuánto ------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def recurrencia(request: HttpRequest, pk: UUID) -> HttpResponse:
    """La regla nueva; antes de guardarla se ve qué cesa, qué nace y qué se mueve."""
    compromiso = _compromiso(request, pk)
    vigente, capturada = regla_vigente(compromiso), recurrencia_de(compromiso)
    inicial = {"version": capturada.version if capturada else 0, "desde": puede_empezar_el(compromiso, request.facultades.hoy)}
    if vigente:
        inicial |= {c: getattr(vigente, c) for c in ("periodicidad", "cada", "hasta", "dia_clase", "dia")}
    formulario = FormularioDeRecurrencia(request.POST or None, initial=inicial)
    previsto = None
    if request.method == "POST" and formulario.is_valid():
        previsto = _regla(request, compromiso, formulario)
        if previsto and "confirmar" in request.POST:
            return _hecho(request, compromiso, f"Regla cambiada: {previsto.regla.dicha}. Lo que ya corre no se tocó.")
    return _pagina(request, compromiso, formulario, "Cambiar cada cuánto se repite", "Ver qué cambia", previsto=previsto, vigente=vigente)


def _regla(request: HttpRequest, compromiso: Compromiso, formulario: FormularioDeRecurrencia) -> CambioDeRegla | None:
    d = formulario.cleaned_data
    datos = {"por": request.facultades, "compromiso": compromiso, "regla": formulario.regla(), "version": d["version"]}
    try:
        return cambiar_recurrencia(**datos, motivo=d["motivo"]) if "confirmar" in request.POST else prever_cambio(**datos)
    except ReglaInvalida as error:
        formulario.add_error(error.campo or None, str(error))
    except OtroSeAdelanto as error:
        formulario.add_error(None, str(error))
    return None


@require_http_methods(["GET", "POST"])
def cadencia(request: HttpRequest, pk: UUID) -> HttpResponse:
    compromiso = _compromiso(request, pk)
    inicial = {"version": compromiso.ratificar_cada or 0, "meses": compromiso.ratificar_cada}
    formulario = FormularioDeCadencia(request.POST or None, initial=inicial)
    previsto: CadenciaFijada | None = None
    if request.method == "POST" and formulario.is_valid():
        d = formulario.cleaned_data
        if "confirmar" not in request.POST:
            previsto = prever_cadencia(compromiso, d["meses"])
        elif _fijada(request, compromiso, formulario):
            return _hecho(request, compromiso, "Cadencia fijada.")
    return _pagina(request, compromiso, formulario, "Cada cuánto se ratifica", "Ver qué cambia", cadencia=previsto)


def _fijada(request: HttpRequest, compromiso: Compromiso, formulario: FormularioDeCadencia) -> bool:
    d = formulario.cleaned_data
    try:
        fijar_cadencia(por=request.facultades, compromiso=compromiso, meses=d["meses"], motivo=d["motivo"], version=d["version"])
    except (CadenciaInvalida, OtroSeAdelanto) as error:
        formulario.add_error(None, str(error))
        return False
    return True
