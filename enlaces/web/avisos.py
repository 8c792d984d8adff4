"""El registro de avisos, con el correo tal como salió: la respuesta a «no me llegó»."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from conferencia.domain.errores import NoProcede
from conferencia.domain.permisos import Capacidad
from conferencia.permissions import SIN_DESIGNACION, exigir, puede_dictaminar
from enlaces.models import Aviso
from enlaces.permissions import avisos_visibles
from enlaces.queries.registro import aviso_con_todo, avisos
from enlaces.services.reenvios import REENVIABLES, reenviar
from enlaces.web.directorio import fichas
from enlaces.web.formularios import FiltroDeAvisos
from enlaces.web.html_ajeno import html_ajeno

POR_PAGINA = 50


def lista(request: HttpRequest) -> HttpResponse:
    if not request.facultades.encargos:
        exigir(SIN_DESIGNACION)
    formulario = FiltroDeAvisos(request.GET)
    formulario.is_valid()
    elegido = {campo: valor for campo, valor in formulario.cleaned_data.items() if valor}
    pagina = Paginator(avisos(avisos_visibles(request.facultades), **elegido), POR_PAGINA).get_page(request.GET.get("pagina"))
    contexto = {
        "pagina": pagina,
        "filtro": FiltroDeAvisos(initial=request.GET.dict()),
        "fichas": fichas(request.GET, FiltroDeAvisos(), elegido),
        "dictamina": bool(puede_dictaminar(request.facultades)),
        "de_todos": request.facultades.tiene(Capacidad.VER_PERSONAS),
        "migas": [{"titulo": "Avisos"}],
    }
    return render(request, "enlaces/avisos.html", contexto)


def detalle(request: HttpRequest, pk: UUID) -> HttpResponse:
    aviso = _aviso(request, pk)
    migas = [{"titulo": "Avisos", "url": reverse("avisos")}, {"titulo": aviso.asunto or aviso.get_regla_display()}]
    contexto = {
        "aviso": aviso,
        "migas": migas,
        "puede_reenviar": bool(puede_dictaminar(request.facultades)) and aviso.estado in REENVIABLES,
        "es_mio": aviso.usuario_id is not None and aviso.usuario_id == request.facultades.usuario,
        "reenvios": aviso.reenvios.order_by("planeado_en"),
    }
    return render(request, "enlaces/aviso.html", contexto)


@require_POST
def reenviar_aviso(request: HttpRequest, pk: UUID) -> HttpResponse:
    aviso = _aviso(request, pk)
    try:
        reenviar(por=request.facultades, aviso=aviso)
    except NoProcede as error:
        messages.warning(request, str(error))
        return redirect("aviso-detalle", pk)
    messages.success(request, f"Se reenvía a {aviso.correo}. Aquí se verá su suerte en un momento.")
    return redirect("aviso-detalle", pk)


def cuerpo_html(request: HttpRequest, pk: UUID) -> HttpResponse:
    return html_ajeno(_aviso(request, pk).cuerpo_html)


def _aviso(request: HttpRequest, pk: UUID) -> Aviso:
    aviso = aviso_con_todo(avisos_visibles(request.facultades), pk)
    if aviso is None:
        raise Http404
    return aviso
