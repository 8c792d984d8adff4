"""Lo que se agrega o se endereza sobre el texto del acta: un compromiso que el lector no vio, y a dónde remite una referencia."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from conferencia.domain.captura import CapturaInvalida
from conferencia.models import Acta, EstadoActa
from conferencia.queries.captura import gestos_desde
from conferencia.services import captura
from conferencia.services.captura import ActaCambiada
from conferencia.web.captura import acta_en_captura, aviso_de_cambio, campo_de, con_version, intentar
from conferencia.web.forms_captura import HojaAgregada, HojaDeReferencia
from conferencia.web.mesa import sigla


@require_http_methods(["GET", "POST"])
def agregar(request: HttpRequest, pk: UUID, clase: str, numero: int) -> HttpResponse:
    """Un compromiso que el lector no vio, sobre la frase que lo prueba."""
    acta = acta_en_captura(request, pk)
    disposicion = _disposicion(acta, clase, numero)
    if acta.estado == EstadoActa.PUBLICADA:
        return redirect("reunion-detail", pk=acta.reunion_id)
    if request.method == "POST":
        formulario = HojaAgregada(request.POST, lectura=acta.lectura, disposicion=disposicion)
        if formulario.is_valid() and (nueva := _agregado(request, acta, disposicion, formulario)):
            identidad = next(d for d in nueva.lectura["disposiciones"] if (d["clase"], d["numero"]) == (clase, numero))["compromisos"][-1]["id"]
            return redirect(f"{reverse('acta-detail', args=[pk])}#c-{identidad}")
    else:
        formulario = HojaAgregada(initial=_seleccion(request, acta, disposicion), lectura=acta.lectura, disposicion=disposicion)
    contexto = {"acta": acta, "reunion": acta.reunion, "disposicion": disposicion, "formulario": formulario}
    return render(request, "conferencia/captura/agregar.html", contexto, status=422 if formulario.errors else 200)


def _disposicion(acta: Acta, clase: str, numero: int) -> dict:
    hallada = next((d for d in acta.lectura["disposiciones"] if (d["clase"], d["numero"]) == (clase, numero)), None)
    if hallada is None:
        raise Http404
    return hallada


def _seleccion(request: HttpRequest, acta: Acta, disposicion: dict) -> dict:
    """Lo seleccionado en la página llega como párrafo y posiciones; aquí se vuelve la frase, para que se vea."""
    inicial = {"version": acta.version, "naturaleza": "obligacion", "modo": "individual", "clase": "sin_plazo", "parrafo": 1}
    dichos = [request.GET.get(n, "") for n in ("parrafo", "inicio", "fin")]
    if not all(d.isdecimal() and len(d) < 7 for d in dichos):
        return inicial
    parrafo, inicio, fin = map(int, dichos)
    if not 1 <= parrafo <= len(disposicion["parrafos"]):
        return inicial
    return inicial | {"parrafo": parrafo, "frase": disposicion["parrafos"][parrafo - 1][inicio:fin].strip()}


def _agregado(request: HttpRequest, acta: Acta, disposicion: dict, formulario: HojaAgregada) -> Acta | None:
    """Agregar no pisa lo de nadie: si el acta cambió, se agrega sobre lo vigente."""
    hallazgo, parrafo = formulario.hallazgo, formulario.cleaned_data["parrafo"]
    lugar = {"clase": disposicion["clase"], "numero": disposicion["numero"], "parrafo": parrafo, "inicio": hallazgo.inicio, "fin": hallazgo.fin}

    def gesto(vigente: Acta, version: int) -> Acta:
        return captura.agregar(por=request.facultades, acta=vigente, version=version, **lugar, campos=formulario.cambios())

    try:
        return intentar(acta, formulario.cleaned_data["version"], "", gesto)[0]
    except (CapturaInvalida, ActaCambiada) as error:
        formulario.add_error(campo_de(formulario, getattr(error, "campo", "")), str(error))
        return None


@require_http_methods(["GET", "POST"])
def referencia(request: HttpRequest, pk: UUID, clase: str, numero: int, indice: int) -> HttpResponse:
    acta = acta_en_captura(request, pk)
    disposicion = _disposicion(acta, clase, numero)
    if acta.estado == EstadoActa.PUBLICADA:
        return redirect("reunion-detail", pk=acta.reunion_id)
    if indice >= len(disposicion["referencias"]):
        raise Http404
    leida = disposicion["referencias"][indice]
    apunta = leida.get("corregida") or leida
    inicial = {"version": acta.version, "destino": f"{apunta['clase']} {apunta['numero']} {apunta['parrafo'] or 0}"}
    formulario = HojaDeReferencia(request.POST or None, initial=inicial, lectura=acta.lectura)
    if request.method == "POST" and formulario.is_valid():
        destino, version = formulario.a_donde(), formulario.cleaned_data["version"]
        try:
            captura.corregir_referencia(por=request.facultades, acta=acta, version=version, clase=clase, numero=numero, indice=indice, destino=destino)
            messages.success(request, "Referencia corregida. El acta conserva lo que el texto dice.")
            return redirect(f"{reverse('acta-detail', args=[pk])}#d-{clase[0]}{numero}")
        except ActaCambiada:
            acta.refresh_from_db()
            ajenos = gestos_desde(acta, version)
            formulario = HojaDeReferencia(con_version(request, acta), lectura=acta.lectura)
            formulario.is_valid()
            formulario.add_error(None, aviso_de_cambio(ajenos))
    contexto = {"acta": acta, "reunion": acta.reunion, "disposicion": disposicion, "leida": leida, "formulario": formulario, "sigla": sigla(clase, numero)}
    return render(request, "conferencia/captura/referencia.html", contexto, status=422 if formulario.errors else 200)
