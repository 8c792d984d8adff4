"""Los archivos de un oficio que se manda desde un formulario: lo que ya subió no se pierde aunque algo falle."""

from uuid import UUID

from django.forms import Form
from django.http import HttpRequest

from conferencia.domain import admision
from conferencia.models import Archivo
from conferencia.services.archivos import TIPOS_DE_OFICIO, ArchivoInadmisible, guardar_archivo


def archivos_del_oficio(request: HttpRequest, formulario: Form, *, exige: bool = True) -> list[Archivo]:
    """Los del intento anterior que se conservan y los nuevos que sirvan. Lo bueno se queda guardado aunque algo falle."""
    conservar = [u for u in map(uuid_de, request.POST.getlist("conservar")) if u]
    guardados = list(Archivo.objects.filter(pk__in=conservar, subido_por=request.user, adjunto_en__isnull=True).order_by("pk"))
    nuevos = request.FILES.getlist("archivos")
    if len(guardados) + len(nuevos) > admision.MAXIMO_DE_ARCHIVOS:
        formulario.add_error("archivos", admision.demasiados())
        return guardados
    for nuevo in nuevos:
        try:
            guardados.append(guardar_archivo(contenido=nuevo, nombre=nuevo.name or "", admitidos=TIPOS_DE_OFICIO, actor=request.user.pk))
        except ArchivoInadmisible as error:
            formulario.add_error("archivos", str(error))
    if exige and not guardados and not formulario.has_error("archivos"):
        formulario.add_error("archivos", admision.NINGUNO)
    return guardados


def uuid_de(texto: str) -> UUID | None:
    try:
        return UUID(texto)
    except ValueError:
        return None
