"""La carga de un seguimiento anterior: bajar la plantilla, subirla llena, ver qué haría y aplicarla."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conferencia import reloj
from conferencia.domain.importacion import POR_LLENAR
from conferencia.domain.importacion_pasos import Resultado
from conferencia.models import Acta, EstadoActa, EstadoImportacion, EstadoTrabajo, Importacion, Reunion
from conferencia.permissions import Facultades, Negado, Permitido, Respuesta, exigir, puede_importar, visibles_para
from conferencia.queries.importacion import conteo, en_orden, importables
from conferencia.reports.plantilla_importacion import componer_plantilla
from conferencia.services.archivos import XLSX, ArchivoInadmisible
from conferencia.services.importacion import ImportacionRechazada, pedir_aplicacion, revisar_libro, trabajos_de
from conferencia.services.importacion import descartar as descartar_importacion
from conferencia.services.libro_de_seguimiento import LibroIlegible
from conferencia.web.acciones import Accion, inscribir_accion
from conferencia.web.forms_importacion import LibroForm

POR_PAGINA = 50
INTERRUMPIDA = "La carga se interrumpió varias veces. Lo ya aplicado quedó; elige «Aplicar» para seguir con lo que falta."
ROTULOS = {Resultado.ERROR: "Con error", Resultado.HARA: "Por aplicar", Resultado.APLICADO: "Aplicados", Resultado.NADA: "Sin cambio"}


@require_http_methods(["GET", "POST"])
def reunion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Los tres pasos de la reunión y lo que ya se ha cargado."""
    acto = _reunion(request, pk)
    formulario = LibroForm(request.POST, request.FILES) if request.method == "POST" else LibroForm()
    if request.method == "POST" and formulario.is_valid() and (importacion := _recibir(request, acto, formulario)):
        return redirect("importacion-detail", pk=importacion.pk)
    contexto = {
        "reunion": acto,
        "formulario": formulario,
        "obligaciones": importables(acto, reloj.hoy()).count(),
        "anteriores": [{"i": i, "conteo": conteo(i.informe)} for i in _visibles(request).filter(reunion=acto).order_by("-subida_en")],
        "columnas": POR_LLENAR,
    }
    return render(request, "conferencia/importacion/reunion.html", contexto, status=422 if formulario.errors else 200)


def _recibir(request: HttpRequest, acto: Reunion, formulario: LibroForm) -> Importacion | None:
    """La carga revisada, o ``None`` con el porqué en el formulario."""
    libro = formulario.cleaned_data["archivo"]
    try:
        importacion, avisos = revisar_libro(por=request.facultades, reunion=acto, contenido=libro, nombre=libro.name)  # type: ignore[attr-defined]
    except (ArchivoInadmisible, LibroIlegible, ImportacionRechazada) as error:
        formulario.add_error("archivo", str(error))
        return None
    for aviso in avisos:
        messages.warning(request, aviso)
    return importacion


@require_safe
def plantilla(request: HttpRequest, pk: UUID) -> HttpResponse:
    acto = _reunion(request, pk)
    respuesta = HttpResponse(componer_plantilla(acto, importables(acto, reloj.hoy())), content_type=XLSX)
    respuesta["Content-Disposition"] = f'attachment; filename="seguimiento-{acto.clave}.xlsx"'
    respuesta["Cache-Control"] = "private, no-store"
    return respuesta


