"""«Quién responde»: la matriz de un acto, y sumar a las invitadas y a las que se adhieren."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from conferencia.models import EstadoActa, Institucion, Obligacion, Reunion, TipoInstitucion
from conferencia.permissions import exigir, puede_consultar_informes, puede_disponer_plazos, visibles_para
from conferencia.queries import solicitudes as lecturas
from conferencia.services import adhesiones as servicio
from conferencia.services.adhesiones import Ofrecido
from conferencia.services.obligaciones import padron_de
from conferencia.services.solicitudes import SolicitudRechazada
from conferencia.web.acceso import con_designacion
from conferencia.web.acciones import Accion, inscribir_accion
from conferencia.web.forms_solicitudes import FormularioDeAdhesion


def _migas(reunion: Reunion, *mas: dict) -> list[dict]:
    return [{"titulo": reunion.clave, "url": reverse("reunion-detail", args=[reunion.pk])}, *mas]


@require_safe
@con_designacion
def quien_responde(request: HttpRequest, pk: UUID) -> HttpResponse:
    """La matriz abarca a todas las entidades: solo quien las ve todas."""
    reunion = get_object_or_404(visibles_para(request.facultades, Reunion).select_related("zona"), pk=pk)
    exigir(puede_consultar_informes(request.facultades))
    matriz = lecturas.quien_responde(reunion, visibles_para(request.facultades, Obligacion))
    contexto = {
        "reunion": reunion,
        "matriz": matriz,
        "invitadas": reunion.invitadas.select_related("institucion").order_by("desde", "institucion__nombre"),
        "suma": bool(puede_disponer_plazos(request.facultades)),
        "migas": _migas(reunion, {"titulo": "Quién responde"}),
    }
    return render(request, "conferencia/solicitudes/quien_responde.html", contexto)


@require_http_methods(["GET", "POST"])
@con_designacion
def adherir(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Primero quién y desde cuándo; después, qué le nacería, a elegir; y al confirmar, nace."""
    exigir(puede_disponer_plazos(request.facultades))
    reunion = get_object_or_404(visibles_para(request.facultades, Reunion).select_related("zona", "acta"), pk=pk)
    ofrecidos = _ofrecidos(request, reunion)
    formulario = _formulario(request, reunion, ofrecidos or [])
    if request.method == "POST" and formulario.is_valid():
        if "confirmar" not in request.POST and ofrecidos is None:
            _explicar(formulario, reunion)
        elif "confirmar" in request.POST and (hecha := _hecha(request, reunion, formulario)):
            messages.success(request, _contado(hecha))
            return redirect("reunion-quien-responde", reunion.pk)
    contexto = {
        "reunion": reunion,
        "formulario": formulario,
        "ofrecidos": ofrecidos,
        "elegidos": formulario["compromisos"].value() or [],
        "publicada": reunion.acta.estado == EstadoActa.PUBLICADA,
        "hoy": request.facultades.hoy,
        "migas": _migas(reunion, {"titulo": "Quién responde", "url": reverse("reunion-quien-responde", args=[reunion.pk])}, {"titulo": "Sumar institución"}),
    }
    return render(request, "conferencia/solicitudes/adherir.html", contexto, status=422 if formulario.errors else 200)


def _formulario(request: HttpRequest, reunion: Reunion, ofrecidos: list[Ofrecido]) -> FormularioDeAdhesion:
    padron = padron_de(reunion)
    propias = [clave for clave in padron.por_clave if clave not in padron.desde]
    ajenas = Institucion.objects.exclude(entidad__isnull=False, clave__in=propias).exclude(tipo=TipoInstitucion.SECRETARIA_TECNICA)
    ajenas = ajenas.select_related("entidad").order_by("entidad__orden", "tipo", "nombre")
    opciones = [(o.compromiso.clave, o.compromiso.accion) for o in ofrecidos]
    datos = request.POST.copy() if request.method == "POST" else None
    if datos is not None and "confirmar" not in datos and "compromisos" not in datos:
        datos.setlist("compromisos", [clave for clave, _ in opciones])  # se ofrecen todos; quita quien sepa que no le tocan
    return FormularioDeAdhesion(datos, ajenas=ajenas, opciones=opciones, initial={"desde": request.facultades.hoy})


def _ofrecidos(request: HttpRequest, reunion: Reunion) -> list[Ofrecido] | None:
    """Lo que le nacería a la institución y fecha escritas; ``None`` si aún no se entienden o no procede."""
    if request.method != "POST":
        return None
    basico = FormularioDeAdhesion(request.POST, ajenas=Institucion.objects.select_related("entidad"))
    basico.is_valid()
    institucion, desde = basico.cleaned_data.get("institucion"), basico.cleaned_data.get("desde")
    try:
        return servicio.prever(reunion, institucion, desde) if institucion and isinstance(desde, date) else None
    except SolicitudRechazada:
        return None  # lo dirá el formulario al confirmarse o aquí mismo, en ``_explicar``


def _explicar(formulario: FormularioDeAdhesion, reunion: Reunion) -> None:
    """Por qué no hay nada que prever."""
    try:
        servicio.prever(reunion, formulario.cleaned_data["institucion"], formulario.cleaned_data["desde"])
    except SolicitudRechazada as error:
        formulario.add_error(error.campo or None, str(error))


def _hecha(request: HttpRequest, reunion: Reunion, formulario: FormularioDeAdhesion) -> servicio.Adhesion | None:
    try:
        return servicio.adherir(por=request.facultades, reunion=reunion, **formulario.cleaned_data)
    except SolicitudRechazada as error:
        formulario.add_error(error.campo if error.campo in formulario.fields else None, str(error))
        return None


def _contado(hecha: servicio.Adhesion) -> str:
    nacidas, sumadas = len(hecha.nacidas), len(hecha.sumadas)
    if not nacidas and not sumadas:
        return f"{hecha.invitada.institucion} queda invitada. Al publicar el acta le nacerá lo que le toque."
    partes = [f"nacieron {nacidas} obligaciones" if nacidas > 1 else "nació 1 obligación"] if nacidas else []
    partes += [f"entró a {sumadas} conjunta{'s' if sumadas > 1 else ''}"] if sumadas else []
    return f"{hecha.invitada.institucion} ya responde de este acto: {' y '.join(partes)}."


def inscribir() -> None:
    inscribir_accion("reunion", Accion(10, "Quién responde", "reunion-quien-responde", lambda f, _: puede_consultar_informes(f)))
    inscribir_accion("reunion", Accion(20, "Sumar una institución invitada o adherida", "reunion-adherir", lambda f, _: puede_disponer_plazos(f)))
