"""Pedir prórroga o alegar no competencia, y resolverlo: las páginas de una solicitud y su lista."""

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

import uuid6
from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conferencia.domain.errores import NoProcede
from conferencia.domain.estados import TransicionIlegal
from conferencia.models import Archivo, ClaseSolicitud, EstadoSolicitud, Institucion, Obligacion, Reunion, Solicitud
from conferencia.permissions import (
    Facultades,
    exigir,
    instituciones_que_presentan,
    puede_alegar_no_competencia,
    puede_desistir,
    puede_disponer_plazos,
    puede_pedir_prorroga,
    visibles_para,
)
from conferencia.queries import solicitudes as lecturas
from conferencia.services import reglas_de_prorroga
from conferencia.services.movimiento import OtroSeAdelanto
from conferencia.services.solicitudes import alegar_no_competencia, desistir, limite_de, pedir_prorroga, resolver_prorroga
from conferencia.services.sustituciones import dejar_sin_sustituta, nombrar_sustituta, resolver_no_competencia
from conferencia.web import adhesiones, exenciones
from conferencia.web.acceso import con_designacion
from conferencia.web.acciones import Accion, inscribir_accion
from conferencia.web.adjuntos import archivos_del_oficio, uuid_de
from conferencia.web.forms_solicitudes import (
    FiltrosDeSolicitudes,
    FormularioConOficio,
    FormularioDeCompetencia,
    FormularioDeNoCompetencia,
    FormularioDeProrroga,
    FormularioDeReglas,
    FormularioDeResolucion,
    FormularioDeSustituta,
    FormularioSinSustituta,
)
from conferencia.web.paneles import EntradaInscrita, Panel, inscribir_entrada, inscribir_panel

POR_PAGINA = 50
NO_SE_PUDO = (NoProcede, OtroSeAdelanto, TransicionIlegal)


def intentar(formulario: Form, hacer: Callable[[], object]) -> object | None:
    """Lo que dé ``hacer``; si no se puede, ``None`` con el porqué en el campo que lo causa."""
    try:
        return hacer() or True
    except NO_SE_PUDO as error:
        campo = getattr(error, "campo", "")
        formulario.add_error(campo if campo in formulario.fields else None, str(error))
        return None


# --- Pedir -------------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@con_designacion
def prorroga(request: HttpRequest, pk: UUID) -> HttpResponse:
    obligacion = _obligacion(request, pk)
    exigir(puede_pedir_prorroga(request.facultades, obligacion))
    limite = limite_de(obligacion)
    contexto = {"limite": limite, "tope": limite.hasta(obligacion.vence_el), "agotada": obligacion.prorrogas >= limite.cuantas}
    return _pedir(request, obligacion, FormularioDeProrroga, contexto, "conferencia/solicitudes/prorroga.html")


@require_http_methods(["GET", "POST"])
@con_designacion
def no_competencia(request: HttpRequest, pk: UUID) -> HttpResponse:
    obligacion = _obligacion(request, pk)
    exigir(puede_alegar_no_competencia(request.facultades, obligacion))
    return _pedir(request, obligacion, FormularioDeNoCompetencia, {}, "conferencia/solicitudes/no_competencia.html")


def _obligacion(request: HttpRequest, pk: UUID) -> Obligacion:
    visibles = visibles_para(request.facultades, Obligacion).select_related(
        "compromiso__disposicion__reunion", "compromiso__parrafo", "plazo_dado_por", "institucion"
    )
    return get_object_or_404(visibles.prefetch_related("partes"), pk=pk)


def _pedir(request: HttpRequest, obligacion: Obligacion, clase: type[FormularioConOficio], contexto: dict, plantilla: str) -> HttpResponse:
    que = "Pedir prórroga" if clase is FormularioDeProrroga else "Alegar no competencia"
    ids = instituciones_que_presentan(request.facultades, obligacion)
    formulario = clase(request.POST or None, request.FILES or None, instituciones=list(Institucion.objects.filter(pk__in=ids).order_by("nombre")))
    guardados: list[Archivo] = []
    llave = uuid_de(request.POST.get("llave", "")) or uuid6.uuid7()
    if request.method == "POST":
        guardados = archivos_del_oficio(request, formulario)
        if formulario.is_valid() and (solicitud := intentar(formulario, lambda: _presentada(request, obligacion, formulario, guardados, llave))):
            messages.success(request, "Solicitud recibida. Mientras se resuelve, el plazo sigue corriendo y la obligación sigue contando.")
            return redirect("solicitud-detail", solicitud.pk)  # type: ignore[attr-defined]
    contexto |= {"obligacion": obligacion, "formulario": formulario, "guardados": guardados, "llave": llave, "migas": _migas(obligacion, {"titulo": que})}
    return render(request, plantilla, contexto, status=422 if formulario.errors else 200)


