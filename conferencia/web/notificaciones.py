"""Notificar un acta publicada: todos los oficios de una reunión en una página, prepararlos y emitirlos con un clic."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from conferencia.domain.errores import NoProcede
from conferencia.domain.salida import POR_EMITIR
from conferencia.models import AccionDeLote, EstadoActa, EstadoSalida, Reunion
from conferencia.permissions import Facultades, Negado, Permitido, Respuesta, exigir, puede_emitir_oficios, visibles_para
from conferencia.queries.salida import notificaciones
from conferencia.services.lotes import generar_notificaciones, pedir_lote
from conferencia.web.acciones import Accion, inscribir_accion
from conferencia.web.lotes import renglones_de
from conferencia.web.salida import GRUPO_DE


@require_safe
def de_reunion(request: HttpRequest, pk: UUID) -> HttpResponse:
    reunion = _reunion(request, pk)
    filas = notificaciones(reunion, request.facultades.hoy)
    salidas = [f.salida for f in filas if f.salida]
    contexto = {
        "reunion": reunion,
        "publicada": reunion.acta.estado == EstadoActa.PUBLICADA if hasattr(reunion, "acta") else False,
        "filas": [(f, GRUPO_DE[EstadoSalida(f.salida.estado)] if f.salida else "") for f in filas],
        "faltan": sum(f.salida is None for f in filas),
        "borradores": sum(s.estado in POR_EMITIR for s in salidas),
        "sin_acuse": sum(s.estado == EstadoSalida.EMITIDO for s in salidas),
        "entregadas": sum(s.estado == EstadoSalida.NOTIFICADO for s in salidas),
        "lotes": renglones_de(reunion.lotes_de_oficios.filter(salidas__clase="notificacion").distinct()),
        "migas": [{"titulo": reunion.nombre, "url": reverse("reunion-detail", args=[pk])}, {"titulo": "Notificaciones"}],
    }
    return render(request, "conferencia/salida/notificaciones.html", contexto)


@require_POST
def generar(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Prepara los borradores que falten y los compone todos."""
    reunion = _reunion(request, pk)
    return _hacer(request, reunion, lambda: generar_notificaciones(por=request.facultades, reunion=reunion), "Se están componiendo los borradores.")


@require_POST
def emitir(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Emite todos los que siguen en borrador."""
    reunion = _reunion(request, pk)
    por_emitir = [f.salida for f in notificaciones(reunion, request.facultades.hoy) if f.salida and f.salida.estado in POR_EMITIR]
    dicho = f"Se están emitiendo {len(por_emitir)} oficios: cada uno recibe su número en cuanto sale."
    return _hacer(request, reunion, lambda: pedir_lote(por=request.facultades, reunion=reunion, accion=AccionDeLote.EMITIR, salidas=por_emitir), dicho)


def _hacer(request: HttpRequest, reunion: Reunion, servicio, dicho: str) -> HttpResponse:
    try:
        servicio()
        messages.info(request, dicho)
    except NoProcede as error:
        messages.error(request, str(error))
    return redirect("reunion-notificaciones", reunion.pk)


def _reunion(request: HttpRequest, pk: UUID) -> Reunion:
    reunion = get_object_or_404(visibles_para(request.facultades, Reunion).select_related("acta", "zona"), pk=pk)
    exigir(puede_emitir_oficios(request.facultades))
    return reunion


def _puede(facultades: Facultades, reunion: object) -> Respuesta:
    if not (puede := puede_emitir_oficios(facultades)):
        return puede
    publicada = Reunion.objects.filter(pk=reunion.pk, acta__estado=EstadoActa.PUBLICADA).exists()  # type: ignore[attr-defined]
    return Permitido() if publicada else Negado("El acta aún no se publica.")


def inscribir() -> None:
    inscribir_accion("reunion", Accion(10, "Notificar a las instituciones", "reunion-notificaciones", _puede))
