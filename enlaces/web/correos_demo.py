"""Los correos de la demostración, leídos en el navegador. Fuera de ella estas direcciones no existen."""

from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from conferencia.permissions import exigir, puede_dictaminar
from enlaces.queries import correos_demo as buzon
from enlaces.services.envio import enviar_pendientes
from enlaces.services.jornada import planear_todo
from enlaces.services.planeacion import adelantar
from enlaces.web.html_ajeno import html_ajeno

EN_LISTA = 100


def solo_en_demo(vista):
    @wraps(vista)
    def con_guardia(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if buzon.carpeta() is None:
            raise Http404
        return vista(request, *args, **kwargs)

    return con_guardia


@solo_en_demo
def lista(request: HttpRequest) -> HttpResponse:
    contexto = {
        "correos": buzon.listar(0, EN_LISTA),
        "cuantos": buzon.cuantos(),
        "puede_enviar": bool(puede_dictaminar(request.facultades)),
        "migas": [{"titulo": "Correos de la demostración"}],
    }
    return render(request, "enlaces/correos_demo.html", contexto)


def _correo(pk: UUID) -> buzon.CorreoDeDemo:
    correo = buzon.leer(pk)
    if correo is None:
        raise Http404
    return correo


@solo_en_demo
def detalle(request: HttpRequest, pk: UUID) -> HttpResponse:
    correo = _correo(pk)
    migas = [{"titulo": "Correos de la demostración", "url": reverse("correos-demo")}, {"titulo": correo.asunto}]
    return render(request, "enlaces/correo_demo.html", {"correo": correo, "migas": migas})


@solo_en_demo
def cuerpo_html(request: HttpRequest, pk: UUID) -> HttpResponse:
    return html_ajeno(_correo(pk).html)


@require_POST
@solo_en_demo
def enviar_hoy(request: HttpRequest) -> HttpResponse:
    """Lo mismo que hace la rutina de las ocho, sin esperarla."""
    exigir(puede_dictaminar(request.facultades))
    nuevos = planear_todo(request.facultades.hoy)
    adelantar(request.facultades.hoy)
    saldo = enviar_pendientes()
    if saldo.por_reintentar:
        messages.warning(request, "El servidor de correo no contesta. Los avisos quedaron en cola y saldrán solos.")
    else:
        messages.success(request, f"{len(nuevos)} avisos nuevos; {saldo.enviados} correos enviados.")
    return redirect("correos-demo")
