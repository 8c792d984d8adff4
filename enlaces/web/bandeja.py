"""La bandeja: qué hay por revisar, el oficio junto al dictamen y, al decidir, la siguiente."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.domain.estados import TransicionIlegal
from conferencia.models import Entrega, EstadoEntrega, EstadoTurno, Requisito
from conferencia.permissions import exigir, puede_dictaminar
from conferencia.queries.calendarios import calendario_de
from conferencia.services.decisiones import decidir
from conferencia.services.entregas import DIAS_PARA_SUBSANAR
from conferencia.services.movimiento import OtroSeAdelanto
from enlaces.domain.colas import ROTULOS, Cola, vigente
from enlaces.models import Toma, VistaDeBandeja
from enlaces.queries import bandeja as cola
from enlaces.queries.deshacer import por_deshacer
from enlaces.services.decisiones import dicha
from enlaces.services.mesa import sigue_activa
from enlaces.web.filtros import FiltroDeBandeja
from enlaces.web.formularios_de_bandeja import FormularioDeDictamen

POR_PAGINA = 50


def lista(request: HttpRequest) -> HttpResponse:
    """Una cola por pestaña, con cuántas tiene; los filtros viven en la URL."""
    exigir(puede_dictaminar(request.facultades))
    filtros = FiltroDeBandeja(request.GET)
    filtro = filtros.filtro
    cuantas = cola.cuantas_de(request.facultades, filtro)
    paginador = Paginator(cola.entregas_de(request.facultades, filtro), POR_PAGINA)
    paginador.count = cuantas[filtro.cola]  # ya se contó con las demás
    contexto = {
        "filtros": filtros,
        "cola": filtro.cola,
        "pestanas": [(c, ROTULOS[c], n, filtros.direccion(cola=c.value if c != Cola.POR_REVISAR else None)) for c, n in cuantas.items()],
        "pagina": paginador.get_page(request.GET.get("pagina")),
        "con_atajos": cola.con_atajos(request.facultades),
        "vistas": VistaDeBandeja.objects.filter(usuario=request.facultades.usuario).order_by("nombre"),
        "recientes": mias_por_deshacer(request),
        "migas": [{"titulo": "Bandeja"}],
    }
    return render(request, "enlaces/bandeja.html", contexto)


def detalle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """El oficio a la izquierda y el dictamen a la derecha."""
    entrega = la_entrega(request, pk)
    if request.method == "POST":
        formulario = FormularioDeDictamen(request.POST, requisitos=requisitos_de(entrega), por_resolver=cola.por_resolver(entrega))
        if "agregar" not in request.POST and formulario.is_valid():
            return _decidir(request, entrega, formulario)
        if "agregar" in request.POST:
            formulario.errors.clear()
    else:
        formulario = formulario_de(entrega, request.facultades.hoy)
    sigue_activa(request.facultades, entrega)
    return render(request, "enlaces/dictamen.html", _contexto(request, entrega, formulario))


def la_entrega(request: HttpRequest, pk: UUID) -> Entrega:
    """La que se pide, si quien mira dictamina; si no, 403 o 404."""
    exigir(puede_dictaminar(request.facultades))
    entrega = cola.entrega_con_todo(request.facultades, pk)
    if entrega is None:
        raise Http404
    return entrega


def formulario_de(entrega: Entrega, hoy: date, *, regresa: str = "") -> FormularioDeDictamen:
    """En blanco, con la versión que se está viendo y el plazo usual para subsanar. ``regresa``: a dónde ir después de decidir."""
    plazo = calendario_de(entrega.institucion).sumar_habiles(hoy, DIAS_PARA_SUBSANAR)
    inicial = {"version": entrega.obligacion.version, "subsanar_el": plazo, "regresa": regresa}
    return FormularioDeDictamen(initial=inicial, requisitos=requisitos_de(entrega), por_resolver=cola.por_resolver(entrega))


def requisitos_de(entrega: Entrega) -> list[Requisito]:
    """Lo que el entregable debe traer, para cotejarlo y para referir a ello una observación."""
    return list(entrega.obligacion.compromiso.requisitos.filter(vigente=True).order_by("orden"))


def _contexto(request: HttpRequest, entrega: Entrega, formulario: FormularioDeDictamen) -> dict:
    hoy, filtros = request.facultades.hoy, FiltroDeBandeja(request.GET)
    siguiente, anterior = (busca(request.facultades, filtros.filtro, entrega) for busca in (cola.siguiente, cola.anterior))
    adjuntos = [a.archivo for a in entrega.oficio.adjuntos.all()] if entrega.oficio else []
    copia = getattr(entrega.oficio, "copia", None)
    turnos = cola.turnos_de(entrega)
    cubiertos = set(entrega.requisitos_cubiertos.values_list("requisito", flat=True))
    return {
        "entrega": entrega,
        "obligacion": entrega.obligacion,
        "formulario": formulario,
        "abierta": entrega.estado == EstadoEntrega.EN_REVISION,
        "adjuntos": adjuntos,
        "copia": copia,
        "a_la_vista": next((a for a in adjuntos if str(a.pk) == request.GET.get("archivo")), None if copia or not adjuntos else adjuntos[0]),
        "turnos": turnos,
        "con_atajos": cola.con_atajos(request.facultades),
        "por_opinar": [t for t in turnos if t.estado == EstadoTurno.PENDIENTE],
        "hermanas": cola.del_mismo_oficio(entrega),
        "previas": cola.rondas_previas(entrega),
        "cifras": entrega.obligacion.mediciones.filter(vigente=True)
        .select_related("indicador", "institucion__entidad")
        .order_by("institucion", "indicador__orden"),
        "requisitos": [(r, r.pk in cubiertos) for r in formulario.requisitos.values()],
        "situacion": entrega.obligacion.situacion_al(hoy, espera_insumo=False).value,
        "recientes": por_deshacer(Entrega.objects.filter(pk=entrega.pk)) or mias_por_deshacer(request),
        "toma": toma_de(entrega),
        "mia": request.facultades.usuario,
        "consulta": filtros.direccion() if filtros.puestos else "",
        "faltan": cola.cuantas_de(request.facultades, filtros.filtro)[filtros.filtro.cola],
        "rotulo_de_cola": ROTULOS[filtros.filtro.cola],
        "siguiente": filtros.en("bandeja-detalle", siguiente) if siguiente else "",
        "anterior": filtros.en("bandeja-detalle", anterior) if anterior else "",
        "migas": [{"titulo": "Bandeja", "url": filtros.en("bandeja")}, {"titulo": f"Entrega {entrega.numero} de {entrega.obligacion.clave}"}],
    }


def mias_por_deshacer(request: HttpRequest) -> list:
    """Lo que esta persona acaba de decidir y todavía puede deshacer."""
    return por_deshacer(Entrega.objects.filter(dictaminada_por=request.facultades.usuario))


def toma_de(entrega: Entrega) -> Toma | None:
    """Quién la tiene ahora, si alguien."""
    toma = getattr(entrega, "toma", None)
    return toma if toma and vigente(toma.activa_en, reloj.ahora()) else None


def _decidir(request: HttpRequest, entrega: Entrega, formulario: FormularioDeDictamen) -> HttpResponse:
    filtros = FiltroDeBandeja(request.GET)
    aqui = filtros.en("bandeja-detalle", entrega.pk)
    try:
        decidir(por=request.facultades, entrega=entrega, version=formulario.cleaned_data["version"], decision=formulario.tomada)
    except OtroSeAdelanto as error:
        messages.warning(request, str(error))
        return redirect(aqui)
    except (NoProcede, TransicionIlegal) as error:
        messages.error(request, str(error))
        return redirect(aqui)
    messages.success(request, f"{dicha(formulario.tomada)}: {entrega.obligacion.clave}, {entrega.institucion}.")
    if formulario.cleaned_data["regresa"] == "obligacion":
        return redirect("obligacion-detail", entrega.obligacion_id)
    siguiente = cola.siguiente(request.facultades, filtros.filtro, entrega)
    return redirect(filtros.en("bandeja-detalle", siguiente) if siguiente else filtros.en("bandeja"))
