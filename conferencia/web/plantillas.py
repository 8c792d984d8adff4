"""Los textos de los oficios: verlos, cambiarlos con vista previa, y cómo se numeran."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from conferencia import reloj
from conferencia.domain import escrito
from conferencia.domain.plantillas import CAMPOS, DE_FABRICA, Plantilla, PlantillaInvalida, llenar, revisar
from conferencia.models import ClaseSalida, EstadoActa, PlantillaDeOficio, Reunion
from conferencia.permissions import exigir, puede_emitir_oficios, visibles_para
from conferencia.queries.salida import numeracion_vista
from conferencia.reports.escritos.impreso import con_clase
from conferencia.services.plantillas import comunes, guardar_plantilla, plantilla_de
from conferencia.services.salida import fijar_numeracion
from conferencia.web.forms_salida import HojaDeNumeracion, HojaDePlantilla
from conferencia.web.solicitudes import intentar

MIGAS = "Textos y numeración"


@require_http_methods(["GET", "POST"])
def lista(request: HttpRequest) -> HttpResponse:
    """Las clases de oficio con su versión, y la numeración del año."""
    exigir(puede_emitir_oficios(request.facultades))
    anio = request.facultades.hoy.year
    formulario = HojaDeNumeracion(request.POST or None, initial=numeracion_vista(anio))

    def fijar() -> object:
        return fijar_numeracion(por=request.facultades, anio=anio, **formulario.cleaned_data)

    if request.method == "POST" and formulario.is_valid() and intentar(formulario, fijar):
        messages.success(request, "Numeración guardada.")
        return redirect("plantilla-list")
    contexto = {
        "clases": [(clase, ClaseSalida(clase).label, _ultima(clase)) for clase in CAMPOS],
        "formulario": formulario,
        "anio": anio,
        "migas": [{"titulo": "Oficios de salida", "url": reverse("salida-list")}, {"titulo": MIGAS}],
    }
    return render(request, "conferencia/salida/plantillas.html", contexto, status=422 if formulario.errors else 200)


def _ultima(clase: str) -> PlantillaDeOficio | None:
    return PlantillaDeOficio.objects.filter(clase=clase).select_related("guardada_por").order_by("-version").first()


@require_http_methods(["GET", "POST"])
def editar(request: HttpRequest, clase: str) -> HttpResponse:
    """«Ver cómo queda» no guarda nada; «Guardar» deja otra versión y conserva las anteriores."""
    exigir(puede_emitir_oficios(request.facultades))
    if clase not in CAMPOS:
        raise Http404
    ultima, rige = _ultima(clase), plantilla_de(clase)
    inicial = {"asunto": rige.asunto, "cuerpo": rige.cuerpo, "version": ultima.version if ultima else 0}
    if request.GET.get("texto") == "original":
        inicial |= {"asunto": DE_FABRICA[clase].asunto, "cuerpo": DE_FABRICA[clase].cuerpo}
    formulario = HojaDePlantilla(request.POST or None, initial=inicial)
    vista = None
    if request.method == "POST" and formulario.is_valid():
        version = formulario.cleaned_data["version"]
        if "ver" in request.POST:
            vista = _previa(request, formulario, clase)
        elif intentar(formulario, lambda: guardar_plantilla(por=request.facultades, clase=clase, plantilla=formulario.plantilla, version=version)):
            messages.success(request, "Texto guardado. Rige para los borradores que se preparen desde ahora.")
            return redirect("plantilla-list")
    contexto = {
        "clase": clase,
        "rotulo": ClaseSalida(clase).label,
        "ultima": ultima,
        "formulario": formulario,
        "campos": [("{" + nombre + "}", que) for nombre, que in CAMPOS[clase].items()],
        "vista": vista,
        "migas": [{"titulo": MIGAS, "url": reverse("plantilla-list")}, {"titulo": ClaseSalida(clase).label}],
    }
    return render(request, "conferencia/salida/plantilla.html", contexto, status=422 if formulario.errors else 200)


def _previa(request: HttpRequest, formulario: HojaDePlantilla, clase: str) -> dict | None:
    """El texto lleno con la reunión publicada más nueva; lo que es de cada destino se ve como su descripción."""
    try:
        revisar(clase, formulario.plantilla)
    except PlantillaInvalida as error:
        formulario.add_error(error.campo, str(error))
        return None
    reunion = visibles_para(request.facultades, Reunion).filter(acta__estado=EstadoActa.PUBLICADA).order_by("-fecha").first()
    valores = {nombre: f"[{que}]" for nombre, que in CAMPOS[clase].items()} | (comunes(reunion) if reunion else {})
    lleno = Plantilla(llenar(formulario.plantilla.asunto, valores), llenar(formulario.plantilla.cuerpo, valores))
    return {"asunto": lleno.asunto, "bloques": con_clase(escrito.parrafos(lleno.cuerpo)), "el": reloj.hoy()}
