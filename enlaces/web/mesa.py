"""Los gestos de la mesa: tomar, soltar, deshacer y guardar una vista. Cada uno, un formulario que vuelve a donde se estaba."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from conferencia.domain.errores import NoProcede
from conferencia.permissions import exigir, puede_dictaminar
from conferencia.services.movimiento import OtroSeAdelanto
from enlaces.models import VistaDeBandeja
from enlaces.services.deshacer import deshacer
from enlaces.services.mesa import YaLaTiene, guardar_vista, preferir_atajos, quitar_vista, soltar, tomar
from enlaces.web.bandeja import la_entrega
from enlaces.web.filtros import FiltroDeBandeja


@require_POST
def tomar_entrega(request: HttpRequest, pk: UUID) -> HttpResponse:
    entrega = la_entrega(request, pk)
    try:
        tomar(por=request.facultades, entrega=entrega, de_todos_modos="de_todos_modos" in request.POST)
        messages.success(request, f"Tomaste {entrega.obligacion.clave}. Es tuya media hora desde la última vez que la mires.")
    except YaLaTiene as error:
        messages.warning(request, str(error))
    except NoProcede as error:
        messages.error(request, str(error))
    return redirect(FiltroDeBandeja(request.GET).en("bandeja-detalle", entrega.pk))


@require_POST
def soltar_entrega(request: HttpRequest, pk: UUID) -> HttpResponse:
    entrega = la_entrega(request, pk)
    if soltar(por=request.facultades, entrega=entrega):
        messages.success(request, f"Soltaste {entrega.obligacion.clave}: cualquiera puede tomarla.")
    return redirect(FiltroDeBandeja(request.GET).en("bandeja"))


@require_POST
def deshacer_decision(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mientras el aviso espera. Vuelve a lo que se estaba decidiendo, o a la obligación si de ella se vino."""
    entrega = la_entrega(request, pk)
    try:
        deshacer(por=request.facultades, entrega=entrega)
        messages.success(request, f"Decisión deshecha: {entrega.obligacion.clave} vuelve a estar por revisar. A nadie se le avisó.")
    except (NoProcede, OtroSeAdelanto) as error:
        messages.error(request, str(error))
    if request.POST.get("regresa") == "obligacion":
        return redirect("obligacion-detail", entrega.obligacion_id)
    return redirect(FiltroDeBandeja(request.GET).en("bandeja-detalle", entrega.pk))


@require_POST
def atajos(request: HttpRequest) -> HttpResponse:
    """Enciende o apaga los atajos de una tecla, y vuelve a donde se estaba."""
    usa = request.POST.get("atajos") == "si"
    preferir_atajos(por=request.facultades, atajos=usa)
    messages.success(request, "Atajos de teclado encendidos." if usa else "Atajos de teclado apagados.")
    vuelve = request.POST.get("vuelve", "")
    return redirect(vuelve if url_has_allowed_host_and_scheme(vuelve, allowed_hosts=None) else "bandeja")


@require_POST
def guardar(request: HttpRequest) -> HttpResponse:
    """Con nombre, la cola y los filtros que se están viendo."""
    exigir(puede_dictaminar(request.facultades))
    filtros = FiltroDeBandeja(QueryDict(request.POST.get("consulta", "")))
    try:
        vista = guardar_vista(por=request.facultades, nombre=request.POST.get("nombre", "")[:60], consulta=filtros.consulta)
        messages.success(request, f"Vista «{vista.nombre}» guardada.")
    except NoProcede as error:
        messages.error(request, str(error))
    return redirect(filtros.en("bandeja"))


@require_POST
def quitar(request: HttpRequest, pk: UUID) -> HttpResponse:
    vista = get_object_or_404(VistaDeBandeja, pk=pk, usuario=request.facultades.usuario)
    quitar_vista(por=request.facultades, vista=vista)
    messages.success(request, f"Vista «{vista.nombre}» quitada.")
    return redirect("bandeja")
