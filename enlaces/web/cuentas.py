"""La liga de activación de otro: mandarla de nuevo o revocarla, desde el directorio."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from conferencia.models import ContactoInstitucional, Designacion
from conferencia.permissions import visibles_para
from enlaces.services import activaciones


def _designacion(request: HttpRequest, pk: UUID) -> Designacion:
    return get_object_or_404(visibles_para(request.facultades, Designacion).select_related("usuario", "institucion"), pk=pk)


def de_regreso(request: HttpRequest) -> HttpResponse:
    """A la página desde la que se pidió, si es de aquí."""
    destino = request.POST.get("regresa", "")
    propio = url_has_allowed_host_and_scheme(destino, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return redirect(destino if propio and destino.startswith("/") else "enlaces-directorio")


def _intentar(request: HttpRequest, hacer: Callable[[], object], dicho: str) -> HttpResponse:
    try:
        hacer()
    except activaciones.ActivacionImposible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, dicho)
    return de_regreso(request)


@require_POST
def reenviar(request: HttpRequest, pk: UUID) -> HttpResponse:
    designacion = _designacion(request, pk)
    dicho = f"Va otra liga a {designacion.usuario.email}. La anterior ya no sirve."
    return _intentar(request, lambda: activaciones.reenviar(por=request.facultades, designacion=designacion), dicho)


@require_POST
def revocar(request: HttpRequest, pk: UUID) -> HttpResponse:
    designacion = _designacion(request, pk)
    dicho = f"La liga que se mandó a {designacion.usuario.email} ya no sirve. La designación sigue."
    return _intentar(request, lambda: activaciones.revocar(por=request.facultades, designacion=designacion), dicho)


@require_POST
def invitar(request: HttpRequest, clave: str) -> HttpResponse:
    """Al contacto oficial de hoy, la liga con que abre su cuenta y designa."""
    contactos = visibles_para(request.facultades, ContactoInstitucional).vigentes(request.facultades.hoy)
    contacto = get_object_or_404(contactos.select_related("institucion"), institucion__clave=clave)
    dicho = f"Va la invitación a {contacto.correo}."
    return _intentar(request, lambda: activaciones.invitar(por=request.facultades, contacto=contacto), dicho)
