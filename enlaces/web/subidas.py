"""Los archivos del borrador: llegan por partes, se ven en pequeño y son solo de quien lo escribe."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from conferencia.almacen import copia_local
from conferencia.documentos.errores import DocumentoIlegible
from conferencia.documentos.tipos import IMAGENES, PDF
from conferencia.models import Archivo
from conferencia.permissions import exigir, puede_presentar
from conferencia.services.documentos import imagen_de_pagina
from enlaces.models import Borrador, Subida
from enlaces.services import borradores, subidas
from enlaces.web.presentar import archivos_del_borrador, escrito, obligacion_de

ANCHOS = {"chica": 240, "grande": 1400}  # px


@require_http_methods(["GET", "POST"])
def archivos(request: HttpRequest, pk: UUID, llave: UUID) -> HttpResponse:
    """GET: el pedazo de página con lo guardado. POST: empieza a subir un archivo, o reanuda el que se cortó."""
    obligacion = obligacion_de(request, pk)
    if request.method == "GET":
        return archivos_del_borrador(request, obligacion, _borrador(request, pk, llave))
    exigir(puede_presentar(request.facultades, obligacion))
    borrador = borradores.abrir(por=request.facultades, obligacion=obligacion, llave=llave)
    borradores.guardar(borrador, datos=escrito(request))
    tamano = request.POST.get("tamano", "")
    try:
        hallado = subidas.empezar(
            borrador, nombre=request.POST.get("nombre", ""), tamano=int(tamano) if tamano.isdecimal() else 0, marca=request.POST.get("marca", "")[:120]
        )
    except subidas.SubidaRechazada as error:
        return _rechazo(error)
    if isinstance(hallado, Archivo):
        return _va(listo=True)
    return _va(recibidos=hallado.recibidos, url=reverse("presentar-subida", args=[pk, llave, hallado.pk]), status=201)


@require_http_methods(["GET", "PATCH"])
def subida(request: HttpRequest, pk: UUID, llave: UUID, cual: UUID) -> HttpResponse:
    """PATCH con ``Upload-Offset``: suma un trozo. GET: en qué byte va."""
    propia = get_object_or_404(Subida, pk=cual, borrador=_borrador(request, pk, llave))
    url = reverse("presentar-subida", args=[pk, llave, cual])
    if request.method == "GET":
        return _va(recibidos=propia.recibidos, url=url)
    desde = request.headers.get("Upload-Offset", "")
    if not desde.isdecimal() or int(request.META.get("CONTENT_LENGTH") or 0) > subidas.TROZO_MAXIMO:
        return JsonResponse({"error": "Cada parte dice en Upload-Offset dónde empieza y pesa 4 MB o menos."}, status=400)
    try:
        avance = subidas.agregar(propia, desde=int(desde), contenido=request.body)
    except subidas.OtraPosicion as error:
        return _va(recibidos=error.recibidos, url=url, status=409)
    except subidas.SubidaRechazada as error:
        subidas.descartar(propia)
        return _rechazo(error)
    return _va(recibidos=avance.recibidos, url=url, listo=avance.archivo is not None)


@require_safe
def miniatura(request: HttpRequest, pk: UUID, llave: UUID, archivo: UUID) -> HttpResponse:
    """La primera página de un archivo del borrador, dibujada aparte: el original no se abre en el navegador."""
    propio = get_object_or_404(_borrador(request, pk, llave).archivos, pk=archivo)
    if propio.tipo not in {PDF, *IMAGENES}:
        raise Http404
    ancho = ANCHOS.get(request.GET.get("talla", ""), ANCHOS["chica"])
    try:
        with copia_local(propio.contenido) as ruta:
            png = imagen_de_pagina(ruta, propio.tipo, 1, ancho)
    except (DocumentoIlegible, FileNotFoundError) as error:
        raise Http404 from error
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff"})


def _borrador(request: HttpRequest, pk: UUID, llave: UUID) -> Borrador:
    """El de quien pide; el ajeno no existe."""
    return get_object_or_404(Borrador, pk=llave, usuario=request.user, obligacion=pk)


def _va(*, recibidos: int = 0, url: str = "", listo: bool = False, status: int = 200) -> JsonResponse:
    return JsonResponse({"recibidos": recibidos, "url": url, "listo": listo}, status=status, headers={"Upload-Offset": str(recibidos)})


def _rechazo(error: subidas.SubidaRechazada) -> JsonResponse:
    return JsonResponse({"error": str(error)}, status=422)
