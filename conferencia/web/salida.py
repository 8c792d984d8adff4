"""Los oficios de salida: la lista, cada uno, corregirlo, emitirlo, registrar su entrega y cerrarlo."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.domain.escrito import Bloque, Escrito, Tabla
from conferencia.domain.salida import EMITIDOS, POR_EMITIR
from conferencia.models import AccionDeLote, Archivo, ClaseSalida, EstadoSalida, Obligacion, OficioDeSalida, Reunion
from conferencia.permissions import Facultades, exigir, puede_consultar_salidas, puede_emitir_oficios, visibles_para
from conferencia.queries.historia import leer
from conferencia.queries.salida import con_lo_de_lista, cuantos_por_atender, hechos_de_salida, respondidas
from conferencia.reports.escritos import word
from conferencia.reports.escritos.contenido import escrito_de
from conferencia.reports.escritos.emision import nombre_de
from conferencia.reports.escritos.impreso import con_clase
from conferencia.services.archivos import JPEG, PDF, PNG, ArchivoInadmisible, guardar_archivo
from conferencia.services.lotes import pedir_lote
from conferencia.services.movimiento import OtroSeAdelanto
from conferencia.services.notificaciones import rehacer_texto
from conferencia.services.salida import Entregado, cancelar, corregir_borrador, marcar_atendido, registrar_entrega
from conferencia.web.forms_salida import FiltrosDeSalida, HojaDeBorrador, HojaDeCierre, HojaDeEntrega
from conferencia.web.lotes import renglones_de
from conferencia.web.paneles import EntradaInscrita, Panel, inscribir_entrada, inscribir_panel
from conferencia.web.solicitudes import intentar

POR_PAGINA = 50
DE_ACUSE = {PDF, JPEG, PNG}
GRUPO_DE = {
    EstadoSalida.BORRADOR: "por_vencer",
    EstadoSalida.EMITIDO: "en_tramite",
    EstadoSalida.NOTIFICADO: "cumplida",
    EstadoSalida.ATENDIDO: "cumplida",
    EstadoSalida.CANCELADO: "exenta",
}


@require_safe
def lista(request: HttpRequest) -> HttpResponse:
    exigir(puede_consultar_salidas(request.facultades))
    formulario = FiltrosDeSalida(request.GET, reuniones=visibles_para(request.facultades, Reunion))
    contexto = {"formulario": formulario, "emite": bool(puede_emitir_oficios(request.facultades))}
    if not formulario.is_valid():
        return render(request, "conferencia/salida/lista.html", contexto, status=400)
    salidas = con_lo_de_lista(_filtradas(visibles_para(request.facultades, OficioDeSalida), formulario.cleaned_data)).order_by("-preparado_en", "-pk")
    pagina = Paginator(salidas, POR_PAGINA).get_page(request.GET.get("pagina"))
    contexto |= {"pagina": pagina, "salidas": [(s, GRUPO_DE[EstadoSalida(s.estado)]) for s in pagina]}
    return render(request, "conferencia/salida/lista.html", contexto)


def _filtradas(salidas: QuerySet[OficioDeSalida], pedido: dict) -> QuerySet[OficioDeSalida]:
    iguales = {"clase": pedido["clase"], "estado": pedido["estado"], "reunion__clave": pedido["reunion"]}
    salidas = salidas.filter(**{campo: valor for campo, valor in iguales.items() if valor})
    for palabra in pedido["q"].split():
        salidas = salidas.filter(Q(numero__icontains=palabra) | Q(asunto__icontains=palabra) | Q(institucion__nombre__icontains=palabra))
    return salidas


@require_safe
def detalle(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _pagina(request, _visible(request, pk))


def _pagina(request: HttpRequest, salida: OficioDeSalida, status: int = 200, **formularios) -> HttpResponse:
    facultades, emite = request.facultades, bool(puede_emitir_oficios(request.facultades))
    escrito = escrito_de(salida)
    visibles = visibles_para(facultades, Obligacion).filter(oficios_de_salida=salida)
    archivos = Archivo.objects.filter(adjunto_en__oficio=salida.oficio_id).order_by("adjunto_en__orden") if salida.oficio_id else Archivo.objects.none()
    contexto = {
        "salida": salida,
        "grupo": GRUPO_DE[EstadoSalida(salida.estado)],
        "escrito": escrito,
        "bloques": con_clase(_lo_escrito(salida, escrito)),
        "anexos": con_clase(escrito.anexos) if not salida.emitido_en else [],
        "archivos": archivos,
        "obligaciones": visibles.con_situacion(facultades.hoy).con_lo_de_lista().order_by("clave"),
        "por_emitir": salida.estado in POR_EMITIR,
        "emitido": salida.estado in EMITIDOS,
        "requiere": salida.clase == ClaseSalida.REQUERIMIENTO,
        "respondidas": respondidas(salida) if emite and salida.clase == ClaseSalida.REQUERIMIENTO else [],
        "emite": emite,
        "hechos": leer(hechos_de_salida(salida), con_personas=True) if emite else [],
        "lotes": renglones_de(salida.lotes.all()) if emite else [],
        "entrega": HojaDeEntrega(initial={"version": salida.version, "entregado_el": facultades.hoy}),
        "cierre": HojaDeCierre(initial={"version": salida.version}),
        "migas": [{"titulo": "Oficios de salida", "url": reverse("salida-list")}, {"titulo": salida.numero or str(salida.institucion)}],
        **formularios,
    }
    return render(request, "conferencia/salida/detalle.html", contexto, status=status)


def _lo_escrito(salida: OficioDeSalida, escrito: Escrito) -> tuple[Bloque, ...]:
    """De lo emitido, solo el texto: sus tablas son las del PDF, que no cambian aunque después cambien los datos."""
    return tuple(b for b in escrito.bloques if not isinstance(b, Tabla)) if salida.emitido_en else escrito.bloques


def _visible(request: HttpRequest, pk: UUID) -> OficioDeSalida:
    salidas = visibles_para(request.facultades, OficioDeSalida).select_related(
        "reunion__acta__archivo", "institucion__entidad", "oficio", "acuse", "preparado_por"
    )
    return get_object_or_404(salidas, pk=pk)


def _propia(request: HttpRequest, pk: UUID) -> OficioDeSalida:
    salida = _visible(request, pk)
    exigir(puede_emitir_oficios(request.facultades))
    return salida


# --- Antes de emitir ---------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def corregir(request: HttpRequest, pk: UUID) -> HttpResponse:
    salida = _propia(request, pk)
    formulario = HojaDeBorrador(request.POST, salida=salida) if request.method == "POST" else HojaDeBorrador.de(salida)
    if request.method == "POST" and formulario.is_valid():
        version = formulario.cleaned_data["version"]
        if intentar(formulario, lambda: corregir_borrador(por=request.facultades, salida=salida, version=version, cambios=formulario.cambios)):
            messages.success(request, "Borrador guardado.")
            return redirect("salida-detail", pk)
    migas = [{"titulo": "Oficios de salida", "url": reverse("salida-list")}, {"titulo": str(salida.institucion), "url": reverse("salida-detail", args=[pk])}]
    contexto = {"salida": salida, "formulario": formulario, "migas": [*migas, {"titulo": "Corregir"}]}
    return render(request, "conferencia/salida/corregir.html", contexto, status=422 if formulario.errors else 200)


@require_POST
def rehacer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Vuelve a escribir asunto y texto con la plantilla que hoy rige."""
    salida = _propia(request, pk)
    return _hacer(request, pk, lambda: rehacer_texto(por=request.facultades, salida=salida), "El texto se escribió otra vez con la plantilla.")


