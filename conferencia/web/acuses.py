"""El acuse en pantalla, para quien presentó y para la Secretaría Técnica: se imprime, y lleva a su PDF."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from conferencia.models import Acuse
from conferencia.permissions import puede_listar_oficios, visibles_para
from conferencia.queries.acuses import CON_TODO, constancia_de
from conferencia.services.acuses import PDF, horario
from conferencia.web.acceso import con_designacion
from conferencia.web.archivos import servir


@require_safe
@con_designacion
def detalle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Qué se recibió, cuándo, con qué huella y qué sigue."""
    constancia = constancia_de(_visible(request, pk))
    oficios = [{"titulo": "Oficios", "url": reverse("oficio-list")}] if puede_listar_oficios(request.facultades) else []
    migas = [*oficios, {"titulo": f"Acuse {constancia.acuse.folio}"}]
    return render(request, "conferencia/acuses/detalle.html", {"c": constancia, "horario": horario(), "migas": migas})


@require_safe
@con_designacion
def impreso(request: HttpRequest, pk: UUID) -> HttpResponse:
    """La liga a su PDF, para irla refrescando mientras se compone."""
    return render(request, "conferencia/acuses/pdf.html", {"acuse": _visible(request, pk), "refrescado": True})


@require_safe
@con_designacion
def ver(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """El PDF en el navegador: lo compuso el sistema, así que no necesita copia limpia."""
    acuse = _visible(request, pk)
    if acuse.archivo is None:
        raise Http404
    return servir(acuse.archivo.contenido, acuse.archivo.nombre, PDF, adjunto=False)


def _visible(request: HttpRequest, pk: UUID) -> Acuse:
    return get_object_or_404(visibles_para(request.facultades, Acuse).select_related(*CON_TODO), pk=pk)
