"""Una institución: lo que debe y su contacto oficial."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from conferencia import reloj
from conferencia.domain.permisos import Capacidad
from conferencia.models import ContactoInstitucional, Institucion, Obligacion
from conferencia.permissions import exigir, puede_designar, visibles_para
from conferencia.queries.instituciones import contacto_vigente, ver_institucion
from conferencia.services.contactos import cambiar_contacto
from conferencia.web.acceso import con_designacion
from conferencia.web.dichos import mensaje_de
from conferencia.web.direcciones import lista_de_obligaciones
from conferencia.web.forms import ContactoForm
from conferencia.web.paneles import pintar_paneles


def _institucion(request: HttpRequest, clave: str) -> Institucion:
    return get_object_or_404(visibles_para(request.facultades, Institucion).select_related("entidad", "superior"), clave=clave)


@require_safe
@con_designacion
def detalle(request: HttpRequest, clave: str) -> HttpResponse:
    hoy, facultades = reloj.hoy(), request.facultades
    institucion = _institucion(request, clave)
    vista = ver_institucion(institucion, visibles_para(facultades, Obligacion), hoy)
    contexto = {
        "institucion": institucion,
        "vista": vista,
        "mensaje": mensaje_de(vista.conteo, hoy),
        "disposiciones": [(d, lista_de_obligaciones(institucion=clave, disposicion=d.clave)) for d in vista.disposiciones],
        "contacto": contacto_vigente(institucion, visibles_para(facultades, ContactoInstitucional), hoy),
        "contacto_oculto": not visibles_para(facultades, ContactoInstitucional).filter(institucion=institucion).exists(),
        "puede_editar": bool(puede_designar(facultades)),
        "ve_todo": facultades.tiene(Capacidad.VER_TODO),
        "paneles": pintar_paneles("institucion", request, institucion),
    }
    return render(request, "conferencia/institucion_detail.html", contexto)


@require_http_methods(["GET", "POST"])
@con_designacion
def contacto(request: HttpRequest, clave: str) -> HttpResponse:
    """El contacto oficial, desde hoy; el anterior queda en la historia."""
    exigir(puede_designar(request.facultades))
    institucion = _institucion(request, clave)
    formulario = ContactoForm(request.POST if request.method == "POST" else None, initial=_inicial(institucion))
    if request.method == "POST" and formulario.is_valid():
        cambiar_contacto(por=request.facultades, institucion=institucion, **formulario.cleaned_data)
        messages.success(request, f"El contacto oficial de {institucion} quedó guardado y rige desde hoy.")
        return redirect("institucion-detail", clave=clave)
    estado = 422 if formulario.errors else 200
    return render(request, "conferencia/contacto_form.html", {"institucion": institucion, "formulario": formulario}, status=estado)


def _inicial(institucion: Institucion) -> dict:
    actual = contacto_vigente(institucion, ContactoInstitucional.objects.all(), reloj.hoy())
    return {"titular": actual.titular, "cargo": actual.cargo, "correo": actual.correo} if actual else {}
