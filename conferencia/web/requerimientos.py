"""Lo que ya toca requerir, preparar el oficio, y los requerimientos que una institución tiene por contestar."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from conferencia.domain.salida import DIAS_PARA_REQUERIR, DIAS_PARA_RESPONDER
from conferencia.models import Institucion, Obligacion, OficioDeSalida, Reunion
from conferencia.permissions import Facultades, Negado, Permitido, Respuesta, exigir, puede_emitir_oficios, visibles_para
from conferencia.queries.calendarios import calendario_de
from conferencia.queries.correspondencia import avisos_que_llegaron
from conferencia.queries.salida import por_requerir, requerimientos_pendientes
from conferencia.services.requerimientos import preparar_requerimiento
from conferencia.web.acciones import Accion, inscribir_accion
from conferencia.web.forms_salida import HojaDeRequerimiento
from conferencia.web.paneles import Panel, inscribir_panel
from conferencia.web.solicitudes import intentar

CADUCAS = ("vencida", "sin_respuesta", "respondio_ajeno")


@require_safe
def lista(request: HttpRequest) -> HttpResponse:
    """La tarea: por institución, lo vencido hace quince días o más que nadie ha requerido."""
    exigir(puede_emitir_oficios(request.facultades))
    contexto = {
        "filas": por_requerir(request.facultades.hoy),
        "dias": DIAS_PARA_REQUERIR,
        "migas": [{"titulo": "Oficios de salida", "url": reverse("salida-list")}, {"titulo": "Por requerir"}],
    }
    return render(request, "conferencia/salida/por_requerir.html", contexto)


@require_http_methods(["GET", "POST"])
def preparar(request: HttpRequest, pk: UUID, clave: str) -> HttpResponse:
    """El borrador para una institución, con lo vencido de una reunión ya marcado."""
    reunion = get_object_or_404(visibles_para(request.facultades, Reunion), pk=pk)
    exigir(puede_emitir_oficios(request.facultades))
    quien = get_object_or_404(Institucion, clave=clave)
    vencidas = _vencidas(request, reunion, quien)
    if not vencidas.exists():
        raise Http404
    responde = calendario_de(quien).sumar_habiles(request.facultades.hoy, DIAS_PARA_RESPONDER)
    inicial = {"obligaciones": [o.pk for f in por_requerir(request.facultades.hoy, institucion=quien.pk) if f.reunion == reunion for o in f.obligaciones]}
    formulario = HojaDeRequerimiento(request.POST or None, initial=inicial | {"responder_el": responde}, obligaciones=vencidas)
    if request.method == "POST" and formulario.is_valid():
        pedido = {"obligaciones": list(formulario.cleaned_data["obligaciones"]), "responder_el": formulario.cleaned_data["responder_el"]}
        salida = intentar(formulario, lambda: preparar_requerimiento(por=request.facultades, institucion=quien, **pedido))
        if isinstance(salida, OficioDeSalida):
            messages.success(request, "Borrador preparado: revísalo y emítelo.")
            return redirect("salida-detail", salida.pk)
    contexto = {
        "reunion": reunion,
        "institucion": quien,
        "formulario": formulario,
        "avisos": avisos_que_llegaron([o.pk for o in vencidas], quien.pk),
        "migas": [{"titulo": "Por requerir", "url": reverse("salida-por-requerir")}, {"titulo": quien.nombre}],
    }
    return render(request, "conferencia/salida/requerir.html", contexto, status=422 if formulario.errors else 200)


def _vencidas(request: HttpRequest, reunion: Reunion, quien: Institucion):
    hoy = request.facultades.hoy
    suyas = Obligacion.objects.de_la_reunion(reunion).nacidas(hoy).de_instituciones([quien]).con_situacion(hoy).filter(situacion__in=CADUCAS)
    return suyas.select_related("compromiso__disposicion__reunion").prefetch_related("partes__institucion").urgentes_primero()


# --- En las demás páginas ----------------------------------------------------------------------------------------------


def panel_de_pendientes(request: HttpRequest, _pagina: object) -> dict | None:
    """Lo requerido a sus instituciones que aún no se atiende."""
    suyas = {e.institucion for e in request.facultades.encargos if e.institucion}
    requeridos = list(requerimientos_pendientes(suyas, visibles_para(request.facultades, OficioDeSalida)))
    return {"requeridos": requeridos, "hoy": request.facultades.hoy} if requeridos else None


def _puede(facultades: Facultades, obligacion: object) -> Respuesta:
    if not (puede := puede_emitir_oficios(facultades)):
        return puede
    o = Obligacion.objects.filter(pk=obligacion.pk).con_situacion(facultades.hoy).first()  # type: ignore[attr-defined]
    return Permitido() if o and o.situacion in CADUCAS else Negado("Solo se requiere lo vencido.")


@require_safe
def de_obligacion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """De una obligación vencida a requerirla; si la responden varias, se elige a cuál."""
    exigir(puede_emitir_oficios(request.facultades))
    obligacion = get_object_or_404(visibles_para(request.facultades, Obligacion).select_related("compromiso__disposicion"), pk=pk)
    reunion = obligacion.compromiso.disposicion.reunion_id
    partes = [p.institucion for p in obligacion.partes.select_related("institucion").order_by("orden")]
    if len(partes) == 1:
        return redirect("salida-requerir", reunion, partes[0].clave)
    migas = [{"titulo": obligacion.clave, "url": reverse("obligacion-detail", args=[pk])}, {"titulo": "Requerir"}]
    return render(request, "conferencia/salida/a_quien.html", {"obligacion": obligacion, "partes": partes, "reunion": reunion, "migas": migas})


def inscribir() -> None:
    inscribir_panel("pendientes", Panel(10, "conferencia/salida/panel_pendientes.html", panel_de_pendientes))
    inscribir_accion("obligacion", Accion(80, "Requerir su cumplimiento", "obligacion-requerir", _puede))
