"""La bandeja: qué hay por revisar, el oficio junto al dictamen y, al decidir, la siguiente."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from conferencia.domain.errores import NoProcede
from conferencia.domain.estados import TransicionIlegal
from conferencia.models import Entrega, EstadoEntrega, Requisito
from conferencia.permissions import exigir, puede_dictaminar
from conferencia.queries.calendarios import calendario_de
from conferencia.services.entregas import DIAS_PARA_SUBSANAR, EntregaRechazada, aceptar_entrega, observar_entrega, rechazar_por_ajena
from conferencia.services.movimiento import OtroSeAdelanto
from conferencia.templatetags.fechas import fecha_larga
from enlaces.queries import bandeja as cola
from enlaces.queries.deshacer import por_deshacer
from enlaces.services.deshacer import deshacer
from enlaces.web.formularios import FormularioDeDictamen

POR_PAGINA = 50


def lista(request: HttpRequest) -> HttpResponse:
    exigir(puede_dictaminar(request.facultades))
    pagina = Paginator(cola.por_revisar(request.facultades), POR_PAGINA).get_page(request.GET.get("pagina"))
    contexto = {"pagina": pagina, "recientes": _mias_por_deshacer(request), "migas": [{"titulo": "Bandeja"}]}
    return render(request, "enlaces/bandeja.html", contexto)


def detalle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """El oficio a la izquierda y el dictamen a la derecha."""
    exigir(puede_dictaminar(request.facultades))
    entrega = cola.entrega_con_todo(request.facultades, pk)
    if entrega is None:
        raise Http404
    if request.method == "POST":
        formulario = FormularioDeDictamen(request.POST, requisitos=requisitos_de(entrega))
        if "agregar" not in request.POST and formulario.is_valid():
            return _decidir(request, entrega, formulario)
        if "agregar" in request.POST:
            formulario.errors.clear()
    else:
        formulario = formulario_de(entrega, request.facultades.hoy)
    return render(request, "enlaces/dictamen.html", _contexto(request, entrega, formulario))


def formulario_de(entrega: Entrega, hoy: date, *, regresa: str = "") -> FormularioDeDictamen:
    """En blanco, con la versión que se está viendo y el plazo usual para subsanar. ``regresa``: a dónde ir después de decidir."""
    plazo = calendario_de(entrega.institucion).sumar_habiles(hoy, DIAS_PARA_SUBSANAR)
    return FormularioDeDictamen(initial={"version": entrega.obligacion.version, "subsanar_el": plazo, "regresa": regresa}, requisitos=requisitos_de(entrega))


def requisitos_de(entrega: Entrega) -> list[Requisito]:
    """Lo que el entregable debe traer, para cotejarlo y para referir a ello una observación."""
    return list(entrega.obligacion.compromiso.requisitos.filter(vigente=True).order_by("orden"))


def _contexto(request: HttpRequest, entrega: Entrega, formulario: FormularioDeDictamen) -> dict:
    hoy = request.facultades.hoy
    cubiertos = set(entrega.requisitos_cubiertos.values_list("requisito", flat=True))
    return {
        "entrega": entrega,
        "obligacion": entrega.obligacion,
        "formulario": formulario,
        "abierta": entrega.estado == EstadoEntrega.EN_REVISION,
        "adjuntos": [a.archivo for a in entrega.oficio.adjuntos.order_by("orden")] if entrega.oficio else [],
        "previas": cola.rondas_previas(entrega),
        "cifras": entrega.obligacion.mediciones.filter(vigente=True)
        .select_related("indicador", "institucion__entidad")
        .order_by("institucion", "indicador__orden"),
        "requisitos": [(r, r.pk in cubiertos) for r in formulario.requisitos.values()],
        "situacion": entrega.obligacion.situacion_al(hoy, espera_insumo=False).value,
        "recientes": por_deshacer(Entrega.objects.filter(pk=entrega.pk)) or _mias_por_deshacer(request),
        "faltan": cola.cuantas_por_revisar(request.facultades),
        "siguiente": cola.siguiente(request.facultades, entrega),
        "migas": [{"titulo": "Bandeja", "url": reverse("bandeja")}, {"titulo": f"Entrega {entrega.numero} de {entrega.obligacion.clave}"}],
    }


def _mias_por_deshacer(request: HttpRequest) -> list:
    """Lo que esta persona acaba de decidir y todavía puede deshacer."""
    return por_deshacer(Entrega.objects.filter(dictaminada_por=request.facultades.usuario))


@require_POST
def deshacer_decision(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mientras el aviso espera. Vuelve a lo que se estaba decidiendo, o a la obligación si de ella se vino."""
    exigir(puede_dictaminar(request.facultades))
    entrega = cola.entrega_con_todo(request.facultades, pk)
    if entrega is None:
        raise Http404
    try:
        deshacer(por=request.facultades, entrega=entrega)
        messages.success(request, f"Decisión deshecha: {entrega.obligacion.clave} vuelve a estar por revisar. A nadie se le avisó.")
    except (NoProcede, OtroSeAdelanto) as error:
        messages.error(request, str(error))
    if request.POST.get("regresa") == "obligacion":
        return redirect("obligacion-detail", entrega.obligacion_id)
    return redirect("bandeja-detalle", entrega.pk)


def _decidir(request: HttpRequest, entrega: Entrega, formulario: FormularioDeDictamen) -> HttpResponse:
    try:
        hecho = _aplicar(request, entrega, formulario)
    except OtroSeAdelanto as error:
        messages.warning(request, str(error))
        return redirect("bandeja-detalle", entrega.pk)
    except (EntregaRechazada, TransicionIlegal) as error:
        messages.error(request, str(error))
        return redirect("bandeja-detalle", entrega.pk)
    messages.success(request, f"{hecho} {entrega.obligacion.clave}, {entrega.institucion}.")
    if formulario.cleaned_data["regresa"] == "obligacion":
        return redirect("obligacion-detail", entrega.obligacion_id)
    siguiente = cola.siguiente(request.facultades, entrega)
    return redirect("bandeja-detalle", siguiente) if siguiente else redirect("bandeja")


def _aplicar(request: HttpRequest, entrega: Entrega, formulario: FormularioDeDictamen) -> str:
    datos = formulario.cleaned_data
    comunes = {"por": request.facultades, "entrega": entrega, "version": datos["version"]}
    if datos["decision"] == formulario.ACEPTAR:
        aceptar_entrega(**comunes, nota=datos["nota"])
        return "Entrega aceptada:"
    if datos["decision"] == formulario.OBSERVAR:
        observar_entrega(**comunes, observaciones=formulario.observaciones, requisitos=formulario.requisitos_observados, subsanar_el=datos["subsanar_el"])
        return f"Devuelta con observaciones, a subsanar a más tardar el {fecha_larga(datos['subsanar_el'])}:"
    rechazar_por_ajena(**comunes, motivo=datos["motivo"])
    return "Rechazada por ajena a lo acordado:"