@require_safe
def borrador(request: HttpRequest, pk: UUID) -> HttpResponse:
    """El Word de un borrador, al momento: para revisarlo o trabajarlo fuera."""
    salida = _propia(request, pk)
    respuesta = HttpResponse(word.componer(escrito_de(salida), reloj.ahora()), content_type=word.TIPO)
    respuesta["Content-Disposition"] = f'attachment; filename="{nombre_de(salida)}.docx"'
    respuesta["X-Content-Type-Options"], respuesta["Cache-Control"] = "nosniff", "private, no-store"
    return respuesta


@require_POST
def componer(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _en_lote(request, pk, AccionDeLote.COMPONER, "Se está componiendo el borrador en PDF y Word. Aparece abajo en cuanto esté.")


@require_POST
def emitir(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _en_lote(request, pk, AccionDeLote.EMITIR, "Se está emitiendo. Aparece con su número y sus archivos en cuanto esté.")


def _en_lote(request: HttpRequest, pk: UUID, accion: str, dicho: str) -> HttpResponse:
    salida = _propia(request, pk)
    return _hacer(request, pk, lambda: pedir_lote(por=request.facultades, reunion=salida.reunion, accion=accion, salidas=[salida]), dicho)


def _hacer(request: HttpRequest, pk: UUID, servicio: Callable[[], object], dicho: str) -> HttpResponse:
    """Un botón sin nada que llenar: si no se puede, se dice por qué en la misma página."""
    try:
        servicio()
        messages.info(request, dicho)
    except (NoProcede, OtroSeAdelanto) as error:
        messages.error(request, str(error))
    return redirect("salida-detail", pk)


# --- Después de emitir -------------------------------------------------------------------------------------------------


@require_POST
def entregar(request: HttpRequest, pk: UUID) -> HttpResponse:
    salida = _propia(request, pk)
    formulario = HojaDeEntrega(request.POST, request.FILES)
    if formulario.is_valid() and intentar(formulario, lambda: _entregada(request, salida, formulario)):
        messages.success(request, "Quedó registrado el acuse de entrega.")
        return redirect("salida-detail", pk)
    return _pagina(request, salida, 422, entrega=formulario)


def _entregada(request: HttpRequest, salida: OficioDeSalida, formulario: HojaDeEntrega) -> OficioDeSalida | None:
    c, subido = formulario.cleaned_data, formulario.cleaned_data["acuse"]
    try:
        acuse = guardar_archivo(contenido=subido.file, nombre=subido.name, admitidos=DE_ACUSE, actor=request.user.pk) if subido else None
    except ArchivoInadmisible as error:
        error.campo = "acuse"
        raise
    entregado = Entregado(en=formulario.en, medio=c["medio"], recibio=c["recibio"], acuse=acuse)
    return registrar_entrega(por=request.facultades, salida=salida, version=c["version"], entregado=entregado)


@require_POST
def atender(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _cerrar(request, pk, marcar_atendido, "nota", "Requerimiento atendido.")


@require_POST
def cancelado(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _cerrar(request, pk, cancelar, "motivo", "Oficio cancelado.")


def _cerrar(request: HttpRequest, pk: UUID, servicio, campo: str, dicho: str) -> HttpResponse:
    salida = _propia(request, pk)
    formulario = HojaDeCierre(request.POST)
    if formulario.is_valid():
        c = formulario.cleaned_data
        if intentar(formulario, lambda: servicio(por=request.facultades, salida=salida, version=c["version"], **{campo: c["nota"]})):
            messages.success(request, dicho)
            return redirect("salida-detail", pk)
    return _pagina(request, salida, 422, cierre=formulario)


# --- En las demás páginas ----------------------------------------------------------------------------------------------


def panel_de_obligacion(request: HttpRequest, obligacion: Obligacion) -> dict | None:
    """Los oficios de salida que hablan de ella, a quien los puede ver."""
    salidas = list(visibles_para(request.facultades, OficioDeSalida).filter(obligaciones=obligacion).select_related("institucion").order_by("-preparado_en"))
    return {"salidas": [(s, GRUPO_DE[EstadoSalida(s.estado)]) for s in salidas]} if salidas else None


def _cuenta(facultades: Facultades) -> int | None:
    return cuantos_por_atender() if puede_emitir_oficios(facultades) else None


def inscribir() -> None:
    ve = lambda facultades: bool(puede_consultar_salidas(facultades))  # noqa: E731 - una regla de una palabra
    inscribir_entrada(EntradaInscrita(68, "Oficios de salida", reverse_lazy("salida-list"), ve, _cuenta))
    inscribir_panel("obligacion", Panel(45, "conferencia/salida/panel_obligacion.html", panel_de_obligacion))