def _presentada(request: HttpRequest, obligacion: Obligacion, formulario: FormularioConOficio, archivos: Sequence[Archivo], llave: UUID) -> Solicitud:
    comunes = {"por": request.facultades, "obligacion": obligacion, "institucion": formulario.remitente}
    comunes |= {"datos": formulario.oficio(llave), "archivos": archivos, "motivo": formulario.cleaned_data["motivo"]}
    if isinstance(formulario, FormularioDeProrroga):
        return pedir_prorroga(**comunes, pide_hasta=formulario.cleaned_data["pide_hasta"])
    return alegar_no_competencia(**comunes)


def _migas(obligacion: Obligacion, *mas: dict) -> list[dict]:
    return [{"titulo": obligacion.clave, "url": reverse("obligacion-detail", args=[obligacion.pk])}, *mas]


# --- Ver y resolver ----------------------------------------------------------------------------------------------------


def _vistas(facultades: Facultades, solicitudes: Iterable[Solicitud]) -> list[lecturas.SolicitudVista]:
    return lecturas.vistas(solicitudes, visibles_para(facultades, Archivo), facultades.hoy)


@require_safe
@con_designacion
def lista(request: HttpRequest) -> HttpResponse:
    """Las que quien mira puede ver: por resolver primero. Quien resuelve ve también a quién falta sustituir."""
    visibles = visibles_para(request.facultades, Solicitud)
    formulario = FiltrosDeSolicitudes(request.GET, solicitudes=visibles)
    contexto: dict = {"formulario": formulario, "resuelve": bool(puede_disponer_plazos(request.facultades))}
    if not formulario.is_valid():
        return render(request, "conferencia/solicitudes/lista.html", contexto, status=400)
    pedidas = lecturas.pendientes_primero(lecturas.con_todo(formulario.filtrar(visibles)))
    pagina = Paginator(pedidas, POR_PAGINA).get_page(request.GET.get("pagina"))
    contexto |= {"pagina": pagina, "vistas": _vistas(request.facultades, pagina.object_list)}
    contexto |= {"por_sustituir": lecturas.faltan_por_sustituir() if contexto["resuelve"] else ()}
    return render(request, "conferencia/solicitudes/lista.html", contexto)


