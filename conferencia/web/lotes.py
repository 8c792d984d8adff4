"""Los trabajos que componen o emiten oficios: cómo va cada uno, y cancelarlo."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from conferencia.models import EstadoTrabajo, LoteDeOficios
from conferencia.permissions import exigir, puede_emitir_oficios
from conferencia.services.lotes import cancelar_lote
from conferencia.services.salida import SalidaRechazada
from conferencia.web.informes import explicacion_de

EN_CURSO = {EstadoTrabajo.PENDIENTE: "en_cola", EstadoTrabajo.EN_CURSO: "en_curso", EstadoTrabajo.CANCELADO: "cancelado"}


@dataclass(frozen=True)
class Renglon:
    """Un lote como se muestra. ``estado``: listo, en_cola, en_curso, cancelado o fallido. ``fallidos``: los que no salieron y por qué."""

    lote: LoteDeOficios
    estado: str
    avance: int
    explicacion: str
    fallidos: tuple[str, ...]

    @property
    def sigue(self) -> bool:
        return self.estado in ("en_cola", "en_curso")


def renglones_de(lotes: QuerySet[LoteDeOficios]) -> list[Renglon]:
    """Los más nuevos primero."""
    return _vistos(lotes.select_related("trabajo", "archivo", "pedido_por").order_by("-pedido_en")[:5])


def _vistos(lotes: Iterable[LoteDeOficios]) -> list[Renglon]:
    return [_visto(lote) for lote in lotes]


def _visto(lote: LoteDeOficios) -> Renglon:
    trabajo = lote.trabajo
    fallidos = tuple(trabajo.resultado.get("fallidos", ())) if trabajo else ()
    if lote.archivo_id:
        return Renglon(lote, "listo", 100, "", fallidos)
    if trabajo is None or trabajo.estado in (EstadoTrabajo.FALLIDO, EstadoTrabajo.HECHO):
        return Renglon(lote, "fallido", 0, explicacion_de(trabajo.error if trabajo else ""), fallidos)
    return Renglon(lote, EN_CURSO[EstadoTrabajo(trabajo.estado)], trabajo.avance, "", fallidos)


@require_safe
def estado(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Su renglón, para irlo refrescando."""
    return render(request, "conferencia/salida/lote.html", {"r": _visto(_lote(request, pk)), "refrescado": True})


@require_POST
def cancelar(request: HttpRequest, pk: UUID) -> HttpResponse:
    lote = _lote(request, pk)
    try:
        cancelar_lote(por=request.facultades, lote=lote)
        messages.success(request, "Se canceló. Lo ya emitido queda emitido; lo demás sigue en borrador.")
    except SalidaRechazada as error:
        messages.error(request, str(error))
    unica = lote.salidas.all()[:2]
    return redirect("salida-detail", unica[0].pk) if len(unica) == 1 else redirect("reunion-notificaciones", lote.reunion_id)


def _lote(request: HttpRequest, pk: UUID) -> LoteDeOficios:
    exigir(puede_emitir_oficios(request.facultades))
    return get_object_or_404(LoteDeOficios.objects.select_related("trabajo", "archivo", "reunion", "pedido_por"), pk=pk)
