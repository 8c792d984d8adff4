"""Los informes emitidos y los que se están componiendo; pedirlos desde su página o desde la de su reunión."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_POST, require_safe

from conferencia import reloj
from conferencia.models import EstadoActa, EstadoTrabajo, Informe, Reunion
from conferencia.permissions import exigir, puede_consultar_informes, puede_emitir_informes, visibles_para
from conferencia.services.informes import InformeNegado, folio_de, pedir_informe
from conferencia.services.trabajos import INTENTOS
from conferencia.web.forms_informes import PedirInforme
from conferencia.web.paneles import EntradaInscrita, Panel, inscribir_entrada, inscribir_panel

POR_PAGINA = 20
EN_PANEL = 3
_RASTRO = "Traceback"  # así empieza un fallo inesperado: es para quien opera, no para quien lee


@dataclass(frozen=True)
class Renglon:
    """Un informe como se muestra. ``estado``: emitido, en_cola, en_curso o fallido. ``avance``: por ciento."""

    informe: Informe
    folio: str
    estado: str
    avance: int
    explicacion: str

    @property
    def sigue(self) -> bool:
        """Aún cambiará solo: vale la pena volver a preguntar."""
        return self.estado in ("en_cola", "en_curso")


@require_safe
def lista(request: HttpRequest) -> HttpResponse:
    exigir(puede_consultar_informes(request.facultades))
    return _pagina(request, PedirInforme(reuniones=_reuniones(request)))


@require_POST
def pedir(request: HttpRequest) -> HttpResponse:
    exigir(puede_emitir_informes(request.facultades))
    formulario = PedirInforme(request.POST, reuniones=_reuniones(request))
    if not formulario.is_valid():
        return _pagina(request, formulario, status=400)
    datos = formulario.cleaned_data
    try:
        informe = pedir_informe(por=request.facultades, reunion=datos["reunion"], formato=datos["formato"], corte=reloj.hoy())
    except InformeNegado as error:
        formulario.add_error(None, str(error))
        return _pagina(request, formulario, status=400)
    messages.info(request, f"Se pidió el informe {folio_de(informe)}. Aparece aquí en cuanto esté listo.")
    return redirect(f"{reverse('informe-list')}#informe-{informe.pk}")


@require_safe
def estado(request: HttpRequest, pk: UUID) -> HttpResponse:
    """El renglón de un informe, para irlo refrescando mientras se compone."""
    informe = get_object_or_404(informes_visibles(request), pk=pk)
    return render(request, "conferencia/informes/renglon.html", {"r": renglon_de(informe), "refrescado": True})


def _pagina(request: HttpRequest, formulario: PedirInforme, status: int = 200) -> HttpResponse:
    pagina = Paginator(informes_visibles(request), POR_PAGINA).get_page(request.GET.get("pagina"))
    contexto = {
        "formulario": formulario if puede_emitir_informes(request.facultades) else None,
        "pagina": pagina,
        "renglones": [renglon_de(i) for i in pagina],
        "corte": reloj.hoy(),
    }
    return render(request, "conferencia/informes/informe_list.html", contexto, status=status)


def informes_visibles(request: HttpRequest) -> QuerySet[Informe]:
    return visibles_para(request.facultades, Informe).select_related("reunion", "disposicion", "archivo", "trabajo", "pedido_por").order_by("-pedido_en", "-pk")


def _reuniones(request: HttpRequest) -> QuerySet[Reunion]:
    return visibles_para(request.facultades, Reunion).filter(acta__estado=EstadoActa.PUBLICADA).order_by("-fecha", "clave")


def renglon_de(informe: Informe) -> Renglon:
    trabajo = informe.trabajo
    if informe.archivo_id:
        estado, explicacion = "emitido", ""
    elif trabajo is None or trabajo.estado == EstadoTrabajo.FALLIDO:
        estado, explicacion = "fallido", explicacion_de(trabajo.error if trabajo else "")
    elif trabajo.estado == EstadoTrabajo.PENDIENTE:
        estado, explicacion = "en_cola", "Empieza en cuanto se desocupe quien compone los informes."
    else:
        estado, explicacion = "en_curso", _intento(trabajo.intentos)
    return Renglon(informe, folio_de(informe), estado, trabajo.avance if trabajo else 0, explicacion)


def explicacion_de(error: str) -> str:
    if error and not error.startswith(_RASTRO):
        return error
    return "No se pudo componer. No se perdió ningún dato: vuelve a pedirlo y, si se repite, avisa con este folio a quien opera el sistema."


def _intento(numero: int) -> str:
    return f"Un intento anterior no terminó; va el {numero} de {INTENTOS}." if numero > 1 else "Tarda menos de un minuto; puedes seguir en otra página."


def panel_de_reunion(request: HttpRequest, reunion: Reunion) -> dict | None:
    """Los informes más nuevos de la reunión y los botones para pedir otro; nada para quien no los consulta."""
    if not puede_consultar_informes(request.facultades) or not _reuniones(request).filter(pk=reunion.pk).exists():
        return None
    recientes = informes_visibles(request).filter(reunion=reunion, disposicion=None)[:EN_PANEL]
    return {
        "renglones": [renglon_de(i) for i in recientes],
        "emite": bool(puede_emitir_informes(request.facultades)),
        "reunion": reunion,
        "corte": reloj.hoy(),
    }


def inscribir() -> None:
    """La entrada de navegación y el panel de la página de una reunión."""
    inscribir_entrada(EntradaInscrita(72, "Informes", reverse_lazy("informe-list"), lambda f: bool(puede_consultar_informes(f))))
    inscribir_panel("reunion", Panel(50, "conferencia/informes/panel_reunion.html", panel_de_reunion))
