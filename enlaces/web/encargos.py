"""Lo que se hace con una designación vigente: terminarla, renovarla, delegarla; y terminar muchas en un cambio de gobierno."""

from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from conferencia.models import Designacion, EntidadFederativa
from conferencia.permissions import exigir, puede_delegar, puede_designar, puede_terminar, visibles_para
from conferencia.services.designaciones import Resultado, delegar, renovar_designacion, terminar_designacion, terminar_en_masa
from conferencia.templatetags.fechas import fecha_larga
from conferencia.web.acceso import con_designacion
from conferencia.web.adjuntos import uuid_de
from conferencia.web.solicitudes import intentar
from enlaces.queries.masa import alcance
from enlaces.web.formularios import FormularioDeTermino
from enlaces.web.formularios_de_designacion import FormularioDeDelegacion, FormularioDeMasa, FormularioDeRenovacion

UN_DIA = timedelta(days=1)


def _designacion(request: HttpRequest, pk: UUID) -> Designacion:
    """La que sigue o empezará a regir, si quien mira la ve."""
    filas = visibles_para(request.facultades, Designacion).sin_terminar(request.facultades.hoy).filter(institucion__isnull=False)
    return get_object_or_404(filas.select_related("usuario", "institucion__entidad", "materia", "oficio"), pk=pk)


def _pagina(request: HttpRequest, plantilla: str, titulo: str, formulario, **mas) -> HttpResponse:
    migas = [{"titulo": "Enlaces", "url": reverse("enlaces-directorio")}, {"titulo": titulo}]
    return render(request, plantilla, {"formulario": formulario, "migas": migas, **mas}, status=422 if formulario.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@con_designacion
def terminar(request: HttpRequest, pk: UUID) -> HttpResponse:
    designacion = _designacion(request, pk)
    exigir(puede_terminar(request.facultades, designacion))
    formulario = FormularioDeTermino(request.POST if request.method == "POST" else None, initial={"el": request.facultades.hoy})
    hacer = lambda: terminar_designacion(por=request.facultades, designacion=designacion, **formulario.cleaned_data)  # noqa: E731 - se intenta abajo
    if request.method == "POST" and formulario.is_valid() and intentar(formulario, hacer):
        messages.success(request, f"Terminó la designación de {designacion.usuario}. Lo pendiente se queda en {designacion.institucion}.")
        return redirect("enlaces-institucion", designacion.institucion.clave)
    return _pagina(request, "enlaces/terminar.html", "Terminar designación", formulario, designacion=designacion)


@require_http_methods(["GET", "HEAD", "POST"])
@con_designacion
def renovar(request: HttpRequest, pk: UUID) -> HttpResponse:
    designacion = _designacion(request, pk)
    exigir(puede_terminar(request.facultades, designacion))
    formulario = FormularioDeRenovacion(request.POST if request.method == "POST" else None)
    hacer = lambda: renovar_designacion(por=request.facultades, designacion=designacion, **formulario.cleaned_data)  # noqa: E731 - se intenta abajo
    if request.method == "POST" and formulario.is_valid() and (nueva := intentar(formulario, hacer)):
        hasta = nueva.vigencia.upper  # type: ignore[attr-defined]
        dicho = f"hasta el {fecha_larga(hasta - UN_DIA)}" if hasta else "sin término"
        messages.success(request, f"La designación de {designacion.usuario} sigue {dicho}.")
        return redirect("enlaces-institucion", designacion.institucion.clave)
    return _pagina(request, "enlaces/renovar.html", "Renovar designación", formulario, designacion=designacion)


@require_http_methods(["GET", "HEAD", "POST"])
@con_designacion
def delegacion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Vacaciones o comisión: alguien más actúa esos días y acaba solo. Se puede elegir a quien ya es suplente."""
    designacion = _designacion(request, pk)
    exigir(puede_delegar(request.facultades, designacion))
    suplentes = (
        Designacion.objects.vigentes(request.facultades.hoy).filter(institucion=designacion.institucion, rol="enlace_suplente").select_related("usuario")
    )
    elegido = suplentes.filter(pk=uuid_de(request.GET.get("suplente", ""))).first() if request.GET.get("suplente") else None
    inicial = {"nombre": elegido.usuario.nombre, "email": elegido.usuario.email, "cargo": elegido.cargo, "telefono": elegido.telefono} if elegido else {}
    formulario = FormularioDeDelegacion(request.POST if request.method == "POST" else None, initial=inicial)
    if request.method == "POST" and formulario.is_valid() and (hecha := intentar(formulario, lambda: _delegada(request, designacion, formulario))):
        messages.success(request, f"{hecha.usuario} actúa en lugar de {designacion.usuario} hasta el {fecha_larga(formulario.cleaned_data['hasta'])}.")  # type: ignore[attr-defined]
        return redirect("enlaces-institucion", designacion.institucion.clave)
    return _pagina(request, "enlaces/delegar.html", "Delegar", formulario, designacion=designacion, suplentes=suplentes)


def _delegada(request: HttpRequest, designacion: Designacion, formulario: FormularioDeDelegacion) -> Designacion:
    fechas = {campo: formulario.cleaned_data[campo] for campo in ("desde", "hasta", "motivo")}
    return delegar(por=request.facultades, designacion=designacion, persona=formulario.persona(), **fechas)


# --- Cambio de gobierno ---------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@con_designacion
def en_masa(request: HttpRequest) -> HttpResponse:
    """Primero a quién toca y qué se queda pendiente; con la confirmación, cómo le fue a cada quien."""
    exigir(puede_designar(request.facultades))
    pedido = request.POST if request.method == "POST" else request.GET if request.GET.get("entidad") else None
    formulario = FormularioDeMasa(pedido)
    contexto: dict = {}
    if pedido is not None and formulario.is_valid():
        entidad, el, motivo = (formulario.cleaned_data[campo] for campo in ("entidad", "el", "motivo"))
        if request.method == "POST":
            contexto["resultados"] = _terminadas(request, entidad, el, motivo)
        contexto |= {"alcance": alcance(entidad, el), "entidad": entidad, "el": el, "motivo": motivo}
    return _pagina(request, "enlaces/en_masa.html", "Cambio de gobierno", formulario, **contexto)


def _terminadas(request: HttpRequest, entidad: EntidadFederativa, el: date, motivo: str) -> list[Resultado]:
    """Solo las que se vieron y se dejaron marcadas: lo que se designó entre tanto no cae sin que nadie lo viera."""
    marcadas = {u for u in map(uuid_de, request.POST.getlist("designacion")) if u}
    suyas = [d for grupo in alcance(entidad, el) for d in grupo.designaciones if d.pk in marcadas]
    return terminar_en_masa(por=request.facultades, designaciones=suyas, el=el, motivo=motivo)
