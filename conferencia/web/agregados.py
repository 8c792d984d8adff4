"""Lo que se agrega o se endereza sobre el texto: un compromiso que el lector no vio, qué frase lo prueba y a dónde remite una referencia."""

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
from conferencia.web.captura import acta_en_captura, aviso_de_cambio, campo_de, con_version, hallado, intentar
from conferencia.web.forms_captura import HojaAgregada, HojaDeCita, HojaDeReferencia
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
        inicial = {"version": acta.version, "naturaleza": "obligacion", "modo": "individual", "clase": "sin_plazo", "parrafo": 1}
        formulario = HojaAgregada(initial=inicial | _seleccion(request, disposicion), lectura=acta.lectura, disposicion=disposicion)
    contexto = {"acta": acta, "reunion": acta.reunion, "disposicion": disposicion, "formulario": formulario}
    return render(request, "conferencia/captura/agregar.html", contexto, status=422 if formulario.errors else 200)


def _disposicion(acta: Acta, clase: str, numero: int) -> dict:
    hallada = next((d for d in acta.lectura["disposiciones"] if (d["clase"], d["numero"]) == (clase, numero)), None)
    if hallada is None:
        raise Http404
    return hallada


def _seleccion(request: HttpRequest, disposicion: dict) -> dict:
    """Lo seleccionado en la página llega como párrafo y posiciones; aquí se vuelve la frase, para que se vea. Vacío si no es de ahí."""
    dichos = [request.GET.get(n, "") for n in ("parrafo", "inicio", "fin")]
    if not all(d.isdecimal() and len(d) < 7 for d in dichos):
        return {}
    parrafo, inicio, fin = map(int, dichos)
    if not 1 <= parrafo <= len(disposicion["parrafos"]):
        return {}
    return {"parrafo": parrafo, "frase": disposicion["parrafos"][parrafo - 1][inicio:fin].strip(), "lugar": f"{parrafo}:{inicio}"}


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
def cita(request: HttpRequest, pk: UUID, identidad: str) -> HttpResponse:
    """Otra frase de la misma disposición como cita de un compromiso ya leído."""
    acta = acta_en_captura(request, pk)
    disposicion, leido = hallado(acta, identidad)
    if acta.estado == EstadoActa.PUBLICADA:
        return redirect("reunion-detail", pk=acta.reunion_id)
    de_hoy = disposicion["parrafos"][leido["parrafo"] - 1][leido["texto"]["inicio"] : leido["texto"]["fin"]]
    if request.method == "POST":
        formulario = HojaDeCita(request.POST, disposicion=disposicion)
        if formulario.is_valid() and _citado(request, acta, identidad, formulario):
            messages.success(request, "Cita cambiada. Revisa que lo demás siga siendo lo que dice.")
            return redirect(f"{reverse('acta-detail', args=[pk])}#c-{identidad}")
    else:
        inicial = {"version": acta.version, "parrafo": leido["parrafo"], "frase": de_hoy, "lugar": f"{leido['parrafo']}:{leido['texto']['inicio']}"}
        formulario = HojaDeCita(initial=inicial | _seleccion(request, disposicion), disposicion=disposicion)
    contexto = {"acta": acta, "reunion": acta.reunion, "disposicion": disposicion, "leido": leido, "cita": de_hoy, "formulario": formulario}
    return render(request, "conferencia/captura/citar.html", contexto, status=422 if formulario.errors else 200)


def _citado(request: HttpRequest, acta: Acta, identidad: str, formulario: HojaDeCita) -> bool:
    lugar = {"parrafo": formulario.cleaned_data["parrafo"], "inicio": formulario.hallazgo.inicio, "fin": formulario.hallazgo.fin}

    def gesto(vigente: Acta, version: int) -> Acta:
        return captura.citar(por=request.facultades, acta=vigente, version=version, identidad=identidad, **lugar)

    version = formulario.cleaned_data["version"]
    try:
        intentar(acta, version, identidad, gesto)
    except CapturaInvalida as error:
        formulario.add_error("frase", str(error))
    except ActaCambiada:
        formulario.data = con_version(request, acta)
        formulario.add_error(None, aviso_de_cambio(gestos_desde(acta, version)))
    return not formulario.errors


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
