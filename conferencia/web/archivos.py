"""La única puerta por la que sale un archivo: quien no puede verlo recibe lo mismo que si no existiera.

El original sale siempre como adjunto. Dentro de una página solo se muestra su copia limpia, que se rehízo sin código.
"""

from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from conferencia.almacen import direccion_firmada
from conferencia.models import Antivirus, Archivo, CopiaDeOficio
from conferencia.permissions import visibles_para
from conferencia.services import copias

PDF = "application/pdf"
EN_PAGINA = frozenset({PDF})
EXTENSIONES = {
    PDF: ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
}
_SINONIMOS = {".jpeg": ".jpg", ".jpe": ".jpg", ".jfif": ".jpg", ".tiff": ".tif"}


@require_safe
def descargar(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """El original, byte por byte, como adjunto y con el tipo que su contenido tiene."""
    archivo = _visible(request, pk)
    if _infectado(archivo):
        return render(request, "conferencia/archivos/retenido.html", {"archivo": archivo}, status=403)
    return servir(archivo.contenido, nombre_de_descarga(archivo), archivo.tipo, adjunto=True)


@require_safe
def ver(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """La copia limpia, dentro de la página que la muestra; mientras se hace, cuánto lleva; si no se puede, por qué."""
    archivo = _visible(request, pk)
    if archivo.tipo not in copias.CON_COPIA:
        raise Http404
    if _infectado(archivo):
        return render(request, "conferencia/archivos/retenido.html", {"archivo": archivo}, status=403)
    if copia := copias.mejor_copia(archivo):
        return servir(copia.contenido, f"{archivo.nombre}.pdf", PDF, adjunto=False)
    copias.encargar([archivo])
    trabajo = copias.en_camino(archivo)
    return render(request, "conferencia/archivos/vista.html", {"archivo": archivo, "trabajo": trabajo}, status=202 if trabajo else 200)


@require_safe
def ver_oficio(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """El oficio entero en un PDF, dentro de la página; solo a quien puede abrir todos los archivos que junta, y si ninguno está retenido."""
    copia = get_object_or_404(visibles_para(request.facultades, CopiaDeOficio).select_related("oficio"), oficio=pk)
    if retenido := next((a for a in copia.oficio.archivos.all() if _infectado(a)), None):
        return render(request, "conferencia/archivos/retenido.html", {"archivo": retenido}, status=403)
    return servir(copia.contenido, f"{copia.oficio.numero.replace('/', '-')}.pdf", PDF, adjunto=False)


def nombre_de_descarga(archivo: Archivo) -> str:
    """Con la extensión de lo que es: «oficio.pdf.exe» que es un PDF se baja como «oficio.pdf.exe.pdf»."""
    extension = EXTENSIONES.get(archivo.tipo, "")
    actual = "." + archivo.nombre.rsplit(".", 1)[-1].lower() if "." in archivo.nombre else ""
    return archivo.nombre if not extension or _SINONIMOS.get(actual, actual) == extension else f"{archivo.nombre}{extension}"


def servir(contenido: FieldFile, nombre: str, tipo: str, *, adjunto: bool) -> HttpResponseBase:
    """Los bytes a quien ya se autorizó; o quién se los da: el servidor de enfrente (``ARCHIVOS_X_ACCEL``) o el depósito, con una dirección que caduca.

    Dentro de una página solo se abre lo de ``EN_PAGINA``; lo demás sale como adjunto aunque se pida de otro modo.
    """
    adjunto = adjunto or tipo not in EN_PAGINA
    try:
        respuesta = _respuesta(contenido, nombre, tipo, adjunto)
    except FileNotFoundError as error:
        raise Http404 from error
    respuesta["X-Content-Type-Options"] = "nosniff"
    respuesta["Cache-Control"] = "private, no-store"
    respuesta["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'self'"
    return respuesta


def _respuesta(contenido: FieldFile, nombre: str, tipo: str, adjunto: bool) -> HttpResponseBase:
    disposicion = content_disposition_header(adjunto, nombre) or ""
    if firmada := direccion_firmada(contenido, tipo=tipo, disposicion=disposicion):
        return HttpResponseRedirect(firmada, headers={"Referrer-Policy": "no-referrer"})
    if settings.ARCHIVOS_X_ACCEL:
        interna = settings.ARCHIVOS_X_ACCEL.rstrip("/") + "/" + quote(contenido.name or "")
        return HttpResponse(content_type=tipo, headers={"X-Accel-Redirect": interna, "Content-Disposition": disposicion})
    return FileResponse(contenido.open("rb"), as_attachment=adjunto, filename=nombre, content_type=tipo)


def _visible(request: HttpRequest, pk: UUID) -> Archivo:
    return get_object_or_404(visibles_para(request.facultades, Archivo), pk=pk)


def _infectado(archivo: Archivo) -> bool:
    examen = getattr(archivo, "examen", None)
    return examen is not None and examen.antivirus == Antivirus.INFECTADO
