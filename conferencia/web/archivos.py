"""La única puerta por la que sale un archivo: quien no puede verlo recibe lo mismo que si no existiera."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from conferencia.models import Archivo
from conferencia.permissions import visibles_para

PDF = "application/pdf"


@require_safe
def descargar(request: HttpRequest, pk: UUID) -> FileResponse:
    """El original, byte por byte, como adjunto y con el tipo que su contenido tiene."""
    return _servir(_visible(request, pk), adjunto=True)


@require_safe
def ver(request: HttpRequest, pk: UUID) -> FileResponse:
    """Un PDF dentro de la página que lo muestra. Nada que no sea PDF se abre en el navegador."""
    archivo = _visible(request, pk)
    if archivo.tipo != PDF:
        raise Http404
    return _servir(archivo, adjunto=False)


def _visible(request: HttpRequest, pk: UUID) -> Archivo:
    return get_object_or_404(visibles_para(request.facultades, Archivo), pk=pk)


def _servir(archivo: Archivo, *, adjunto: bool) -> FileResponse:
    try:
        contenido = archivo.contenido.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    respuesta = FileResponse(contenido, as_attachment=adjunto, filename=archivo.nombre, content_type=archivo.tipo)
    respuesta["X-Content-Type-Options"] = "nosniff"
    respuesta["Cache-Control"] = "private, no-store"
    respuesta["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'self'"
    return respuesta
