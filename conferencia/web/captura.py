"""La mesa de captura: aceptar, corregir, descartar y agregar, con el acta a la vista. Todo funciona como formulario y redirección."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conferencia.domain.captura import CapturaInvalida, hallar
from conferencia.domain.identidad import impedimento
from conferencia.models import Acta, EstadoActa
from conferencia.permissions import exigir, puede_capturar_actas
from conferencia.queries.captura import GestoAjeno, gestos_desde
from conferencia.queries.organos import nombre_de_organo
from conferencia.services import captura
from conferencia.services.captura import ActaCambiada, ActaYaPublicada
from conferencia.web.forms_captura import HojaDeCompromiso, decir_ahora, hoja_inicial
from conferencia.web.mesa import Mesa, mesa_de
from conferencia.web.tiras import tiras_de

Gesto = Callable[[Acta, int], Acta]


def acta_en_captura(request: HttpRequest, pk: UUID) -> Acta:
    exigir(puede_capturar_actas(request.facultades))
    return get_object_or_404(Acta.objects.select_related("reunion__zona", "reunion__organo", "archivo", "recepcion__archivo"), pk=pk)


@require_safe
def detalle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lo leído, para confirmarlo. Ya publicada, su página es la de la reunión."""
    acta = acta_en_captura(request, pk)
    if acta.estado == EstadoActa.PUBLICADA:
        return redirect("reunion-detail", pk=acta.reunion_id)
    return _pagina(request, acta)


def _pagina(request: HttpRequest, acta: Acta, *, status: int = 200, **extra) -> HttpResponse:
    tiras = tiras_de(acta) if _por_paginas(request) else {}
    recepcion = getattr(acta, "recepcion", None)
    contexto = {"acta": acta, "reunion": acta.reunion, "mesa": mesa_de(acta, tiras), "tiras": tiras, "recepcion": recepcion, "motivos": {}}
    contexto["organo_de_la_reunion"] = organo_de(acta)
    return render(request, "conferencia/captura/mesa.html", contexto | extra, status=status)


def organo_de(acta: Acta) -> str:
    """Su nombre ese día; mientras no esté en el catálogo, el que el acta dice."""
    if impedimento(acta.lectura):
        return f"{acta.lectura['reunion']['organo']} (por confirmar)"
    return nombre_de_organo(acta.reunion.organo_id, acta.reunion.fecha)


def _por_paginas(request: HttpRequest) -> bool:
    """Cómo prefiere ver el acta; se recuerda mientras dure la sesión, para que ningún gesto la devuelva al texto."""
    if (pedida := request.GET.get("vista")) in ("texto", "pagina"):
        request.session["vista_de_captura"] = pedida
    return request.session.get("vista_de_captura") == "pagina"


def con_version(request: HttpRequest, acta: Acta) -> QueryDict:
    """Lo escrito, sobre la versión que la persona está a punto de ver."""
    datos = request.POST.copy()
    datos["version"] = str(acta.version)
    return datos


def _version(request: HttpRequest) -> int:
    dicho = request.POST.get("version", "")
    return int(dicho) if dicho.isdecimal() and len(dicho) < 9 else 0


# --- Gestos de un botón ----------------------------------------------------------------------------------------------


@require_POST
def aceptar(request: HttpRequest, pk: UUID, identidad: str) -> HttpResponse:
    return _boton(request, pk, identidad, lambda acta, v: captura.confirmar(por=request.facultades, acta=acta, version=v, identidades=[identidad]))


@require_POST
def descartar(request: HttpRequest, pk: UUID, identidad: str) -> HttpResponse:
    motivo = request.POST.get(f"motivo-{identidad}", "")
    return _boton(request, pk, identidad, lambda acta, v: captura.descartar(por=request.facultades, acta=acta, version=v, identidad=identidad, motivo=motivo))


@require_POST
def recuperar(request: HttpRequest, pk: UUID, identidad: str) -> HttpResponse:
    return _boton(request, pk, identidad, lambda acta, v: captura.recuperar(por=request.facultades, acta=acta, version=v, identidad=identidad))


