"""Eximir, revocar una exención y reabrir: desde la obligación, o varias a la vez con confirmación y resultado por renglón."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from conferencia.domain.estados import TransicionIlegal
from conferencia.models import Disposicion, Obligacion, Reunion
from conferencia.permissions import Facultades, Respuesta, exigir, puede_disponer_plazos, visibles_para
from conferencia.services import exenciones as servicio
from conferencia.services.exenciones import TOPE_DE_LOTE, Acto, Razon
from conferencia.services.movimiento import OtroSeAdelanto
from conferencia.services.solicitudes import SolicitudRechazada
from conferencia.web.acceso import con_designacion
from conferencia.web.acciones import Accion, inscribir_accion
from conferencia.web.forms_solicitudes import FiltrosDeLote, FormularioDeExencion, elegida, versiones_elegidas

POR_PAGINA = 100
TITULOS = {
    Acto.NO_APLICA: "Marcar que no aplica",
    Acto.SIN_EFECTO: "Dejar sin efecto por acto posterior",
    Acto.REACTIVAR: "Revocar la exención",
    Acto.REABRIR: "Reabrir lo aceptado",
}
CONSECUENCIAS = {
    Acto.NO_APLICA: "Deja de exigirse y sale del denominador. Se puede revocar.",
    Acto.SIN_EFECTO: "Deja de exigirse porque un acto posterior la sustituye, y sale del denominador. Se puede revocar.",
    Acto.REACTIVAR: "Vuelve a exigirse con el vencimiento que tenía, y a contar en el denominador. La exención queda en la historia.",
    Acto.REABRIR: "Lo aceptado vuelve a revisión y deja de contar como cumplido. Si había llegado tarde, esa marca se conserva. "
    "En lo permanente se retira la última ratificación y vale la anterior.",
}


def _posteriores(request: HttpRequest, reunion: Reunion) -> QuerySet[Disposicion]:
    return visibles_para(request.facultades, Disposicion).filter(reunion__fecha__gt=reunion.fecha, acta__estado="publicada").en_orden()


@require_http_methods(["GET", "POST"])
@con_designacion
def disponer(request: HttpRequest, pk: UUID, acto: Acto) -> HttpResponse:
    visibles = visibles_para(request.facultades, Obligacion).select_related("compromiso__disposicion__reunion", "institucion", "entidad")
    obligacion = get_object_or_404(visibles.con_situacion(request.facultades.hoy), pk=pk)
    exigir(servicio.admite(request.facultades, obligacion, acto) if request.method == "GET" else puede_disponer_plazos(request.facultades))
    posteriores = _posteriores(request, obligacion.compromiso.disposicion.reunion)
    formulario = FormularioDeExencion(request.POST or None, acto=acto, posteriores=posteriores, initial={"version": obligacion.version})
    if request.method == "POST" and formulario.is_valid() and _dispuesto(request, obligacion, acto, formulario):
        messages.success(request, f"{TITULOS[acto]}: hecho en {obligacion.clave}.")
        return redirect("obligacion-detail", obligacion.pk)
    contexto = {"obligacion": obligacion, "formulario": formulario, "titulo": TITULOS[acto], "consecuencia": CONSECUENCIAS[acto]}
    contexto |= {"sin_posteriores": acto == Acto.SIN_EFECTO and not posteriores.exists()}
    contexto["migas"] = [{"titulo": obligacion.clave, "url": reverse("obligacion-detail", args=[obligacion.pk])}, {"titulo": TITULOS[acto]}]
    return render(request, "conferencia/solicitudes/exencion.html", contexto, status=422 if formulario.errors else 200)


def _razon(formulario: FormularioDeExencion) -> Razon:
    c = formulario.cleaned_data
    return Razon(motivo=c["motivo"], fundamento=c["fundamento"], disposicion=c.get("disposicion"), rige_el=c["rige_el"])


def _dispuesto(request: HttpRequest, obligacion: Obligacion, acto: Acto, formulario: FormularioDeExencion) -> bool:
    try:
        version = formulario.cleaned_data["version"] or 0
        servicio.disponer(por=request.facultades, obligacion=obligacion, acto=acto, razon=_razon(formulario), version=version)
    except (SolicitudRechazada, TransicionIlegal, OtroSeAdelanto) as error:
        campo = getattr(error, "campo", "")
        formulario.add_error(campo if campo in formulario.fields else None, str(error))
        return False
    return True


# --- En lote -----------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@con_designacion
def lote(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Elegir con filtros; después, razón y confirmación de todas; al final, el resultado de cada una en su propia dirección."""
    exigir(puede_disponer_plazos(request.facultades))
    reunion = get_object_or_404(visibles_para(request.facultades, Reunion), pk=pk)
    versiones = versiones_elegidas(request.POST.getlist("obligaciones"))
    if request.method == "POST" and versiones and request.POST.get("acto") in list(Acto):
        return _confirmar(request, reunion, Acto(request.POST["acto"]), versiones)
    return _elegir(request, reunion, falta=request.method == "POST", marcadas=set(versiones))


