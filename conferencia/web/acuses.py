"""El acuse en pantalla, para quien presentó y para la Secretaría Técnica: se imprime, y lleva a su PDF."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from conferencia.models import Acuse
from conferencia.permissions import visibles_para
from conferencia.queries.acuses import CON_TODO, constancia_de
from conferencia.services.acuses import horario
from conferencia.web.acceso import con_designacion


@require_safe
@con_designacion
def detalle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Qué se recibió, cuándo, con qué huella y qué sigue."""
    constancia = constancia_de(_visible(request, pk))
    migas = [{"titulo": f"Acuse {constancia.acuse.folio}"}]
    return render(request, "conferencia/acuses/detalle.html", {"c": constancia, "horario": horario(), "migas": migas})


@require_safe
@con_designacion
def impreso(request: HttpRequest, pk: UUID) -> HttpResponse:
    """La liga a su PDF, para irla refrescando mientras se compone."""
    return render(request, "conferencia/acuses/pdf.html", {"acuse": _visible(request, pk), "refrescado": True})


def _visible(request: HttpRequest, pk: UUID) -> Acuse:
    return get_object_or_404(visibles_para(request.facultades, Acuse).select_related(*CON_TODO), pk=pk)