@require_POST
def aceptar_todo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Todo lo que falte, tal como se ve: si alguien cambió algo mientras tanto, primero se mira."""
    acta = acta_en_captura(request, pk)
    try:
        captura.confirmar(por=request.facultades, acta=acta, version=_version(request))
        messages.success(request, "Se aceptó todo lo que faltaba. Revisa lo que nacerá y publica.")
    except ActaCambiada:
        messages.warning(request, aviso_de_cambio(gestos_desde(acta, _version(request))))
    except ActaYaPublicada as error:
        messages.info(request, str(error))
    return redirect("acta-detail", pk=pk)


def _boton(request: HttpRequest, pk: UUID, identidad: str, gesto: Gesto) -> HttpResponse:
    acta = acta_en_captura(request, pk)
    version = _version(request)
    try:
        nueva, ajenos = intentar(acta, version, identidad, gesto)
    except ActaYaPublicada as error:
        return _ir(request, reverse("reunion-detail", args=[acta.reunion_id]), str(error))
    except ActaCambiada:
        acta.refresh_from_db()
        ajenos = gestos_desde(acta, version)
        return _devolver(request, acta, identidad, aviso_de_cambio(ajenos), {i for g in ajenos for i in g.toca}, 409)
    except CapturaInvalida as error:
        return _devolver(request, acta, identidad, str(error), {identidad}, 422)
    return _hecho(request, acta, nueva, identidad, ajenos)


def intentar(acta: Acta, version: int, identidad: str, gesto: Gesto) -> tuple[Acta, list[GestoAjeno]]:
    """El gesto, aunque otra persona haya tocado *otros* compromisos; si tocó este, ``ActaCambiada``: hay que volver a mirarlo."""
    try:
        return gesto(acta, version), []
    except ActaCambiada:
        acta.refresh_from_db()
        ajenos = gestos_desde(acta, version)
        if not ajenos or any(identidad in g.toca for g in ajenos):
            raise
        return gesto(acta, acta.version), ajenos


def aviso_de_cambio(ajenos: list[GestoAjeno]) -> str:
    hechos = "; ".join(map(str, ajenos)) or "otra persona la cambió"
    return f"Esta acta cambió mientras la revisabas: {hechos}. Se muestra como quedó; lo que escribiste sigue aquí."


def _ir(request: HttpRequest, destino: str, aviso: str = "") -> HttpResponse:
    if aviso:
        messages.info(request, aviso)
    if not request.htmx:
        return redirect(destino)
    respuesta = HttpResponse()
    respuesta["HX-Redirect"] = destino
    return respuesta


def _hecho(request: HttpRequest, antes: Acta, nueva: Acta, identidad: str, ajenos: list[GestoAjeno]) -> HttpResponse:
    """Sin JavaScript, la página en lo siguiente por confirmar; con él, solo las fichas que cambiaron."""
    mesa = mesa_de(nueva)
    siguiente = mesa.siguiente_de(identidad)
    if not request.htmx:
        if ajenos:
            messages.info(request, f"Mientras tanto, {'; '.join(map(str, ajenos))}.")
        return redirect(f"{reverse('acta-detail', args=[nueva.pk])}#c-{siguiente.id if siguiente else identidad}")
    tocados = {identidad, *(i for g in ajenos for i in g.toca), *_distintos(antes, nueva)}
    noticia = f"Mientras tanto, {'; '.join(map(str, ajenos))}." if ajenos else ""
    return _parciales(request, nueva, mesa, tocados, noticia=noticia, siguiente=siguiente)


def _distintos(antes: Acta, despues: Acta) -> set[str]:
    """Los compromisos que se ven distintos: los cambiados y aquellos a los que dan o daban plazo."""
    previos = {c["id"]: c for d in antes.lectura["disposiciones"] for c in d["compromisos"]}
    cambiados = [(previos.get(c["id"]), c) for d in despues.lectura["disposiciones"] for c in d["compromisos"] if previos.get(c["id"]) != c]
    completados = {(c["complementa"] or {}).get("id") for par in cambiados for c in par if c}
    return {c["id"] for _, c in cambiados} | (completados - {None})


def _devolver(request: HttpRequest, acta: Acta, identidad: str, aviso: str, tocados: set[str], status: int) -> HttpResponse:
    """No se hizo: por qué, cómo está ahora y, en su sitio, lo que la persona había escrito."""
    motivos = {identidad: request.POST.get(f"motivo-{identidad}", "")}
    if request.htmx:
        return _parciales(request, acta, mesa_de(acta), tocados | {identidad}, noticia=aviso, motivos=motivos, status=status)
    messages.error(request, aviso)
    return _pagina(request, acta, status=status, motivos=motivos, hay_errores=True)


def _parciales(request: HttpRequest, acta: Acta, mesa: Mesa, tocados: set[str], *, status: int = 200, **extra) -> HttpResponse:
    tocadas = [r for r in mesa.renglones if tocados & set(r.por_ficha)]
    tiras = tiras_de(acta, {r.id for r in tocadas}) if tocadas else {}
    renglones = [replace(r, tiras=tiras.get(r.id, [])) for r in tocadas]
    fichas = [(r, f) for r in renglones for f in r.fichas if f.id in tocados]
    contexto = {"acta": acta, "mesa": mesa, "renglones": renglones, "fichas": fichas, "motivos": {}} | extra
    return render(request, "conferencia/captura/parciales.html", contexto, status=status)


# --- La hoja de un compromiso ----------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def editar(request: HttpRequest, pk: UUID, identidad: str) -> HttpResponse:
    acta = acta_en_captura(request, pk)
    disposicion, compromiso = hallado(acta, identidad)
    if acta.estado == EstadoActa.PUBLICADA:
        return _ir(request, reverse("reunion-detail", args=[acta.reunion_id]), str(ActaYaPublicada()))
    if request.method == "POST":
        return _guardar(request, acta, identidad)
    if request.htmx and "cancelar" in request.GET:
        return _parciales(request, acta, mesa_de(acta), {identidad})
    formulario = HojaDeCompromiso(initial=hoja_inicial(compromiso) | {"version": acta.version}, lectura=acta.lectura, identidad=identidad)
    return _hoja(request, acta, disposicion, compromiso, formulario)


def hallado(acta: Acta, identidad: str) -> tuple[dict, dict]:
    try:
        return hallar(acta.lectura, identidad)
    except CapturaInvalida as error:
        raise Http404 from error


def _guardar(request: HttpRequest, acta: Acta, identidad: str) -> HttpResponse:
    formulario = HojaDeCompromiso(request.POST, lectura=acta.lectura, identidad=identidad)
    disposicion, compromiso = hallado(acta, identidad)
    if not formulario.is_valid():
        return _hoja(request, acta, disposicion, compromiso, formulario, status=422)

    def gesto(vigente: Acta, version: int) -> Acta:
        _, actual = hallar(vigente.lectura, identidad)
        destino = formulario.cleaned_data["completa"] or None
        cambios = formulario.cambios(actual)
        return captura.guardar(por=request.facultades, acta=vigente, version=version, identidad=identidad, cambios=cambios, destino=destino)

    try:
        nueva, ajenos = intentar(acta, formulario.cleaned_data["version"], identidad, gesto)
    except CapturaInvalida as error:
        formulario.add_error(campo_de(formulario, error.campo), str(error))
        return _hoja(request, acta, disposicion, compromiso, formulario, status=422)
    except ActaCambiada:
        return _conflicto(request, acta, identidad)
    return _hecho(request, acta, nueva, identidad, ajenos)


def campo_de(formulario, campo: str) -> str | None:
    traducido = {"plazo": "clase", "complementa": "completa", "texto": "frase"}.get(campo, campo)
    return traducido if traducido in formulario.fields else None


def _conflicto(request: HttpRequest, acta: Acta, identidad: str) -> HttpResponse:
    """Alguien cambió este mismo compromiso: la hoja vuelve con lo escrito, y al lado cómo quedó."""
    acta.refresh_from_db()
    disposicion, compromiso = hallado(acta, identidad)
    aviso = aviso_de_cambio(gestos_desde(acta, _version(request)))
    formulario = HojaDeCompromiso(con_version(request, acta), lectura=acta.lectura, identidad=identidad)
    formulario.is_valid()
    formulario.add_error(None, aviso)
    return _hoja(request, acta, disposicion, compromiso, formulario, status=409, ahora=decir_ahora(compromiso))


def _hoja(request: HttpRequest, acta: Acta, disposicion: dict, compromiso: dict, formulario, *, status: int = 200, **extra) -> HttpResponse:
    contexto = {
        "acta": acta,
        "reunion": acta.reunion,
        "formulario": formulario,
        "disposicion": disposicion,
        "leido": compromiso,
        "cita": disposicion["parrafos"][compromiso["parrafo"] - 1][compromiso["texto"]["inicio"] : compromiso["texto"]["fin"]],
    } | extra
    plantilla = "conferencia/captura/hoja_en_ficha.html" if request.htmx else "conferencia/captura/hoja.html"
    return render(request, plantilla, contexto, status=status)
