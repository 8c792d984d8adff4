"""Las direcciones que rebotan: mientras estén marcadas no se les escribe y lo suyo lo recibe otra persona de la institución."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from conferencia.domain.errores import NoProcede
from conferencia.permissions import exigir, puede_dictaminar
from enlaces.permissions import correos_visibles
from enlaces.queries.correo import cuantos_en_pilas
from enlaces.queries.rebotes import por_revisar
from enlaces.services.buzon.rebotes import liberar
from enlaces.web.formularios_de_correo import FormularioDeLiberacion


def lista(request: HttpRequest) -> HttpResponse:
    exigir(puede_dictaminar(request.facultades))
    fallo = None
    if request.method == "POST":
        fallo = FormularioDeLiberacion(request.POST)
        if fallo.is_valid() and _liberar(request, fallo):
            return redirect("rebotes")
    marcadas = [
        (d, fallo if fallo and fallo.data.get("direccion") == d.direccion else _en_blanco(d.direccion, n))
        for n, d in enumerate(por_revisar(request.facultades))
    ]
    contexto = {
        "marcadas": marcadas,
        "fallo": fallo,
        "cuantos": cuantos_en_pilas(correos_visibles(request.facultades)),
        "migas": [{"titulo": "Correo", "url": reverse("correo-lista")}, {"titulo": "Direcciones que rebotan"}],
    }
    return render(request, "enlaces/rebotes.html", contexto)


def _en_blanco(direccion: str, numero: int) -> FormularioDeLiberacion:
    return FormularioDeLiberacion(initial={"direccion": direccion}, auto_id=f"id_{numero}_%s")


def _liberar(request: HttpRequest, formulario: FormularioDeLiberacion) -> bool:
    try:
        liberar(por=request.facultades, **formulario.cleaned_data)
    except NoProcede as error:
        formulario.add_error(error.campo or None, str(error))
        return False
    messages.success(request, f"Se vuelve a escribir a {formulario.cleaned_data['direccion']}.")
    return True
