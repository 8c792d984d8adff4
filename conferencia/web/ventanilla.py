"""Registrar en ventanilla: de quién es el papel, qué atiende, cuándo se selló; al guardarlo, el acuse para quien lo trajo."""

from uuid import UUID

import uuid6
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from conferencia.models import Institucion, Oficio
from conferencia.permissions import exigir, puede_registrar_oficios
from conferencia.queries.oficios import por_atender
from conferencia.services.ventanilla import registrar_en_ventanilla
from conferencia.web.acceso import con_designacion
from conferencia.web.adjuntos import archivos_del_oficio, uuid_de
from conferencia.web.forms_oficios import EleccionDeInstitucion, FormularioDeVentanilla
from conferencia.web.solicitudes import intentar

OFICIOS = {"titulo": "Oficios", "url": "/oficios/"}


@require_safe
@con_designacion
def elegir(request: HttpRequest) -> HttpResponse:
    """Primero, de qué institución: de ella salen las obligaciones que puede atender."""
    exigir(puede_registrar_oficios(request.facultades))
    formulario = EleccionDeInstitucion(request.GET or None)
    if formulario.is_valid():
        return redirect("ventanilla-registrar", formulario.cleaned_data["institucion"].clave)
    contexto = {"formulario": formulario, "migas": [OFICIOS, {"titulo": "Registrar en ventanilla"}]}
    return render(request, "conferencia/oficios/elegir.html", contexto, status=400 if formulario.errors else 200)


@require_http_methods(["GET", "POST"])
@con_designacion
def registrar(request: HttpRequest, clave: str) -> HttpResponse:
    exigir(puede_registrar_oficios(request.facultades))
    institucion = get_object_or_404(Institucion.objects.exclude(tipo="ST"), clave=clave)
    llave = uuid_de(request.POST.get("llave", "")) or uuid6.uuid7()
    if request.method == "POST" and (ya := _ya_registrado(request, llave)):
        return ya
    formulario = FormularioDeVentanilla(request.POST or None, request.FILES or None, obligaciones=list(por_atender(institucion, request.facultades.hoy)))
    guardados = archivos_del_oficio(request, formulario) if request.method == "POST" else []
    if request.method == "POST" and formulario.is_valid():
        oficio = intentar(formulario, lambda: _registrado(request, institucion, formulario, guardados, llave))
        if isinstance(oficio, Oficio):
            return redirect("acuse-detail", oficio.acuse.pk)
    migas = [OFICIOS, {"titulo": "Registrar en ventanilla", "url": reverse("ventanilla")}, {"titulo": institucion.nombre_corto}]
    contexto = {"formulario": formulario, "institucion": institucion, "guardados": guardados, "llave": llave, "migas": migas}
    return render(request, "conferencia/oficios/ventanilla.html", contexto, status=422 if formulario.errors else 200)


def _registrado(request: HttpRequest, institucion: Institucion, formulario: FormularioDeVentanilla, archivos, llave: UUID) -> Oficio:
    return registrar_en_ventanilla(
        por=request.facultades,
        institucion=institucion,
        obligaciones=formulario.elegidas,
        datos=formulario.datos(llave),
        archivos=archivos,
        nota=formulario.cleaned_data["nota"],
    )


def _ya_registrado(request: HttpRequest, llave: UUID) -> HttpResponse | None:
    """Doble envío o regreso con el navegador: se va al acuse que ya se dio."""
    oficio = Oficio.objects.filter(llave_de_envio=llave, registrado_por=request.user).select_related("acuse").first()
    return redirect("acuse-detail", oficio.acuse.pk) if oficio else None
