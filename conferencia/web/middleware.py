"""Lo que vale para toda petición: identificador, puerta cerrada por omisión y negativas con su razón."""

import re
import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from conferencia import reloj
from conferencia.permissions import AccesoNegado, facultades_de

# Lo único que se atiende sin sesión. Todo lo demás se niega por omisión; la API y las cuentas autentican por sí.
SIN_SESION = re.compile(r"^/(?:cuentas/|salud/|static/|api/|v/|cal/|avisos/baja/|favicon\.ico)")
# Reciben un solo documento: lo que lo rebasa se rechaza por su tamaño declarado, antes de guardarlo ni siquiera en /tmp.
UN_DOCUMENTO = re.compile(r"^/actas/(?:nueva|borrador)/$")
LO_DEMAS_DEL_FORMULARIO = 2 * 1024 * 1024  # bytes: el texto pegado de un borrador y los separadores
SE_TIRA_HASTA = 200 * 1024 * 1024  # bytes: lo que se lee y se tira para que el navegador alcance a mostrar la respuesta
# Con sesión pero sin segundo factor, la Secretaría Técnica solo puede darlo de alta.
SIN_SEGUNDO_FACTOR = re.compile(r"^/(?:cuentas/|salud/|static/)")


class IdentificadorDePeticion:
    """Un identificador por petición, en la respuesta y en la bitácora, para que un reporte se pueda rastrear."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.identificador = uuid.uuid4().hex[:16]
        response = self.get_response(request)
        response["X-Request-ID"] = request.identificador
        return response


class AccesoNegadoPorOmision:
    """Sin sesión se va a la entrada; con ella, ``request.facultades`` dice lo que sus designaciones permiten hoy."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.facultades = SimpleLazyObject(lambda: facultades_de(request.user, reloj.hoy()))
        if not request.user.is_authenticated and not SIN_SESION.match(request.path_info):
            return self._a_la_entrada(request)
        if self._falta_segundo_factor(request):
            return self._a_darlo_de_alta(request)
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    @staticmethod
    def _a_la_entrada(request: HttpRequest) -> HttpResponse:
        if request.htmx:
            respuesta = HttpResponse(status=401)
            respuesta["HX-Redirect"] = reverse(settings.LOGIN_URL)
            return respuesta
        destino = reverse(settings.LOGIN_URL)
        return HttpResponseRedirect(destino if request.path == "/" else f"{destino}?next={request.get_full_path()}")

    @staticmethod
    def _a_darlo_de_alta(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/api/"):
            return redirect("mfa_index")
        problema = {
            "type": "/api/v1/problemas/segundo_factor/",
            "title": "Falta el segundo factor",
            "status": 403,
            "detail": "Tu designación exige verificación en dos pasos. Dala de alta en tu cuenta y vuelve a entrar.",
            "code": "segundo_factor",
            "request_id": request.identificador,
        }
        return JsonResponse(problema, status=403, content_type="application/problem+json")

    @staticmethod
    def _falta_segundo_factor(request: HttpRequest) -> bool:
        if not settings.SEGUNDO_FACTOR_OBLIGATORIO or not request.user.is_authenticated or SIN_SEGUNDO_FACTOR.match(request.path_info):
            return False
        if request.path_info.startswith("/api/") and "HTTP_AUTHORIZATION" in request.META:
            return False
        return request.facultades.es_secretaria_tecnica and not request.user.authenticator_set.exists()

    @staticmethod
    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, AccesoNegado):
            return None
        existe = exception.negado.existe
        return render(request, "403.html" if existe else "404.html", {"motivo": exception.negado.motivo}, status=403 if existe else 404)


class TopeDeCarga:
    """413 con su razón a lo que declara pesar más de lo que se recibe, sin escribirlo en disco."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        pesa = int(request.META.get("CONTENT_LENGTH") or 0)
        if request.method != "POST" or not UN_DOCUMENTO.match(request.path_info) or pesa <= settings.ARCHIVO_TAMANO_MAXIMO + LO_DEMAS_DEL_FORMULARIO:
            return self.get_response(request)
        tirado = 0
        while tirado < SE_TIRA_HASTA and (bloque := request.read(1024 * 1024)):
            tirado += len(bloque)
        return render(request, "413.html", {"pesa": pesa, "maximo": settings.ARCHIVO_TAMANO_MAXIMO}, status=413)
