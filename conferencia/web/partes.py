"""Lo conjunto y lo que se espera de otros: etapas, turno, constancia y dependencias."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from conferencia.domain.estados import ABIERTOS
from conferencia.domain.permisos import Capacidad, Facultades
from conferencia.models import EtapaDeParte, Obligacion, Parte
from conferencia.permissions import (
    NO_ES_TUYO,
    exigir,
    instituciones_que_capturan,
    puede_capturar_cifras,
    puede_dictaminar,
    puede_disponer_plazos,
    visibles_para,
)
from conferencia.queries.corte import Corte
from conferencia.services.insumos import CambioDeInsumo, InsumoRechazado, agregar_insumo, prever, quitar_insumo
from conferencia.services.movimiento import OtroSeAdelanto
from conferencia.services.partes import ParteRechazada, aceptar_por_constancia, pasar_turno, registrar_etapa
from conferencia.web.forms_seguimiento import FormularioDeConstancia, FormularioDeEtapa, FormularioDeInsumo, FormularioDeTurno


def _obligacion(request: HttpRequest, pk: UUID) -> Obligacion:
    visibles = visibles_para(request.facultades, Obligacion).select_related("compromiso__disposicion__reunion", "institucion", "entidad")
    return get_object_or_404(visibles, pk=pk)


def _suyas(facultades: Facultades, obligacion: Obligacion) -> set[UUID]:
    if facultades.tiene(Capacidad.DISPONER_PLAZOS):
        return set(obligacion.partes.values_list("institucion", flat=True))
    return set(instituciones_que_capturan(facultades, obligacion))


def panel(request: HttpRequest, obligacion: Obligacion, corte: Corte | None = None) -> dict | None:
    """Cada parte con su etapa y su turno; a quien puede, cómo moverlos. A otro corte solo se mira: ``obligacion`` ya trae las partes de entonces."""
    if obligacion.modo == "individual":
        return None
    partes = list(obligacion.partes.all() if corte else obligacion.partes.select_related("institucion__entidad").order_by("orden"))
    abierta = corte is None and obligacion.estado in ABIERTOS
    suyas = _suyas(request.facultades, obligacion) if abierta else set()
    en_turno = {p.institucion_id for p in partes if p.en_turno}
    firmaron = sum(p.etapa == EtapaDeParte.FIRMADO for p in partes)
    return {
        "partes": [(p, p.institucion_id in suyas) for p in partes],
        "edita": bool(suyas),
        "obligacion": obligacion,
        "pasa_turno": bool(suyas & en_turno) or (abierta and bool(puede_disponer_plazos(request.facultades))),
        "firmaron": firmaron,
        "todas": abierta and firmaron == len(partes),
        "hace_constar": abierta and firmaron == len(partes) and bool(puede_dictaminar(request.facultades)),
    }


def _pagina(request: HttpRequest, obligacion: Obligacion, formulario, titulo: str, boton: str, **mas) -> HttpResponse:
    contexto = {"obligacion": obligacion, "formulario": formulario, "titulo": titulo, "boton": boton, **mas}
    return render(request, "conferencia/seguimiento/gesto.html", contexto, status=422 if formulario.errors else 200)


def _aplicar(formulario, verbo, **datos) -> bool:
    """Si se hizo; si no, el porqué queda en el formulario."""
    try:
        verbo(**datos)
    except ParteRechazada as error:
        formulario.add_error(error.campo or None, str(error))
    except OtroSeAdelanto as error:
        formulario.add_error(None, str(error))
    else:
        return True
    return False


@require_http_methods(["GET", "POST"])
def etapa(request: HttpRequest, pk: UUID, parte: UUID) -> HttpResponse:
    obligacion = _obligacion(request, pk)
    suya = get_object_or_404(Parte.objects.select_related("institucion"), pk=parte, obligacion=obligacion)
    exigir(puede_capturar_cifras(request.facultades, obligacion))
    if suya.institucion_id not in _suyas(request.facultades, obligacion):
        exigir(NO_ES_TUYO)
    inicial = {"version": obligacion.version, "etapa": suya.etapa, "firmado_el": suya.firmado_el}
    formulario = FormularioDeEtapa(request.POST or None, initial=inicial)
    if request.method == "POST" and formulario.is_valid():
        datos = {"por": request.facultades, "parte": suya, "avance": formulario.avance(), "version": formulario.cleaned_data["version"]}
        if _aplicar(formulario, registrar_etapa, **datos):
            messages.success(request, f"Quedó asentada la etapa de {suya.institucion}.")
            return redirect("obligacion-detail", obligacion.pk)
    return _pagina(request, obligacion, formulario, f"Etapa de {suya.institucion}", "Guardar etapa")


@require_http_methods(["GET", "POST"])
def turno(request: HttpRequest, pk: UUID) -> HttpResponse:
    obligacion = _obligacion(request, pk)
    exigir(puede_capturar_cifras(request.facultades, obligacion))
    partes = list(obligacion.partes.select_related("institucion").order_by("orden"))
    formulario = FormularioDeTurno(request.POST or None, partes=partes, initial={"version": obligacion.version})
    if request.method == "POST" and formulario.is_valid():
        d = formulario.cleaned_data
        datos = {"por": request.facultades, "obligacion": obligacion, "a": [UUID(x) for x in d["a"]], "version": d["version"], "nota": d["nota"]}
        if _aplicar(formulario, pasar_turno, **datos):
            messages.success(request, "Turno pasado: todas las partes lo ven.")
            return redirect("obligacion-detail", obligacion.pk)
    ahora = ", ".join(p.institucion.nombre for p in partes if p.en_turno)
    return _pagina(request, obligacion, formulario, "Pasar el turno", "Pasar el turno", explica=f"Ahora le toca a: {ahora}.")


@require_http_methods(["GET", "POST"])
def constancia(request: HttpRequest, pk: UUID) -> HttpResponse:
    exigir(puede_dictaminar(request.facultades))
    obligacion = _obligacion(request, pk)
    formulario = FormularioDeConstancia(request.POST or None, initial={"version": obligacion.version})
    if request.method == "POST" and formulario.is_valid():
        d = formulario.cleaned_data
        if _aplicar(formulario, aceptar_por_constancia, por=request.facultades, obligacion=obligacion, nota=d["nota"], version=d["version"]):
            messages.success(request, f"{obligacion.clave} quedó cumplida por constancia.")
            return redirect("obligacion-detail", obligacion.pk)
    explica = "Todas las partes firmaron. La constancia la da por cumplida desde el día de la última firma."
    return _pagina(request, obligacion, formulario, "Hacer constar que se cumplió", "Dar por cumplida", explica=explica)


@require_http_methods(["GET", "POST"])
def insumos(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Agrega o quita una dependencia; antes de guardar se ve cómo queda."""
    exigir(puede_disponer_plazos(request.facultades))
    obligacion = _obligacion(request, pk)
    quita = "quitar" in request.GET
    formulario = FormularioDeInsumo(request.POST or None, initial={"version": obligacion.version, "insumo": request.GET.get("quitar", "")})
    previsto = None
    if request.method == "POST" and formulario.is_valid():
        previsto = _insumo(request, obligacion, formulario, quita=quita, guarda="confirmar" in request.POST)
        if previsto and "confirmar" in request.POST:
            messages.success(request, f"{obligacion.clave} {'ya no espera' if quita else 'ahora espera'} a {previsto.insumo.clave}. Su fecha no cambió.")
            return redirect("obligacion-detail", obligacion.pk)
    contexto = {
        "obligacion": obligacion,
        "formulario": formulario,
        "quita": quita,
        "previsto": previsto,
        "espera": obligacion.insumos.con_situacion(request.facultades.hoy).con_lo_de_lista().order_by("clave"),
    }
    return render(request, "conferencia/seguimiento/insumos.html", contexto, status=422 if formulario.errors else 200)


def _insumo(request: HttpRequest, obligacion: Obligacion, formulario, *, quita: bool, guarda: bool) -> CambioDeInsumo | None:
    d = formulario.cleaned_data
    verbo = quitar_insumo if quita else agregar_insumo
    datos = {"por": request.facultades, "obligacion": obligacion, "insumo": d["insumo"], "motivo": d["motivo"], "version": d["version"]}
    try:
        return verbo(**datos) if guarda else prever(verbo, **datos)
    except InsumoRechazado as error:
        formulario.add_error("insumo", str(error))
    except OtroSeAdelanto as error:
        formulario.add_error(None, str(error))
    return None
