"""El extracto de una disposición, en PDF: pedirlo al corte que se mira y bajar los ya emitidos."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from conferencia import reloj
from conferencia.models import Disposicion
from conferencia.permissions import exigir, puede_emitir_informes, visibles_para
from conferencia.services.informes import InformeNegado, folio_de, pedir_extracto
from conferencia.web.forms import SoloCorte
from conferencia.web.informes import informes_visibles, renglon_de

EN_PAGINA = 20


@require_http_methods(["GET", "HEAD", "POST"])
def de_disposicion(request: HttpRequest, pk: UUID) -> HttpResponse:
    disposicion = get_object_or_404(visibles_para(request.facultades, Disposicion).select_related("reunion"), pk=pk)
    exigir(puede_emitir_informes(request.facultades))
    formulario = SoloCorte(request.POST if request.method == "POST" else request.GET)
    if request.method == "POST" and formulario.is_valid():
        try:
            pedido = {"corte": formulario.cleaned_data["corte"] or reloj.hoy(), "sabido_al": formulario.cleaned_data["sabido_al"]}
            extracto = pedir_extracto(por=request.facultades, disposicion=disposicion, **pedido)
            messages.info(request, f"Se pidió el extracto {folio_de(extracto)}. Aparece aquí en cuanto esté listo.")
            return redirect(f"{reverse('disposicion-extracto', args=[pk])}#informe-{extracto.pk}")
        except InformeNegado as error:
            formulario.add_error("corte", str(error))
    contexto = {
        "disposicion": disposicion,
        "formulario": formulario,
        "renglones": [renglon_de(i) for i in informes_visibles(request).filter(disposicion=disposicion)[:EN_PAGINA]],
        "migas": [{"titulo": str(disposicion), "url": reverse("disposicion-detail", args=[pk])}, {"titulo": "Extracto"}],
    }
    return render(request, "conferencia/informes/extracto.html", contexto, status=400 if formulario.errors else 200)
