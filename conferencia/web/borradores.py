"""Revisar un borrador antes de que se firme: lo pegado, en la misma página; lo subido, aparte y con avance."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from conferencia.models import EstadoTrabajo, Trabajo
from conferencia.permissions import exigir, puede_capturar_actas
from conferencia.services.archivos import ArchivoInadmisible
from conferencia.services.borradores import BorradorSinDisposiciones, directorio, examen_de, pedir_revision, revision_de
from conferencia.templatetags.fechas import fecha_larga
from conferencia.web.forms_captura import BorradorForm

PLANTILLA = "conferencia/captura/borrador.html"
AVANCE = "conferencia/captura/borrador_avance.html"
OLVIDADO = "Esa revisión ya se borró: lo revisado se conserva una hora. Sube el borrador otra vez."
DESCOMPUESTO = "La lectura se interrumpió varias veces. Vuelve a subirlo y, si se repite, avisa a quien opera el sistema."


@require_http_methods(["GET", "POST"])
def borrador(request: HttpRequest) -> HttpResponse:
    exigir(puede_capturar_actas(request.facultades))
    formulario = BorradorForm(request.POST, request.FILES) if request.method == "POST" else BorradorForm()
    examen = None
    if request.method == "POST" and formulario.is_valid():
        if formulario.cleaned_data["archivo"]:
            if trabajo := _pedida(request, formulario):
                return redirect("borrador-detail", pk=trabajo.pk)
        else:
            examen = _examinado(formulario)
    contexto = {"formulario": formulario, "examen": _dicho(examen)}
    return render(request, PLANTILLA, contexto, status=422 if formulario.errors else 200)


def _pedida(request: HttpRequest, formulario: BorradorForm) -> Trabajo | None:
    """La revisión encargada, o ``None`` con el porqué en el formulario."""
    dato = formulario.cleaned_data
    archivo = dato["archivo"]
    try:
        return pedir_revision(por=request.facultades, contenido=archivo, nombre=archivo.name, fecha=dato["fecha"])
    except ArchivoInadmisible as error:
        formulario.add_error("archivo", str(error))
        return None


def _examinado(formulario: BorradorForm) -> dict | None:
    dato = formulario.cleaned_data
    try:
        return examen_de(dato["texto"], dato["fecha"], directorio()).a_json()
    except BorradorSinDisposiciones as error:
        formulario.add_error("texto", str(error))
        return None


def _dicho(examen: dict | None) -> dict | None:
    """El examen con cada fecha escrita para leerse."""
    for renglon in examen["renglones"] if examen else ():
        vence = renglon["vence"]
        renglon["plazo_dicho"] = f"vence el {fecha_larga(date.fromisoformat(vence))}" if vence else renglon["plazo"]
    return examen


@require_safe
@never_cache
def revision(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Cómo va lo que se subió y, al terminar, lo hallado. Solo lo ve quien lo subió."""
    trabajo = revision_de(request.facultades, pk)
    if trabajo is None:
        messages.info(request, OLVIDADO)
        return redirect("acta-borrador")
    contexto = _contexto(trabajo)
    if not request.htmx:
        return render(request, PLANTILLA, contexto | {"formulario": BorradorForm()})
    respuesta = render(request, AVANCE, contexto)
    if not contexto["sigue"]:
        respuesta["HX-Refresh"] = "true"
    return respuesta


def _contexto(trabajo: Trabajo) -> dict:
    hallado = trabajo.resultado
    fallido = trabajo.estado == EstadoTrabajo.FALLIDO
    hecho = trabajo.estado == EstadoTrabajo.HECHO
    return {
        "trabajo": trabajo,
        "nombre": trabajo.datos["nombre"],
        "sigue": not hecho and not fallido,
        "en_cola": trabajo.estado == EstadoTrabajo.PENDIENTE,
        "paginas": hallado.get("paginas", 0),
        "leidas": hallado.get("leidas", 0),
        "error": DESCOMPUESTO if fallido else hallado.get("error", ""),
        "examen": _dicho(hallado.get("examen") if hecho else None),
        "avisos": hallado.get("avisos", []),
    }