@require_safe
def detalle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Renglón por renglón, los errores primero: qué haría o qué hizo."""
    return _pagina(request, _importacion(request, pk))


def _pagina(request: HttpRequest, importacion: Importacion, *, error: str = "", status: int = 200) -> HttpResponse:
    elegido = request.GET.get("resultado", "")
    elegido = elegido if elegido in set(Resultado) else ""
    cuantos = conteo(importacion.informe)
    contexto = {
        "importacion": importacion,
        "reunion": importacion.reunion,
        "fichas": [{"clave": r.value, "rotulo": rotulo, "cuantos": cuantos[r]} for r, rotulo in ROTULOS.items() if cuantos[r]],
        "elegido": elegido,
        "total": len(importacion.informe),
        "dicen": len(en_orden(importacion.informe)),
        "por_aplicar": cuantos[Resultado.HARA] if importacion.estado == EstadoImportacion.REVISADA else 0,
        "con_error": cuantos[Resultado.ERROR],
        "empezada": bool(cuantos[Resultado.APLICADO]),
        "pagina": Paginator(en_orden(importacion.informe, elegido), POR_PAGINA).get_page(request.GET.get("pagina")),
        "errores": [{"texto": error, "ancla": "renglones"}] if error else [],
        "hay_errores": bool(error),
        **_avance(importacion),
    }
    return render(request, "conferencia/importacion/detalle.html", contexto, status=status)


def _avance(importacion: Importacion) -> dict:
    """Cómo va lo encolado. ``sigue``: cambiará solo."""
    trabajo = trabajos_de(importacion).first()
    sigue = bool(trabajo and trabajo.estado in (EstadoTrabajo.PENDIENTE, EstadoTrabajo.EN_CURSO) and importacion.estado == EstadoImportacion.REVISADA)
    interrumpida = bool(trabajo and trabajo.estado == EstadoTrabajo.FALLIDO and importacion.estado == EstadoImportacion.REVISADA)
    return {"sigue": sigue, "avance": trabajo.avance if trabajo else 0, "interrumpida": INTERRUMPIDA if interrumpida else ""}


@require_safe
def estado(request: HttpRequest, pk: UUID) -> HttpResponse:
    """El avance, para irlo refrescando; al terminar manda al informe."""
    importacion = _importacion(request, pk)
    contexto = {"importacion": importacion, **_avance(importacion)}
    respuesta = render(request, "conferencia/importacion/avance.html", contexto)
    if not contexto["sigue"]:
        respuesta["HX-Redirect"] = reverse("importacion-detail", args=[importacion.pk])
    return respuesta


@require_POST
def aplicar(request: HttpRequest, pk: UUID) -> HttpResponse:
    importacion = _importacion(request, pk)
    antes = conteo(importacion.informe)[Resultado.APLICADO]
    try:
        hecha = pedir_aplicacion(por=request.facultades, importacion=importacion)  # type: ignore[attr-defined]
    except ImportacionRechazada as error:
        return _pagina(request, importacion, error=str(error), status=409)
    if hecha.estado == EstadoImportacion.APLICADA and (nuevos := conteo(hecha.informe)[Resultado.APLICADO] - antes):
        messages.success(request, "Se aplicó 1 renglón." if nuevos == 1 else f"Se aplicaron {nuevos} renglones.")
    return redirect("importacion-detail", pk=pk)


@require_POST
def descartar(request: HttpRequest, pk: UUID) -> HttpResponse:
    importacion = _importacion(request, pk)
    try:
        descartar_importacion(por=request.facultades, importacion=importacion)  # type: ignore[attr-defined]
    except ImportacionRechazada as error:
        return _pagina(request, importacion, error=str(error), status=409)
    messages.info(request, "Se descartó: no se tocó ninguna obligación.")
    return redirect("importacion-nueva", pk=importacion.reunion_id)


def _reunion(request: HttpRequest, pk: UUID) -> Reunion:
    """La reunión publicada, a quien importa. A quien no la ve, ni su existencia; a quien la ve y no importa, por qué no."""
    facultades = request.facultades  # type: ignore[attr-defined]
    exigir(puede_importar(facultades))
    return get_object_or_404(visibles_para(facultades, Reunion).filter(acta__estado=EstadoActa.PUBLICADA), pk=pk)


def _importacion(request: HttpRequest, pk: UUID) -> Importacion:
    exigir(puede_importar(request.facultades))  # type: ignore[attr-defined]
    return get_object_or_404(_visibles(request), pk=pk)


def _visibles(request: HttpRequest) -> QuerySet[Importacion]:
    return visibles_para(request.facultades, Importacion).select_related("reunion", "archivo", "subida_por")  # type: ignore[attr-defined]


def _puede_aqui(facultades: Facultades, objeto: object) -> Respuesta:
    """Solo en una reunión con acta publicada hay obligaciones que seguir."""
    if not (puede := puede_importar(facultades)):
        return puede
    publicada = Acta.objects.filter(reunion=objeto, estado=EstadoActa.PUBLICADA).exists()
    return Permitido() if publicada else Negado("El acta de esta reunión no está publicada.")


def inscribir() -> None:
    """Pone en la página de la reunión la entrada a su importación."""
    inscribir_accion("reunion", Accion(80, "Importar un seguimiento anterior", "importacion-nueva", _puede_aqui))
