"""Los avisos de cada quien, dentro del sistema: los mismos que se le mandan, con su estado de leído; y cómo prefiere recibirlos."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conferencia.permissions import SIN_DESIGNACION, exigir
from enlaces.models import PreferenciaDeAvisos
from enlaces.queries.mis_avisos import mios, sin_leer
from enlaces.services.lecturas import marcar_leidos
from enlaces.services.preferencias import dejar_el_semanal, persona_de_baja, preferir
from enlaces.web.formularios_de_avisos import HojaDePreferencias

POR_PAGINA = 30
MIGAS = [{"titulo": "Mis avisos", "url": "/avisos/mios/"}]


@require_safe
def lista(request: HttpRequest) -> HttpResponse:
    if not request.facultades.encargos:
        exigir(SIN_DESIGNACION)
    solo = "sin_leer" in request.GET
    filas = mios(request.facultades.usuario, solo_sin_leer=solo)
    pagina = Paginator(filas, POR_PAGINA).get_page(request.GET.get("pagina"))
    contexto = {"pagina": pagina, "solo": solo, "sin_leer": sin_leer(request.facultades), "migas": [{"titulo": "Mis avisos"}]}
    return render(request, "enlaces/avisos/mios.html", contexto)


@require_POST
def leer(request: HttpRequest) -> HttpResponse:
    """Marca los elegidos, o todos."""
    try:
        elegidos = None if "todos" in request.POST else [UUID(pk) for pk in request.POST.getlist("aviso")]
    except ValueError as error:
        raise Http404 from error
    cuantos = marcar_leidos(por=request.facultades, avisos=elegidos)
    if cuantos:
        messages.success(request, "Quedó leído." if cuantos == 1 else f"Quedaron leídos {cuantos} avisos.")
    return redirect("avisos-mios")


@require_http_methods(["GET", "POST"])
def preferencias(request: HttpRequest) -> HttpResponse:
    if not request.facultades.encargos:
        exigir(SIN_DESIGNACION)
    actual = PreferenciaDeAvisos.objects.filter(usuario=request.facultades.usuario).first()
    formulario = HojaDePreferencias(request.POST or None, preferencia=actual)
    if request.method == "POST" and formulario.is_valid():
        preferir(por=request.facultades, **formulario.cleaned_data)
        messages.success(request, "Se guardó cómo quieres tus avisos. Rige desde los próximos.")
        return redirect("avisos-preferencias")
    contexto = {"formulario": formulario, "migas": [*MIGAS, {"titulo": "Cómo te llegan"}]}
    return render(request, "enlaces/avisos/preferencias.html", contexto, status=422 if formulario.errors else 200)


@csrf_exempt  # la pide un lector de correo (RFC 8058), sin sesión: la autoriza la firma de la dirección, y solo apaga un resumen
@require_http_methods(["GET", "POST"])
def baja(request: HttpRequest, token: str) -> HttpResponse:
    persona = persona_de_baja(token)
    if persona is None:
        raise Http404
    if request.method == "POST":
        dejar_el_semanal(persona)
    return render(request, "enlaces/avisos/baja.html", {"hecho": request.method == "POST"})