@require_http_methods(["GET", "POST"])
@con_designacion
def detalle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lo pedido, sus fechas y, a quien resuelve, cómo resolverlo."""
    solicitud = get_object_or_404(lecturas.con_todo(visibles_para(request.facultades, Solicitud)), pk=pk)
    formulario = _de_resolucion(request, solicitud)
    if request.method == "POST":
        exigir(puede_disponer_plazos(request.facultades))
        if formulario is None:
            messages.warning(request, "Alguien más ya la resolvió. Así quedó.")
            return redirect("solicitud-detail", solicitud.pk)
        if formulario.is_valid() and intentar(formulario, lambda: _resuelta(request, solicitud, formulario)):
            messages.success(request, f"Solicitud resuelta: {solicitud.get_estado_display().lower()}.")
            return redirect("solicitud-list")
        _poner_al_dia(formulario, solicitud)
    visibles = visibles_para(request.facultades, Obligacion)
    limite = limite_de(solicitud.obligacion)
    contexto = {
        "vista": _vistas(request.facultades, [solicitud])[0],
        "s": solicitud,
        "obligacion": visibles.con_situacion(request.facultades.hoy).filter(pk=solicitud.obligacion_id).first(),
        "formulario": formulario,
        "limite": limite,
        "tope": limite.hasta(solicitud.obligacion.vence_el) if solicitud.obligacion.vence_el else None,
        "reunion": solicitud.obligacion.compromiso.disposicion.reunion,
        "resuelve": bool(puede_disponer_plazos(request.facultades)),
        "desiste": bool(puede_desistir(request.facultades, solicitud)),
        "falta_sustituta": puede_disponer_plazos(request.facultades) and lecturas.faltan_por_sustituir().filter(pk=solicitud.pk).exists(),
        "migas": [{"titulo": "Solicitudes", "url": reverse("solicitud-list")}, {"titulo": f"{solicitud.get_clase_display()} · {solicitud.obligacion.clave}"}],
    }
    return render(request, "conferencia/solicitudes/detalle.html", contexto, status=422 if formulario is not None and formulario.errors else 200)


def _de_resolucion(request: HttpRequest, solicitud: Solicitud) -> FormularioDeResolucion | FormularioDeCompetencia | None:
    if solicitud.estado != EstadoSolicitud.PENDIENTE or not puede_disponer_plazos(request.facultades):
        return None
    fundamento = solicitud.obligacion.compromiso.disposicion.reunion.prorroga_fundamento
    inicial = {"version": solicitud.obligacion.version, "concede_hasta": solicitud.pide_hasta}
    if solicitud.clase == ClaseSolicitud.PRORROGA:
        return FormularioDeResolucion(request.POST or None, solicitud=solicitud, hoy=request.facultades.hoy, initial=inicial | {"fundamento": fundamento})
    return FormularioDeCompetencia(request.POST or None, initial=inicial)


def _poner_al_dia(formulario: Form, solicitud: Solicitud) -> None:
    """Quien ya vio que algo cambió decide sobre lo que ahora hay: se conserva lo escrito y se renueva la versión."""
    solicitud.obligacion.refresh_from_db(fields=["version"])
    formulario.data = formulario.data.copy() | {"version": str(solicitud.obligacion.version)}  # type: ignore[operator]


def _resuelta(request: HttpRequest, solicitud: Solicitud, formulario: FormularioDeResolucion | FormularioDeCompetencia) -> object:
    if isinstance(formulario, FormularioDeResolucion):
        return resolver_prorroga(por=request.facultades, solicitud=solicitud, **formulario.resuelto())
    return resolver_no_competencia(por=request.facultades, solicitud=solicitud, **formulario.resuelto())


@require_POST
@con_designacion
def retirar(request: HttpRequest, pk: UUID) -> HttpResponse:
    solicitud = get_object_or_404(lecturas.con_todo(visibles_para(request.facultades, Solicitud)), pk=pk)
    try:
        desistir(por=request.facultades, solicitud=solicitud)
        messages.success(request, "Solicitud retirada.")
    except OtroSeAdelanto:
        messages.warning(request, "La Secretaría Técnica la resolvió antes de que la retiraras. Así quedó.")
    return redirect("solicitud-detail", solicitud.pk)


@require_http_methods(["GET", "POST"])
@con_designacion
def sustituta(request: HttpRequest, pk: UUID) -> HttpResponse:
    exigir(puede_disponer_plazos(request.facultades))
    solicitud = get_object_or_404(lecturas.sustituibles(), pk=pk)
    formulario = FormularioDeSustituta(request.POST or None)
    nombrar = lambda: nombrar_sustituta(por=request.facultades, solicitud=solicitud, **formulario.cleaned_data)  # noqa: E731 - se intenta abajo
    if request.method == "POST" and formulario.is_valid() and (nueva := intentar(formulario, nombrar)):
        messages.success(request, f"Queda obligada {formulario.cleaned_data['sustituta']}: {nueva.clave}.")  # type: ignore[attr-defined]
        return redirect("solicitud-list")
    contexto = {"s": solicitud, "formulario": formulario, "migas": [{"titulo": "Solicitudes", "url": reverse("solicitud-list")}, {"titulo": "Sustituta"}]}
    return render(request, "conferencia/solicitudes/sustituta.html", contexto, status=422 if formulario.errors else 200)


@require_http_methods(["GET", "POST"])
@con_designacion
def sin_sustituta(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Cerrar lo pendiente: nadie responde en su lugar, y por qué."""
    exigir(puede_disponer_plazos(request.facultades))
    solicitud = get_object_or_404(lecturas.faltan_por_sustituir(), pk=pk)
    formulario = FormularioSinSustituta(request.POST or None)
    cerrar = lambda: dejar_sin_sustituta(por=request.facultades, solicitud=solicitud, **formulario.cleaned_data)  # noqa: E731 - se intenta abajo
    if request.method == "POST" and formulario.is_valid() and intentar(formulario, cerrar):
        messages.success(request, f"Queda asentado que nadie sustituye a {solicitud.institucion}.")
        return redirect("solicitud-detail", solicitud.pk)
    migas = [{"titulo": "Solicitudes", "url": reverse("solicitud-list")}, {"titulo": "Sustituta", "url": reverse("solicitud-sustituta", args=[pk])}]
    contexto = {"s": solicitud, "formulario": formulario, "migas": [*migas, {"titulo": "Nadie la sustituye"}]}
    return render(request, "conferencia/solicitudes/sin_sustituta.html", contexto, status=422 if formulario.errors else 200)


