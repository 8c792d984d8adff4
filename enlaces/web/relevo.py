"""La página de quien llega: lo que recibe, para que nada se pierda entre uno y otro."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from conferencia.web.acceso import con_designacion
from enlaces.queries.relevo import borradores_heredables, relevos_visibles, ver_relevo
from enlaces.services.borradores import heredar as heredar_borrador


def _designacion(request: HttpRequest, pk: UUID):
    filas = relevos_visibles(request.facultades).select_related("usuario", "institucion__entidad", "materia__reunion", "oficio", "sustituye_a__usuario")
    return get_object_or_404(filas, pk=pk)


@require_safe
@con_designacion
def pagina(request: HttpRequest, pk: UUID) -> HttpResponse:
    designacion = _designacion(request, pk)
    contexto = {
        "relevo": ver_relevo(request.facultades, designacion),
        "es_mia": designacion.usuario_id == request.user.pk,
        "migas": [{"titulo": "Enlaces", "url": reverse("enlaces-directorio")}, {"titulo": f"Relevo en {designacion.institucion}"}],
    }
    return render(request, "enlaces/relevo.html", contexto)


@require_POST
@con_designacion
def heredar(request: HttpRequest, pk: UUID, borrador: UUID) -> HttpResponse:
    """Lo que quedó a medias pasa a quien llega, que lo termina con su nombre."""
    designacion = _designacion(request, pk)
    suyo = get_object_or_404(borradores_heredables(request.facultades, designacion), pk=borrador)
    anterior = suyo.usuario
    nuevo = heredar_borrador(suyo, por=request.facultades)
    messages.success(request, f"Retomas lo que dejó {anterior}. Revísalo antes de enviarlo: va con tu nombre.")
    return redirect("presentar", nuevo.obligacion_id)
