"""La bandeja de correo: lo que llegó al buzón, confirmado con un clic, corregido o descartado con su motivo."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from conferencia.domain.errores import NoProcede
from conferencia.domain.estados import TransicionIlegal
from conferencia.models import EstadoEntrega, Institucion, Obligacion
from conferencia.permissions import exigir, puede_dictaminar
from conferencia.services.movimiento import OtroSeAdelanto
from enlaces.models import CorreoRecibido, EstadoCorreo
from enlaces.permissions import correos_visibles, puede_confirmar
from enlaces.queries import correo as consultas
from enlaces.queries.nombrados import sin_nombrado
from enlaces.services.buzon import decisiones
from enlaces.services.buzon.jornada import atender_ya
from enlaces.web.directorio import fichas
from enlaces.web.formularios_de_correo import FiltroDeCorreos, FormularioDeConfirmacion, FormularioDeDescarte, iniciales

POR_PAGINA = 40


def lista(request: HttpRequest) -> HttpResponse:
    """Lo propuesto: cada uno espera un clic."""
    exigir(puede_dictaminar(request.facultades))
    return _pila(request, consultas.por_confirmar(correos_visibles(request.facultades)), "por_confirmar", "Correo por confirmar")


def cuarentena(request: HttpRequest) -> HttpResponse:
    """Lo que no se pudo identificar o no se debe creer sin mirarlo."""
    exigir(puede_dictaminar(request.facultades))
    return _pila(request, consultas.en_cuarentena(correos_visibles(request.facultades)), "cuarentena", "Correo en cuarentena")


def registro(request: HttpRequest) -> HttpResponse:
    """Todo lo que ha llegado, con su suerte."""
    exigir(puede_dictaminar(request.facultades))
    formulario = FiltroDeCorreos(request.GET)
    formulario.is_valid()
    elegido = {campo: valor for campo, valor in formulario.cleaned_data.items() if valor}
    extra = {"filtro": FiltroDeCorreos(initial=request.GET.dict()), "fichas": fichas(request.GET, FiltroDeCorreos(), elegido)}
    return _pila(request, consultas.todos(correos_visibles(request.facultades), **elegido), "registro", "Todo el correo recibido", **extra)


def _pila(request: HttpRequest, filas, cual: str, titulo: str, **extra) -> HttpResponse:
    pagina = Paginator(filas, POR_PAGINA).get_page(request.GET.get("pagina"))
    contexto = {
        "pagina": pagina,
        "cual": cual,
        "titulo": titulo,
        "cuantos": consultas.cuantos_en_pilas(correos_visibles(request.facultades)),
        "migas": [{"titulo": "Bandeja", "url": reverse("bandeja")}, {"titulo": "Correo"}],
        **extra,
    }
    return render(request, "enlaces/correo_lista.html", contexto)


def detalle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """El correo a la izquierda; a la derecha, confirmarlo, descartarlo o volver a intentarlo."""
    correo = _correo(request, pk)
    formulario = None
    if puede_confirmar(request.facultades, correo):
        institucion = _institucion(request, correo)
        formulario = _formulario(request, correo, institucion, request.POST if request.method == "POST" else None)
        if request.method == "POST" and formulario.is_valid() and (respuesta := _confirmar(request, correo, formulario)):
            return respuesta
    elif request.method == "POST":
        messages.warning(request, f"Este correo ya está {correo.get_estado_display().lower()}.")
        return redirect("correo-detalle", correo.pk)
    return render(request, "enlaces/correo_detalle.html", _contexto(request, correo, formulario))


def _correo(request: HttpRequest, pk: UUID) -> CorreoRecibido:
    correo = consultas.correo_con_todo(correos_visibles(request.facultades), pk)
    if correo is None:
        raise Http404
    return correo


def _institucion(request: HttpRequest, correo: CorreoRecibido) -> Institucion | None:
    """La que se pide en la dirección, si se puede; si no, la propuesta."""
    posibles = consultas.instituciones_posibles(request.facultades)
    pedida = request.GET.get("institucion", "")
    elegida = next((i for i in posibles if i.clave == pedida), None)
    return elegida or next((i for i in posibles if i.pk == correo.institucion_id), None)


def _formulario(request: HttpRequest, correo: CorreoRecibido, institucion: Institucion | None, datos) -> FormularioDeConfirmacion:
    candidatas = [c for c in correo.candidatas.all() if institucion and c.institucion_id == institucion.pk]
    abiertas = consultas.obligaciones_de(request.facultades, institucion) if institucion else []
    parecidas = {c.obligacion_id for c in candidatas}
    adjuntos = [a for a in correo.adjuntos.all() if a.sirve]
    return FormularioDeConfirmacion(
        datos,
        institucion=institucion,
        candidatas=[o for o in abiertas if o.pk in parecidas],
        otras=[o for o in abiertas if o.pk not in parecidas],
        adjuntos=adjuntos,
        initial=iniciales(correo, _propuestas(correo, candidatas, abiertas), adjuntos),
    )


def _propuestas(correo: CorreoRecibido, candidatas: list, abiertas: list[Obligacion]) -> list[Obligacion]:
    """Las que quedaron por confirmar; en cuarentena, la mejor suposición."""
    seguras = {c.obligacion_id for c in candidatas if c.entrega and c.entrega.estado == EstadoEntrega.POR_CONFIRMAR}
    if not seguras and correo.estado == EstadoCorreo.CUARENTENA and candidatas:
        seguras = {candidatas[0].obligacion_id}
    return [o for o in abiertas if o.pk in seguras]


def _confirmar(request: HttpRequest, correo: CorreoRecibido, formulario: FormularioDeConfirmacion) -> HttpResponse | None:
    try:
        entregas = decisiones.confirmar(por=request.facultades, correo=correo, version=formulario.cleaned_data["version"], dicho=formulario.confirmacion)
    except OtroSeAdelanto as error:
        messages.warning(request, str(error))
        return redirect("correo-detalle", correo.pk)
    except NoProcede as error:
        campo = error.campo if error.campo in formulario.fields else None
        formulario.add_error(campo, str(error))
        return None
    except TransicionIlegal as error:
        formulario.add_error("obligaciones", str(error))
        return None
    claves = ", ".join(e.obligacion.clave for e in entregas)
    messages.success(request, f"Confirmado: {claves}. Acuse {entregas[0].oficio.acuse.folio}; cuenta desde que entró al buzón.")
    if not puede_dictaminar(request.facultades):
        return redirect("obligacion-detail", entregas[0].obligacion_id)
    if designa := next((e for e in entregas if e.obligacion.compromiso.designa), None):
        return redirect("designar-de-entrega", designa.pk)
    siguiente = consultas.siguiente(correos_visibles(request.facultades), correo)
    return redirect("correo-detalle", siguiente.pk) if siguiente else redirect("correo-lista")


def _contexto(request: HttpRequest, correo: CorreoRecibido, formulario: FormularioDeConfirmacion | None) -> dict:
    de_la_st = bool(puede_dictaminar(request.facultades))
    vuelta = {"titulo": "Cuarentena", "url": reverse("correo-cuarentena")} if correo.estado == EstadoCorreo.CUARENTENA else None
    migas = [{"titulo": "Correo", "url": reverse("correo-lista")}, *([vuelta] if vuelta else [])] if de_la_st else []
    return {
        "correo": correo,
        "formulario": formulario,
        "institucion": formulario.institucion if formulario else correo.institucion,
        "instituciones": consultas.instituciones_posibles(request.facultades) if formulario else [],
        "descarte": FormularioDeDescarte(initial={"version": correo.version}, prefix="descarte") if de_la_st and correo.por_atender else None,
        "reintentable": de_la_st and correo.estado in decisiones.QUE_SE_REINTENTA,
        "de_la_st": de_la_st,
        "por_nombrar": sin_nombrado(correo) if de_la_st else None,
        "migas": [*migas, {"titulo": correo.asunto or "Sin asunto"}],
    }


@require_POST
def descartar(request: HttpRequest, pk: UUID) -> HttpResponse:
    exigir(puede_dictaminar(request.facultades))
    correo = _correo(request, pk)
    formulario = FormularioDeDescarte(request.POST, prefix="descarte")
    if not formulario.is_valid():
        contexto = _contexto(request, correo, _formulario(request, correo, _institucion(request, correo), None))
        return render(request, "enlaces/correo_detalle.html", contexto | {"descarte": formulario, "fallo": formulario})
    try:
        decisiones.descartar(por=request.facultades, correo=correo, **formulario.cleaned_data)
    except (NoProcede, OtroSeAdelanto) as error:
        messages.warning(request, str(error))
        return redirect("correo-detalle", correo.pk)
    messages.success(request, "Descartado. El correo se conserva en el registro, con su motivo.")
    return redirect("correo-lista" if correo.estado == EstadoCorreo.PROPUESTO else "correo-cuarentena")


@require_POST
def reintentar(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sus bytes vuelven a recorrer el camino, aquí mismo."""
    exigir(puede_dictaminar(request.facultades))
    correo = _correo(request, pk)
    try:
        decisiones.reintentar(por=request.facultades, correo=correo)
    except NoProcede as error:
        messages.warning(request, str(error))
        return redirect("correo-detalle", correo.pk)
    atender_ya(correo)
    correo.refresh_from_db()
    messages.success(request, f"Se volvió a leer e identificar. Quedó: {correo.get_estado_display().lower()}.")
    return redirect("correo-detalle", correo.pk)
