"""Abrir una cuenta con la liga o el código que llegó por correo. Leer la página no gasta nada: los filtros de correo abren las ligas.

La liga no se guarda en caché. La procedencia se queda en el sitio (``same-origin``): con ``no-referrer`` el navegador mandaría
``Origin: null`` y el POST se negaría.
"""

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conferencia.domain.escrito import con_articulo
from conferencia.models import Designacion
from enlaces.models import Activacion
from enlaces.queries.relevo import al_entrar
from enlaces.services import activaciones, llaves
from enlaces.services.activaciones import VENCIDA, ActivacionImposible
from enlaces.web.formularios_de_cuentas import FormularioDeActivacion, FormularioDeCodigo
from enlaces.web.topes import con_tope

CON_CONTRASENA = "allauth.account.auth_backends.AuthenticationBackend"
MEDIA_HORA = 1800


def _de_la_liga(token: str) -> Activacion | None:
    filas = Activacion.objects.select_related("usuario", "contacto__institucion")
    return llaves.por_token(filas, token)  # type: ignore[return-value]


def _no_sirve(request: HttpRequest, porque: str, activacion: Activacion | None, token: str) -> HttpResponse:
    contexto = {"porque": porque, "puede_pedir": activacion is not None and porque == VENCIDA, "token": token}
    return render(request, "enlaces/cuentas/no_sirve.html", contexto, status=410 if activacion else 404)


@sensitive_post_parameters("contrasena", "repetida")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@con_tope("activar", veces=30, segundos=MEDIA_HORA)
def activar(request: HttpRequest, token: str) -> HttpResponse:
    """GET muestra; solo POST gasta la liga, pone la contraseña y abre la sesión."""
    activacion = _de_la_liga(token)
    porque = activaciones.estado_de(activacion) if activacion else "Esta liga no está completa o no existe. Cópiala entera, como llegó en el correo."
    if activacion is None or porque:
        return _no_sirve(request, porque, activacion, token)
    formulario = FormularioDeActivacion(request.POST if request.method == "POST" else None)
    if request.method == "POST" and formulario.is_valid():
        try:
            usuario = activaciones.activar(activacion, contrasena=formulario.cleaned_data["contrasena"])
        except ActivacionImposible as error:
            formulario.add_error(error.campo or None, str(error))
        else:
            login(request, usuario, backend=CON_CONTRASENA)
            return redirect("cuenta-activada")
    contexto = {"formulario": formulario, "activacion": activacion, "encargos": _encargos(activacion)}
    return render(request, "enlaces/cuentas/activar.html", contexto, status=422 if formulario.errors else 200)


def _encargos(activacion: Activacion) -> list[str]:
    if activacion.contacto:
        return [f"Contacto oficial {con_articulo(str(activacion.contacto.institucion), de=True)}"]
    filas = activacion.usuario.designaciones.filter(anulada_en__isnull=True).select_related("institucion", "entidad", "materia")  # type: ignore[union-attr]
    return [f"{d.get_rol_display()} {_de_donde(d)}{f' (para {d.materia})' if d.materia else ''}" for d in filas]


def _de_donde(d: Designacion) -> str:
    return con_articulo(str(d.institucion), de=True) if d.institucion else f"de {d.entidad or 'la Conferencia'}"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@con_tope("codigo", veces=20, segundos=MEDIA_HORA)
def codigo(request: HttpRequest) -> HttpResponse:
    """Para quien no puede abrir la liga: su correo y las seis cifras llevan a la misma página."""
    formulario = FormularioDeCodigo(request.POST if request.method == "POST" else None)
    if request.method == "POST" and formulario.is_valid():
        try:
            activacion = activaciones.por_codigo(**formulario.cleaned_data)
        except ActivacionImposible as error:
            formulario.add_error(error.campo or None, str(error))
        else:
            return redirect("activar", llaves.token_de(Activacion, activacion.semilla))
    return render(request, "enlaces/cuentas/codigo.html", {"formulario": formulario}, status=422 if formulario.errors else 200)


@require_POST
@never_cache
@con_tope("otra-liga", veces=10, segundos=MEDIA_HORA)
def pedir_otra(request: HttpRequest, token: str) -> HttpResponse:
    activacion = _de_la_liga(token)
    if activacion is None:
        return _no_sirve(request, "Esta liga no existe.", None, token)
    try:
        activaciones.pedir_otra(activacion)
    except ActivacionImposible as error:
        return _no_sirve(request, str(error), activacion, token)
    messages.success(request, "Va otra liga en camino, al mismo correo. Dura 72 horas.")
    return redirect("account_login")


@require_safe
def activada(request: HttpRequest) -> HttpResponse:
    """Ya entró: qué recibe y cómo cuidar su cuenta."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    obligatorio = request.facultades.es_secretaria_tecnica
    return render(request, "enlaces/cuentas/activada.html", {"relevos": al_entrar(request.facultades), "obligatorio": obligatorio})
