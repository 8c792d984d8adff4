"""Subir correos guardados, varios a la vez, con su resultado por archivo."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from conferencia.permissions import exigir, puede_dictaminar
from enlaces.permissions import correos_visibles
from enlaces.queries.correo import cuantos_en_pilas
from enlaces.services.buzon.subidos import subir as subir_correos
from enlaces.web.formularios_de_correo import FormularioParaSubir


def subir(request: HttpRequest) -> HttpResponse:
    exigir(puede_dictaminar(request.facultades))
    formulario = FormularioParaSubir(request.POST, request.FILES) if request.method == "POST" else FormularioParaSubir()
    resultados = None
    if request.method == "POST" and formulario.is_valid():
        if elegidos := request.FILES.getlist("archivos"):
            resultados = subir_correos(por=request.facultades, archivos=elegidos, tamano_maximo=settings.CORREO_TAMANO_MAXIMO)
        else:
            formulario.add_error("archivos", "Elige al menos un correo guardado: .eml o .msg.")
    contexto = {
        "formulario": formulario if resultados is None else FormularioParaSubir(),
        "resultados": resultados,
        "cuantos": cuantos_en_pilas(correos_visibles(request.facultades)),
        "tamano": f"{settings.CORREO_TAMANO_MAXIMO // 1048576} MB",
        "migas": [{"titulo": "Correo", "url": reverse("correo-lista")}, {"titulo": "Subir correos guardados"}],
    }
    return render(request, "enlaces/correo_subir.html", contexto)
