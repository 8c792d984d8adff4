"""Lo que se dispone sobre un plazo: suspenderlo, reanudarlo, ponerle fecha objetivo; y cómo se calculó."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_http_methods

from conferencia import reloj
from conferencia.domain.estados import ABIERTOS, TransicionIlegal
from conferencia.domain.permisos import Facultades, Negado, Respuesta
from conferencia.models import Obligacion, Oficio
from conferencia.permissions import exigir, puede_disponer_plazos, visibles_para
from conferencia.queries.calculo import calculo_al
from conferencia.queries.calendarios import rigen_hoy
from conferencia.queries.corte import Corte, tomar
from conferencia.queries.plazos import esperaba_evento, suspension_abierta
from conferencia.services.movimiento import OtroSeAdelanto
from conferencia.services.objetivos import ObjetivoImposible, fijar_objetivo
from conferencia.services.oficios import OficioRechazado, oficio_de_salida
from conferencia.services.suspensiones import SuspensionImposible, reanudar, suspender
from conferencia.templatetags.fechas import fecha_larga
from conferencia.web.acciones import Accion, inscribir_accion
from conferencia.web.forms_plazos import ConOficio, HojaDeObjetivo, HojaDeReanudacion, HojaDeSuspension
from conferencia.web.paneles import EntradaInscrita, Panel, inscribir_entrada, inscribir_panel

NEGATIVAS = (SuspensionImposible, ObjetivoImposible, OficioRechazado, TransicionIlegal, OtroSeAdelanto)


@require_http_methods(["GET", "POST"])
def suspender_plazo(request: HttpRequest, pk: UUID) -> HttpResponse:
    obligacion = _obligacion(request, pk)
    formulario = HojaDeSuspension(request.POST or None, initial={"version": obligacion.version, "desde": reloj.hoy()})

    def hacer(datos: dict) -> str:
        oficio = oficio_dicho(request.facultades, formulario, f"Suspensión del plazo de {obligacion.clave}")
        campos = {c: datos[c] for c in ("desde", "hasta", "motivo", "fundamento", "version")}
        suspender(por=request.facultades, obligacion=obligacion, oficio=oficio, **campos)
        fecha = f" Ahora vence el {fecha_larga(obligacion.vence_el)}." if datos["hasta"] and obligacion.vence_el else ""
        return f"Plazo suspendido desde el {fecha_larga(datos['desde'])}.{fecha}"

    dicho = "Los días suspendidos no cuentan: al reanudarse, la fecha se recorre los días que faltaban. También se recorre lo que falte por subsanar."
    return _hoja(request, obligacion, formulario, hacer, titulo="Suspender el plazo", dicho=dicho, boton="Suspender el plazo")


@require_http_methods(["GET", "POST"])
def reanudar_plazo(request: HttpRequest, pk: UUID) -> HttpResponse:
    obligacion = _obligacion(request, pk)
    suspension = suspension_abierta(obligacion)
    ayer = reloj.hoy() - timedelta(days=1)
    inicial = {"version": obligacion.version, "hasta": max(ayer, suspension.desde) if suspension else ayer}
    formulario = HojaDeReanudacion(request.POST or None, initial=inicial)

    def hacer(datos: dict) -> str:
        reanudar(por=request.facultades, obligacion=obligacion, hasta=datos["hasta"], version=datos["version"])
        fecha = f" y vence el {fecha_larga(obligacion.vence_el)}" if obligacion.vence_el else ""
        return f"El plazo corre otra vez desde el {fecha_larga(datos['hasta'] + timedelta(days=1))}{fecha}."

    dicho = f"Suspendido desde el {fecha_larga(suspension.desde)}: {suspension.motivo}" if suspension else "No tiene una suspensión abierta."
    return _hoja(request, obligacion, formulario, hacer, titulo="Reanudar el plazo", dicho=dicho, boton="Reanudar el plazo")


@require_http_methods(["GET", "POST"])
def objetivo(request: HttpRequest, pk: UUID) -> HttpResponse:
    obligacion = _obligacion(request, pk)
    formulario = HojaDeObjetivo(request.POST or None, initial={"version": obligacion.version, "fecha": obligacion.objetivo_el})

    def hacer(datos: dict) -> str:
        oficio = oficio_de_salida(por=request.facultades, numero=datos["oficio_numero"], fecha=datos["oficio_fecha"], asunto="Fecha objetivo")
        fijar_objetivo(por=request.facultades, obligacion=obligacion, fecha=datos["fecha"], oficio=oficio, motivo=datos["motivo"], version=datos["version"])
        return f"Fecha objetivo: {fecha_larga(datos['fecha'])}. No es del acta y se mide aparte."

    dicho = "El acta no da fecha a esta obligación. La que pongas aquí no es del acta: no la hace vencer ni entra en las cifras de cumplimiento."
    return _hoja(request, obligacion, formulario, hacer, titulo="Fijar una fecha objetivo", dicho=dicho, boton="Fijar la fecha objetivo")


def _obligacion(request: HttpRequest, pk: UUID) -> Obligacion:
    """Primero si la ve: lo ajeno no existe. Después si puede disponer."""
    visibles = visibles_para(request.facultades, Obligacion)  # type: ignore[attr-defined]
    obligacion = get_object_or_404(visibles.select_related("compromiso__disposicion__reunion", "plazo_dado_por", "institucion", "entidad"), pk=pk)
    exigir(puede_disponer_plazos(request.facultades))  # type: ignore[attr-defined]
    return obligacion


def oficio_dicho(por: Facultades, formulario: ConOficio, asunto: str) -> Oficio | None:
    """El oficio escrito en la hoja, registrado; ``None`` si no se escribió."""
    datos = formulario.cleaned_data
    return oficio_de_salida(por=por, numero=datos["oficio_numero"], fecha=datos["oficio_fecha"], asunto=asunto) if formulario.con_oficio else None


def _hoja(request: HttpRequest, obligacion: Obligacion, formulario: Form, hacer: Callable[[dict], str], *, titulo: str, dicho: str, boton: str) -> HttpResponse:
    """Una hoja sobre una obligación: si se pudo, de vuelta a su página con lo que pasó; si no, lo escrito y por qué."""
    if request.method == "POST" and formulario.is_valid() and (hecho := intentar(formulario, lambda: hacer(formulario.cleaned_data), obligacion)):
        messages.success(request, hecho)
        return redirect("obligacion-detail", obligacion.pk)
    contexto = {"obligacion": obligacion, "formulario": formulario, "titulo": titulo, "dicho": dicho, "boton": boton, "migas": migas(obligacion, titulo)}
    return render(request, "conferencia/plazos/hoja.html", contexto, status=422 if formulario.errors else 200)


def intentar(formulario: Form, hacer: Callable[[], str], obligacion: Obligacion | None = None) -> str:
    """Lo dicho al hacerse; vacío, con el porqué ya en el formulario, si no se pudo. Con la versión nueva a la vista para reintentar."""
    try:
        return hacer()
    except NEGATIVAS as error:
        campo = getattr(error, "campo", "")
        formulario.add_error(campo if campo in formulario.fields else None, str(error))
        if obligacion is not None and isinstance(error, OtroSeAdelanto):
            obligacion.refresh_from_db()
            formulario.data = formulario.data.copy() | {"version": str(obligacion.version)}
        return ""


def migas(obligacion: Obligacion, titulo: str) -> list[dict]:
    d = obligacion.compromiso.disposicion
    return [
        {"titulo": str(d), "url": reverse("disposicion-detail", args=[d.pk])},
        {"titulo": obligacion.clave, "url": reverse("obligacion-detail", args=[obligacion.pk])},
        {"titulo": titulo},
    ]


# --- El panel «Cómo se calculó» ---------------------------------------------------------------------------------------


def panel_de_calculo(request: HttpRequest, obligacion: Obligacion, corte: Corte | None = None) -> dict:
    """Las tres fechas, la suspensión y la fecha objetivo si las hay, y cada paso del cálculo; a un ``corte``, como estaban."""
    al = corte or tomar()
    return {
        "calculo": calculo_al(obligacion, al),
        "obligacion": obligacion,
        "corte": corte,
        "hoy": al.dia,
        "calendarios": rigen_hoy([p.institucion for p in obligacion.partes.all()], al.dia),
    }


def _si(condicion: Callable[[Obligacion], bool]) -> Callable[[Facultades, object], Respuesta]:
    """Quien dispone sobre los plazos, y solo donde viene al caso."""

    def puede(facultades: Facultades, o: object) -> Respuesta:
        if not isinstance(o, Obligacion) or not condicion(o):
            return Negado("Aquí no viene al caso.")
        return puede_disponer_plazos(facultades)

    return puede


def inscribir() -> None:
    """El panel, las gestiones de la obligación y de la disposición, y los calendarios en la navegación de quien los edita."""
    inscribir_panel("obligacion", Panel(40, "conferencia/plazos/panel_calculo.html", panel_de_calculo, a_cortes=True))
    abierta = lambda o: o.estado in ABIERTOS  # noqa: E731 - una regla de una palabra
    detenida = lambda o: o.detenida_el is not None  # noqa: E731 - lo mismo
    inscribir_accion("obligacion", Accion(10, "Registrar el evento", "obligacion-evento", _si(lambda o: abierta(o) and esperaba_evento(o.plazo_dado_por))))
    inscribir_accion("obligacion", Accion(12, "Suspender el plazo", "obligacion-suspender", _si(lambda o: abierta(o) and not detenida(o))))
    inscribir_accion("obligacion", Accion(13, "Reanudar el plazo", "obligacion-reanudar", _si(detenida)))
    sin_fecha = lambda o: abierta(o) and o.vence_el is None and not o.permanente  # noqa: E731 - lo mismo
    inscribir_accion("obligacion", Accion(14, "Fijar una fecha objetivo", "obligacion-objetivo", _si(sin_fecha)))
    inscribir_accion("disposicion", Accion(10, "Eventos y suspensión de sus plazos", "disposicion-plazos", lambda f, _: puede_disponer_plazos(f)))
    inscribir_entrada(EntradaInscrita(85, "Días inhábiles", reverse_lazy("calendario-list"), lambda f: bool(puede_disponer_plazos(f))))
