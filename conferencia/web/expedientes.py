"""El expediente de prueba de una obligación: pedirlo con un clic y bajar los ya emitidos."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from conferencia.domain.errores import NoProcede
from conferencia.models import EstadoTrabajo, Expediente, Institucion, Obligacion
from conferencia.permissions import alcances_de_expediente, exigir, puede_pedir_expediente, visibles_para
from conferencia.services.expedientes import pedir_expediente
from conferencia.web.acciones import Accion, inscribir_accion
from conferencia.web.informes import explicacion_de

EN_PAGINA = 20


@dataclass(frozen=True)
class Renglon:
    """Un expediente como se muestra. ``estado``: emitido, en_cola, en_curso o fallido."""

    expediente: Expediente
    estado: str
    avance: int
    explicacion: str

    @property
    def sigue(self) -> bool:
        return self.estado in ("en_cola", "en_curso")


@require_http_methods(["GET", "HEAD", "POST"])
def de_obligacion(request: HttpRequest, pk: UUID) -> HttpResponse:
    visibles = visibles_para(request.facultades, Obligacion).select_related("compromiso__disposicion__reunion")
    obligacion = get_object_or_404(visibles.prefetch_related("partes__institucion"), pk=pk)
    exigir(puede_pedir_expediente(request.facultades, obligacion))
    if request.method == "POST":
        return _pedir(request, obligacion)
    expedientes = visibles_para(request.facultades, Expediente).filter(obligacion=obligacion)
    suyas = alcances_de_expediente(request.facultades, obligacion)
    contexto = {
        "obligacion": obligacion,
        "completo": None in suyas,
        "instituciones": [p.institucion for p in obligacion.partes.all() if None in suyas or p.institucion_id in suyas],
        "renglones": [_visto(x) for x in expedientes.select_related("pdf", "paquete", "trabajo", "alcance", "pedido_por").order_by("-pedido_en")[:EN_PAGINA]],
        "migas": [{"titulo": obligacion.clave, "url": reverse("obligacion-detail", args=[pk])}, {"titulo": "Expediente de prueba"}],
    }
    return render(request, "conferencia/salida/expediente.html", contexto)


def _pedir(request: HttpRequest, obligacion: Obligacion) -> HttpResponse:
    institucion = Institucion.objects.filter(clave=request.POST.get("institucion", "")).first()
    try:
        expediente = pedir_expediente(por=request.facultades, obligacion=obligacion, institucion=institucion)
        messages.info(request, "Se está reuniendo el expediente. Aparece aquí en cuanto esté listo.")
    except NoProcede as error:
        messages.error(request, str(error))
        return redirect("obligacion-expediente", obligacion.pk)
    return redirect(f"{reverse('obligacion-expediente', args=[obligacion.pk])}#expediente-{expediente.pk}")


@require_safe
def estado(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Su renglón, para irlo refrescando."""
    expediente = get_object_or_404(visibles_para(request.facultades, Expediente).select_related("pdf", "paquete", "trabajo", "alcance", "pedido_por"), pk=pk)
    return render(request, "conferencia/salida/expediente_renglon.html", {"r": _visto(expediente), "refrescado": True})


def _visto(expediente: Expediente) -> Renglon:
    trabajo = expediente.trabajo
    if expediente.emitido_en:
        return Renglon(expediente, "emitido", 100, "")
    if trabajo is None or trabajo.estado in (EstadoTrabajo.FALLIDO, EstadoTrabajo.CANCELADO):
        return Renglon(expediente, "fallido", 0, explicacion_de(trabajo.error if trabajo else ""))
    return Renglon(expediente, "en_cola" if trabajo.estado == EstadoTrabajo.PENDIENTE else "en_curso", trabajo.avance, "")


def inscribir() -> None:
    inscribir_accion("obligacion", Accion(5, "Expediente de prueba (PDF y ZIP)", "obligacion-expediente", puede_pedir_expediente))