@require_http_methods(["GET", "POST"])
@con_designacion
def reglas(request: HttpRequest, pk: UUID) -> HttpResponse:
    exigir(puede_disponer_plazos(request.facultades))
    reunion = get_object_or_404(visibles_para(request.facultades, Reunion), pk=pk)
    inicial = {"concede": reunion.prorroga_concede, "fundamento": reunion.prorroga_fundamento}
    formulario = FormularioDeReglas(request.POST or None, limites=reglas_de_prorroga.limites_de(reunion), initial=inicial)
    if request.method == "POST" and formulario.is_valid():
        dato = formulario.cleaned_data
        nuevas = {"concede": dato["concede"], "fundamento": dato["fundamento"], "limites": formulario.limites}
        cambio = reglas_de_prorroga.fijar_reglas(por=request.facultades, reunion=reunion, **nuevas)
        messages.success(request, "Reglas guardadas." if cambio else "Nada cambió.")
        return redirect("reunion-detail", reunion.pk)
    migas = [{"titulo": reunion.clave, "url": reverse("reunion-detail", args=[reunion.pk])}, {"titulo": "Reglas de prórroga"}]
    contexto = {"reunion": reunion, "formulario": formulario, "migas": migas}
    return render(request, "conferencia/solicitudes/reglas.html", contexto, status=422 if formulario.errors else 200)


# --- Lo que se ve en otras páginas -------------------------------------------------------------------------------------


def panel_de_obligacion(request: HttpRequest, obligacion: Obligacion) -> dict | None:
    """Las solicitudes de la obligación y sus tres fechas; los botones de pedir, a quien puede."""
    suyas = lecturas.con_todo(visibles_para(request.facultades, Solicitud).filter(obligacion=obligacion)).order_by("-presentada_en")
    presenta = bool(instituciones_que_presentan(request.facultades, obligacion))  # sin esto ninguna de las dos puede, y no hay que decir por qué
    contexto = {
        "vistas": _vistas(request.facultades, suyas),
        "obligacion": obligacion,
        "suplida_por": obligacion.suplida_por.select_related("institucion").first(),
        "sustituida_por": obligacion.sustituida_por,
        "puede_prorroga": presenta and bool(puede_pedir_prorroga(request.facultades, obligacion)),
        "puede_alegar": presenta and bool(puede_alegar_no_competencia(request.facultades, obligacion)),
    }
    hay = contexto["vistas"] or contexto["puede_prorroga"] or contexto["puede_alegar"] or obligacion.suple_a_id or contexto["sustituida_por"]
    return contexto if hay or obligacion.vence_el != obligacion.vence_original_el else None


def inscribir() -> None:
    """La entrada de navegación, el panel de la obligación y las gestiones de la Secretaría Técnica."""
    resuelve = lambda f: bool(puede_disponer_plazos(f))  # noqa: E731 - una regla de una palabra
    inscribir_entrada(EntradaInscrita(45, "Solicitudes", reverse_lazy("solicitud-list"), resuelve, lambda _: lecturas.cuantas_por_resolver()))
    inscribir_panel("obligacion", Panel(20, "conferencia/solicitudes/panel_obligacion.html", panel_de_obligacion))
    inscribir_accion("reunion", Accion(30, "Reglas de prórroga", "reunion-reglas-de-prorroga", lambda f, _: puede_disponer_plazos(f)))
    exenciones.inscribir()
    adhesiones.inscribir()
