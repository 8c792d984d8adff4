"""El expediente de prueba, de una obligación o de todo lo que debe una institución o entidad: pedirlo con un clic y bajar los ya emitidos."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conferencia.domain.errores import NoProcede
from conferencia.models import EstadoActa, EstadoTrabajo, Expediente, Institucion, Obligacion, Reunion
from conferencia.permissions import (
    Facultades,
    alcances_de_expediente,
    exigir,
    puede_cancelar_expediente,
    puede_pedir_expediente,
    puede_pedir_expediente_de,
    visibles_para,
)
from conferencia.services.expedientes import cancelar_expediente, pedir_expediente, pedir_expediente_de
from conferencia.web.acceso import con_designacion
from conferencia.web.acciones import Accion, inscribir_accion
from conferencia.web.informes import explicacion_de
from conferencia.web.paneles import Panel, inscribir_panel

EN_PAGINA = 20
_DE_QUIEN = ("obligacion__compromiso__disposicion", "entidad", "reunion")
_DE_RENGLON = ("obligacion", "pdf", "paquete", "trabajo", "alcance", "entidad", "reunion", "pedido_por")


@dataclass(frozen=True)
class Renglon:
    """Un expediente como se muestra. ``estado``: emitido, en_cola, en_curso, cancelado o fallido. ``cancela``: si quien mira puede cancelarlo."""

    expediente: Expediente
    estado: str
    avance: int
    explicacion: str
    cancela: bool = False

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
        "renglones": [_visto(x, request.facultades) for x in expedientes.select_related(*_DE_RENGLON).order_by("-pedido_en")[:EN_PAGINA]],
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


@require_http_methods(["GET", "HEAD", "POST"])
@con_designacion
def de_institucion(request: HttpRequest, clave: str) -> HttpResponse:
    """El de todo lo que debe, o el de todas las de su entidad; los dos, solo con lo suyo."""
    institucion = get_object_or_404(visibles_para(request.facultades, Institucion).select_related("entidad"), clave=clave)
    posibles = {"institucion": institucion} | ({"entidad": institucion.entidad} if institucion.entidad else {})
    permitidos = {n: de for n, de in posibles.items() if puede_pedir_expediente_de(request.facultades, de)}
    if not permitidos:
        exigir(puede_pedir_expediente_de(request.facultades, institucion))
    reuniones = visibles_para(request.facultades, Reunion).filter(acta__estado=EstadoActa.PUBLICADA).order_by("-fecha", "clave")
    if request.method == "POST":
        return _pedir_de(request, institucion, permitidos, reuniones)
    suyos = Q(obligacion=None) & (Q(alcance=institucion) | Q(entidad=institucion.entidad_id, entidad__isnull=False))
    expedientes = visibles_para(request.facultades, Expediente).filter(suyos).select_related(*_DE_RENGLON)
    contexto = {
        "institucion": institucion,
        "permitidos": permitidos,
        "reuniones": reuniones,
        "renglones": [_visto(x, request.facultades) for x in expedientes.order_by("-pedido_en")[:EN_PAGINA]],
        "migas": [{"titulo": str(institucion), "url": reverse("institucion-detail", args=[clave])}, {"titulo": "Expediente de prueba"}],
    }
    return render(request, "conferencia/salida/expediente_de.html", contexto)


def _pedir_de(request: HttpRequest, institucion: Institucion, permitidos: dict, reuniones: QuerySet[Reunion]) -> HttpResponse:
    de, pagina = permitidos.get(request.POST.get("de", "")), reverse("institucion-expediente", args=[institucion.clave])
    elegida = reuniones.filter(clave=request.POST.get("reunion", "")).first()
    if de is None or (request.POST.get("reunion") and elegida is None):
        messages.error(request, "Elige de quién y de qué reunión entre las que se ofrecen.")
        return redirect(pagina)
    try:
        expediente = pedir_expediente_de(por=request.facultades, de=de, reunion=elegida)
    except NoProcede as error:
        messages.error(request, str(error))
        return redirect(pagina)
    messages.info(request, "Se está reuniendo el expediente: unos segundos por obligación. Aparece aquí en cuanto esté listo; puedes seguir en otra página.")
    return redirect(f"{pagina}#expediente-{expediente.pk}")


def panel_de_institucion(request: HttpRequest, institucion: Institucion) -> dict | None:
    return {"clave": institucion.clave} if puede_pedir_expediente_de(request.facultades, institucion) else None


@require_safe
def estado(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Su renglón, para irlo refrescando."""
    expediente = get_object_or_404(visibles_para(request.facultades, Expediente).select_related(*_DE_RENGLON), pk=pk)
    return render(request, "conferencia/salida/expediente_renglon.html", {"r": _visto(expediente, request.facultades), "refrescado": True})


@require_POST
def cancelar(request: HttpRequest, pk: UUID) -> HttpResponse:
    expediente = get_object_or_404(visibles_para(request.facultades, Expediente).select_related("trabajo", "alcance", *_DE_QUIEN), pk=pk)
    try:
        cancelar_expediente(por=request.facultades, expediente=expediente)
        messages.success(request, "Se canceló. Puedes pedirlo otra vez cuando quieras.")
    except NoProcede as error:
        messages.error(request, str(error))
    if expediente.obligacion:
        return redirect("obligacion-expediente", expediente.obligacion_id)
    una = expediente.alcance or Institucion.objects.filter(entidad=expediente.entidad).earliest("clave")
    return redirect("institucion-expediente", una.clave)


def _visto(expediente: Expediente, facultades: Facultades) -> Renglon:
    trabajo, cancela = expediente.trabajo, bool(puede_cancelar_expediente(facultades, expediente))
    if expediente.emitido_en:
        return Renglon(expediente, "emitido", 100, "")
    if trabajo and trabajo.estado == EstadoTrabajo.CANCELADO:
        return Renglon(expediente, "cancelado", 0, "")
    if trabajo is None or trabajo.estado == EstadoTrabajo.FALLIDO:
        return Renglon(expediente, "fallido", 0, explicacion_de(trabajo.error if trabajo else ""))
    return Renglon(expediente, "en_cola" if trabajo.estado == EstadoTrabajo.PENDIENTE else "en_curso", trabajo.avance, "", cancela)


def inscribir() -> None:
    inscribir_panel("institucion", Panel(80, "conferencia/salida/panel_expediente.html", panel_de_institucion))
    inscribir_accion("obligacion", Accion(5, "Expediente de prueba (PDF y ZIP)", "obligacion-expediente", puede_pedir_expediente))