def _elegir(request: HttpRequest, reunion: Reunion, *, falta: bool, marcadas: set[str]) -> HttpResponse:
    suyas = visibles_para(request.facultades, Obligacion).de_la_reunion(reunion)
    formulario = FiltrosDeLote(request.GET, obligaciones=suyas)
    pedidas = formulario.filtrar(suyas) if formulario.is_valid() else suyas.none()
    filas = pedidas.con_situacion(request.facultades.hoy).con_lo_de_lista().order_by("clave")
    pagina = Paginator(filas, POR_PAGINA).get_page(request.GET.get("pagina"))
    contexto = {
        "reunion": reunion,
        "filtros": formulario,
        "pagina": pagina,
        "renglones": [(o, elegida(o), o.clave in marcadas) for o in pagina.object_list],
        "actos": [(a.value, TITULOS[a], CONSECUENCIAS[a]) for a in Acto],
        "falta": falta,
        "hay_errores": falta,
        "migas": _migas(reunion),
    }
    return render(request, "conferencia/solicitudes/lote.html", contexto, status=422 if falta else 200)


def _confirmar(request: HttpRequest, reunion: Reunion, acto: Acto, versiones: dict[str, int]) -> HttpResponse:
    confirma = "confirmar" in request.POST
    formulario = FormularioDeExencion(request.POST if confirma else None, acto=acto, posteriores=_posteriores(request, reunion))
    if confirma and formulario.is_valid():
        try:
            hechos = servicio.disponer_en_lote(por=request.facultades, versiones=versiones, acto=acto, razon=_razon(formulario))
        except SolicitudRechazada as error:
            formulario.add_error(None, str(error))
        else:
            request.session["lote"] = {"acto": acto.value, "filas": [[r.obligacion.clave, str(r.obligacion.pk), r.hecho, r.dicho] for r in hechos]}
            return redirect("reunion-en-lote-resultado", reunion.pk)
    elegidas = visibles_para(request.facultades, Obligacion).de_la_reunion(reunion).filter(clave__in=versiones)
    filas = [
        (o, f"{o.clave}|{versiones[o.clave]}", servicio.admite(request.facultades, o, acto))
        for o in elegidas.con_situacion(request.facultades.hoy).con_lo_de_lista().order_by("clave")
    ]
    contexto = {"reunion": reunion, "filas": filas, "acto": acto.value, "titulo": TITULOS[acto], "consecuencia": CONSECUENCIAS[acto]}
    contexto |= {"formulario": formulario, "caben": sum(bool(p) for *_, p in filas), "tope": TOPE_DE_LOTE, "migas": _migas(reunion)}
    return render(request, "conferencia/solicitudes/lote_confirmar.html", contexto, status=422 if formulario.errors else 200)


@require_safe
@con_designacion
def resultado(request: HttpRequest, pk: UUID) -> HttpResponse:
    exigir(puede_disponer_plazos(request.facultades))
    reunion = get_object_or_404(visibles_para(request.facultades, Reunion), pk=pk)
    hecho = request.session.get("lote")
    if not hecho:
        return redirect("reunion-en-lote", reunion.pk)
    filas = [{"clave": clave, "pk": pk, "hecho": bien, "dicho": dicho} for clave, pk, bien, dicho in hecho["filas"]]
    contexto = {"reunion": reunion, "titulo": TITULOS[Acto(hecho["acto"])], "filas": filas, "hechas": sum(f["hecho"] for f in filas), "migas": _migas(reunion)}
    return render(request, "conferencia/solicitudes/lote_resultado.html", contexto)


def _migas(reunion: Reunion) -> list[dict]:
    return [{"titulo": reunion.clave, "url": reverse("reunion-detail", args=[reunion.pk])}, {"titulo": "Varias a la vez"}]


def _puede(acto: Acto) -> Callable[[Facultades, object], Respuesta]:
    return lambda facultades, obligacion: servicio.admite(facultades, obligacion, acto)  # type: ignore[arg-type]


def inscribir() -> None:
    for orden, acto in enumerate(Acto, start=50):
        inscribir_accion("obligacion", Accion(orden, TITULOS[acto], f"obligacion-{acto.value.replace('_', '-')}", _puede(acto)))
    inscribir_accion("reunion", Accion(50, "Eximir, revocar o reabrir varias obligaciones", "reunion-en-lote", lambda f, _: puede_disponer_plazos(f)))
