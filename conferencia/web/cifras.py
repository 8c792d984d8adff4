"""Capturar las cifras de una obligación, y verlas: la historia propia y la comparación entre quienes responden."""

from collections.abc import Collection
from uuid import UUID

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from conferencia.domain.estados import CERRADOS, Estado
from conferencia.domain.periodos import periodo_de_clave
from conferencia.domain.permisos import Capacidad, Facultades, Negado, Respuesta
from conferencia.models import Archivo, Disposicion, Institucion, Medicion, Obligacion, Oficio
from conferencia.permissions import exigir, instituciones_que_capturan, puede_capturar_cifras, visibles_para
from conferencia.queries.cifras import Cuadro, cuadros_de_disposicion, cuadros_de_obligacion, mediciones_al
from conferencia.queries.corte import Corte
from conferencia.reports.graficas import linea
from conferencia.services.cifras import Capturado, CifrasPorConfirmar, CifrasRechazadas, registrar_cifras
from conferencia.services.movimiento import OtroSeAdelanto
from conferencia.services.oficios import DatosDeOficio, OficioRechazado
from conferencia.web.adjuntos import archivos_del_oficio
from conferencia.web.forms_seguimiento import FormularioDeCifras, candidatas


def puede_capturar(facultades: Facultades, obligacion: Obligacion) -> Respuesta:
    """Quien captura, si el compromiso pide cifras y la obligación no está exenta."""
    if not obligacion.compromiso.indicadores.filter(vigente=True).exists():
        return Negado("Este compromiso no pide cifras.")
    if obligacion.estado in CERRADOS - {Estado.CUMPLIDA}:
        return Negado("La obligación está exenta: ya no recibe cifras.")
    return puede_capturar_cifras(facultades, obligacion)


def quienes(facultades: Facultades, obligacion: Obligacion) -> list[Institucion]:
    """De las partes, aquellas por las que esta persona captura."""
    partes = [p.institucion for p in obligacion.partes.select_related("institucion__entidad").order_by("orden")]
    if facultades.tiene(Capacidad.DISPONER_PLAZOS):
        return partes
    suyas = set(instituciones_que_capturan(facultades, obligacion))
    return [i for i in partes if i.pk in suyas]


