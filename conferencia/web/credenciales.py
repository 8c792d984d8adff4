"""Las credenciales de API de quien entró: crear (el secreto se ve una vez), listar y revocar."""

from datetime import timedelta
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from conferencia import reloj
from conferencia.models import Alcance, CredencialApi
from conferencia.services.credenciales import CredencialRechazada, crear_credencial, nuevo_prefijo, revocar_credencial, vigente

DURACIONES = ((30, "30 días"), (90, "90 días"), (180, "180 días"), (365, "Un año, lo más que se permite"))


class FormularioDeCredencial(forms.Form):
    """``prefijo`` viaja oculto desde que se abre la página: enviar dos veces el mismo formulario no crea dos credenciales."""

    nombre = forms.CharField(label="Para qué es", max_length=80, help_text="El sistema que la usará. Por ejemplo: Tablero de la Secretaría.")
    dias = forms.TypedChoiceField(label="Cuánto dura", coerce=int, choices=DURACIONES, initial=90, widget=forms.RadioSelect)
    alcance = forms.ChoiceField(label="Qué puede hacer", choices=Alcance, initial=Alcance.LECTURA, widget=forms.RadioSelect)
    prefijo = forms.CharField(widget=forms.HiddenInput)


@never_cache
@require_http_methods(["GET", "POST"])
def credenciales(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return _pagina(request, _formulario_nuevo())
    formulario = FormularioDeCredencial(request.POST)
    if not formulario.is_valid():
        return _pagina(request, formulario, status=422)
    datos = formulario.cleaned_data
    caduca_el = reloj.hoy() + timedelta(days=datos["dias"])
    try:
        pedida = {campo: datos[campo] for campo in ("nombre", "prefijo", "alcance")}
        nueva = crear_credencial(por=request.facultades, titular=request.user, caduca_el=caduca_el, **pedida)
    except CredencialRechazada as error:
        messages.error(request, str(error))
        return redirect("credenciales")
    # Sin redirección a propósito: el secreto no se guarda en ningún lado, ni siquiera en la sesión.
    return _pagina(request, _formulario_nuevo(), nueva=nueva, status=201)


@never_cache
@require_http_methods(["GET", "POST"])
def revocar(request: HttpRequest, pk: UUID) -> HttpResponse:
    credencial = get_object_or_404(CredencialApi, pk=pk, usuario=request.user)
    if request.method == "GET":
        return render(request, "conferencia/credenciales/revocar.html", {"credencial": credencial, "migas": _migas("Revocar")})
    try:
        revocar_credencial(por=request.facultades, credencial=credencial)
    except CredencialRechazada as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"La credencial «{credencial.nombre}» dejó de servir.")
    return redirect("credenciales")


def _formulario_nuevo() -> FormularioDeCredencial:
    return FormularioDeCredencial(initial={"prefijo": nuevo_prefijo()})


def _migas(ultima: str) -> list[dict]:
    return [{"titulo": "Inicio", "url": "/"}, {"titulo": "Credenciales de API", "url": "/credenciales/"}, {"titulo": ultima}]


def _pagina(request: HttpRequest, formulario: forms.Form, *, nueva=None, status: int = 200) -> HttpResponse:
    hoy = reloj.hoy()
    propias = CredencialApi.objects.filter(usuario=request.user).order_by("-creada_en")
    renglones = [{"credencial": c, "estado": _estado(c, hoy), "vigente": vigente(c, hoy)} for c in propias]
    contexto = {"formulario": formulario, "credenciales": renglones, "nueva": nueva, "puede_crear": bool(request.facultades.encargos)}
    return render(request, "conferencia/credenciales/lista.html", contexto, status=status)


def _estado(credencial: CredencialApi, hoy) -> str:
    if credencial.revocada_en:
        return "Revocada"
    return "Vigente" if vigente(credencial, hoy) else "Caducada"
