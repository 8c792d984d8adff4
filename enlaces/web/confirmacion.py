"""La página con que el contacto oficial reconoce, o no, a quien un desconocido propuso. Sin cuenta; abrirla no contesta nada."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from conferencia.domain.errores import NoProcede
from enlaces.models import Confirmacion
from enlaces.services import confirmaciones, llaves
from enlaces.web.activacion import MEDIA_HORA
from enlaces.web.formularios_de_cuentas import FormularioDeConfirmacion
from enlaces.web.topes import con_tope


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@con_tope("confirmar", veces=30, segundos=MEDIA_HORA)
def confirmar(request: HttpRequest, token: str) -> HttpResponse:
    filas = Confirmacion.objects.select_related("propuesta__institucion", "propuesta__materia__reunion", "propuesta__oficio", "propuesta__sustituye_a__usuario")
    confirmacion = llaves.por_token(filas, token)
    if confirmacion is None:
        porque = "Esta liga no está completa o no existe. Cópiala entera, como llegó en el correo."
        return render(request, "enlaces/cuentas/no_sirve.html", {"porque": porque}, status=404)
    assert isinstance(confirmacion, Confirmacion)
    if porque := confirmaciones.estado_de(confirmacion):
        return render(request, "enlaces/cuentas/no_sirve.html", {"porque": porque}, status=410)
    formulario = FormularioDeConfirmacion(request.POST if request.method == "POST" else None)
    contexto = {"formulario": formulario, "propuesta": confirmacion.propuesta}
    if request.method == "POST" and formulario.is_valid():
        reconoce = formulario.cleaned_data["respuesta"] == formulario.SI
        try:
            confirmaciones.contestar(confirmacion, reconoce=reconoce, motivo=formulario.cleaned_data["motivo"])
        except NoProcede as error:
            formulario.add_error(None, str(error))
        else:
            return render(request, "enlaces/cuentas/contestada.html", contexto | {"reconoce": reconoce})
    return render(request, "enlaces/cuentas/confirmar.html", contexto, status=422 if formulario.errors else 200)