@require_http_methods(["GET", "POST"])
def capturar(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Las cifras de una de las partes. Lo que llama la atención se confirma; nada escrito se pierde."""
    obligacion = get_object_or_404(visibles_para(request.facultades, Obligacion).select_related("compromiso__disposicion__reunion"), pk=pk)
    exigir(puede_capturar(request.facultades, obligacion))
    instituciones = quienes(request.facultades, obligacion)
    institucion = candidatas(instituciones, request.GET.get("institucion", ""))
    if institucion is None:
        raise Http404
    formulario = _formulario(request, obligacion, institucion)
    por_confirmar = None
    guardados = archivos_del_oficio(request, formulario, exige=False) if request.method == "POST" else []
    oficio = formulario.oficio(guardados) if request.method == "POST" and formulario.is_valid() else None
    if request.method == "POST" and formulario.is_valid():
        try:
            hecho = _registrar(request, obligacion, institucion, formulario, oficio, guardados)
        except CifrasPorConfirmar as aviso:
            por_confirmar, formulario.llaman = aviso, aviso.por_indicador
            formulario.add_error("confirmo", str(aviso))
        except CifrasRechazadas as error:
            _decir(formulario, error)
        except OficioRechazado as error:
            formulario.add_error(error.campo if error.campo in formulario.fields else None, str(error))
        except OtroSeAdelanto as error:
            formulario.add_error(None, str(error))
        else:
            messages.success(request, _contado(hecho))
            return redirect("obligacion-detail", obligacion.pk)
    contexto = {
        "obligacion": obligacion,
        "institucion": institucion,
        "otras": [i for i in instituciones if i != institucion],
        "formulario": formulario,
        "por_confirmar": por_confirmar,
        "guardados": guardados,
        "periodo": periodo_de_clave(obligacion.periodo) if obligacion.periodo else None,
    }
    return render(request, "conferencia/seguimiento/cifras_form.html", contexto, status=422 if formulario.errors else 200)


def _formulario(request: HttpRequest, obligacion: Obligacion, institucion: Institucion) -> FormularioDeCifras:
    previas = []
    if obligacion.periodo:
        previas = list(Medicion.objects.filter(obligacion=obligacion, institucion=institucion, vigente=True))
    indicadores = obligacion.compromiso.indicadores.filter(vigente=True).order_by("orden")
    inicial = {"version": obligacion.version, "corresponde_el": request.facultades.hoy}
    return FormularioDeCifras(request.POST or None, request.FILES or None, obligacion=obligacion, indicadores=indicadores, previas=previas, initial=inicial)


def _registrar(
    request: HttpRequest,
    obligacion: Obligacion,
    institucion: Institucion,
    formulario: FormularioDeCifras,
    oficio: DatosDeOficio | None,
    archivos: list[Archivo],
) -> Capturado:
    d = formulario.cleaned_data
    return registrar_cifras(
        por=request.facultades,
        obligacion=obligacion,
        institucion=institucion,
        cifras=formulario.cifras(),
        version=d["version"],
        corresponde_el=d.get("corresponde_el"),
        confirmadas=d["confirmo"],
        nota=d["nota"],
        oficio=oficio,
        archivos=archivos,
    )


def _decir(formulario: FormularioDeCifras, error: CifrasRechazadas) -> None:
    indicadores = {i.pk: i for i in formulario.indicadores}
    for indicador, dicho in error.por_indicador.items():
        sobre_la_nota = "nota" in dicho or ("por qué" in dicho and "Escribe la cifra" not in dicho)
        formulario.add_error(f"{'nota' if sobre_la_nota else 'valor'}_{indicadores[indicador].orden}", f"{indicadores[indicador].nombre}: {dicho}")
    if not error.por_indicador:
        formulario.add_error(None, str(error))


def _contado(hecho: Capturado) -> str:
    if hecho.entrega:
        return "Cifras enviadas: la Secretaría Técnica las revisará y te llegará su dictamen."
    if hecho.faltan:
        return f"Cifras guardadas. Se enviarán a revisión cuando capture{'n' if len(hecho.faltan) > 1 else ''} {', '.join(map(str, hecho.faltan))}."
    return "Cifras guardadas."


# --- Los paneles ------------------------------------------------------------------------------------------------------


def con_graficas(cuadros: list[Cuadro]) -> list[dict]:
    """Cada cuadro con una gráfica por institución, todas en la misma escala."""
    return [
        {
            "cuadro": c,
            "graficas": [
                linea(f"{c.indicador.nombre}, {s.institucion.nombre_corto}", c.etiquetas, [v.valor for v in s.valores], maximo=c.maximo, meta=c.indicador.meta)
                for s in c.series
            ],
        }
        for c in cuadros
    ]


def panel_de_obligacion(request: HttpRequest, obligacion: Obligacion, corte: Corte | None = None) -> dict | None:
    cuadros = cuadros_de_obligacion(obligacion, visibles_para(request.facultades, Obligacion), corte)
    if not cuadros:
        return None
    suyas = list(mediciones_al(Medicion.objects.filter(obligacion=obligacion), corte).select_related("oficio"))
    return {
        "cuadros": con_graficas([c for c in cuadros if c.con_cifra]),
        "vacios": [c for c in cuadros if not c.con_cifra],
        "obligacion": obligacion,
        "captura": corte is None and bool(puede_capturar(request.facultades, obligacion)),
        "corrige": bool(suyas) and bool(obligacion.periodo),
        "oficios": _con_archivos(request.facultades, {m.oficio for m in suyas if m.oficio}),
    }


def _con_archivos(facultades: Facultades, oficios: Collection[Oficio]) -> list[tuple[Oficio, list[Archivo]]]:
    """Los oficios con que se mandaron, cada uno con los archivos que quien mira puede abrir."""
    if not oficios:
        return []
    abribles = (
        visibles_para(facultades, Archivo).filter(adjunto_en__oficio__in=oficios).annotate(del_oficio=F("adjunto_en__oficio")).order_by("adjunto_en__orden")
    )
    todos = list(abribles)
    return [(o, [a for a in todos if a.del_oficio == o.pk]) for o in sorted(oficios, key=lambda o: o.recibido_en)]


def panel_de_disposicion(request: HttpRequest, disposicion: Disposicion, corte: Corte | None = None) -> dict | None:
    cuadros = cuadros_de_disposicion(disposicion.pk, visibles_para(request.facultades, Obligacion), corte)
    return {"cuadros": con_graficas(cuadros), "comparacion": True} if cuadros else None
