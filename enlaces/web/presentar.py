"""Presentar un oficio: datos y archivos, revisión, envío y confirmación. Cada paso es una dirección que se puede recargar."""

from uuid import UUID

import uuid6
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from conferencia.domain import admision
from conferencia.domain.errores import NoProcede
from conferencia.domain.estados import Estado, TransicionIlegal
from conferencia.models import Obligacion, Observacion
from conferencia.permissions import acuses_visibles, exigir, obligaciones_visibles, puede_presentar
from conferencia.services.movimiento import OtroSeAdelanto
from enlaces.models import Borrador
from enlaces.queries.pendientes import atendibles, instituciones_para
from enlaces.services import borradores
from enlaces.web.formularios import FormularioDeOficio

YA_EN_REVISION = "Esta obligación ya tiene una entrega en revisión. Cuando la Secretaría Técnica la dictamine te llegará un correo."
CAMPOS = ("numero", "fecha", "asunto", "firmante", "institucion", "nota")


def _obligacion(request: HttpRequest, pk: UUID) -> Obligacion:
    filas = obligaciones_visibles(request.facultades).con_situacion(request.facultades.hoy).con_lo_de_lista()
    return get_object_or_404(filas.select_related("compromiso__disposicion__reunion", "compromiso__parrafo"), pk=pk)


def _en_espera(request: HttpRequest, obligacion: Obligacion) -> HttpResponse | None:
    """Si ya hay algo en revisión se explica y se vuelve a la obligación; si no se puede presentar, se niega con su razón."""
    if obligacion.estado == Estado.EN_REVISION:
        messages.info(request, YA_EN_REVISION)
        return redirect("obligacion-detail", obligacion.pk)
    exigir(puede_presentar(request.facultades, obligacion))
    return None


def _formulario(request: HttpRequest, obligacion: Obligacion, *args, **kwargs) -> FormularioDeOficio:
    instituciones = instituciones_para(request.facultades, obligacion)
    requisitos = list(obligacion.compromiso.requisitos.filter(vigente=True).order_by("orden"))
    return FormularioDeOficio(*args, instituciones=instituciones, otras=atendibles(request.facultades, obligacion), requisitos=requisitos, **kwargs)


def _ya_enviado(request: HttpRequest, llave: UUID) -> HttpResponse | None:
    oficio = borradores.oficio_de_la_llave(llave)
    return redirect("acuse-detail", oficio.acuse.pk) if oficio and oficio.registrado_por_id == request.user.pk else None


def _llave(texto: str) -> UUID:
    try:
        return UUID(texto)
    except ValueError:
        return uuid6.uuid7()


def presentar(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Paso 1: datos y archivos. Lo escrito queda guardado aunque algo falte."""
    if request.method == "POST" and (ya := _ya_enviado(request, _llave(request.POST.get("llave", "")))):
        return ya
    obligacion = _obligacion(request, pk)
    if espera := _en_espera(request, obligacion):
        return espera
    if request.method == "POST":
        return _guardar(request, obligacion)
    borrador = Borrador.objects.filter(usuario=request.user, obligacion=obligacion).order_by("-creado_en").first()
    formulario = _formulario(request, obligacion, initial=borrador.datos if borrador else None)
    return _pagina(request, obligacion, formulario, borrador)


def _guardar(request: HttpRequest, obligacion: Obligacion) -> HttpResponse:
    formulario = _formulario(request, obligacion, request.POST, request.FILES)
    borrador = borradores.abrir(por=request.facultades, obligacion=obligacion, llave=_llave(request.POST.get("llave", "")))
    datos = {campo: request.POST.get(campo, "") for campo in CAMPOS} | {campo: request.POST.getlist(campo) for campo in ("otras", "trae")}
    conservar = [_llave(x) for x in request.POST.getlist("conservar")]
    errores = borradores.guardar(borrador, datos=datos, conservar=conservar, nuevos=request.FILES.getlist("archivos"))
    if not errores and not borrador.archivos.exists():
        errores = [admision.NINGUNO]
    for error in errores:
        formulario.add_error("archivos", error)
    if formulario.is_valid():
        return redirect("presentar-revisar", obligacion.pk, borrador.pk)
    return _pagina(request, obligacion, formulario, borrador)


def _pagina(request: HttpRequest, obligacion: Obligacion, formulario: FormularioDeOficio, borrador: Borrador | None) -> HttpResponse:
    guardados = list(borrador.archivos.order_by("pk")) if borrador else []
    if guardados:
        formulario.fields["archivos"].label, formulario.fields["archivos"].required = "Agregar archivos", False
    contexto = {
        "formulario": formulario,
        "obligacion": obligacion,
        "llave": borrador.pk if borrador else uuid6.uuid7(),
        "guardados": guardados,
        "observaciones": Observacion.objects.filter(entrega__obligacion=obligacion, atendida_en__isnull=True).order_by("numero"),
        "retomado": request.method == "GET" and borrador is not None,
        "migas": _migas(obligacion),
    }
    return render(request, "enlaces/presentar.html", contexto)


def _migas(obligacion: Obligacion) -> list[dict]:
    return [
        {"titulo": "Mis pendientes", "url": reverse("mis-pendientes")},
        {"titulo": obligacion.clave, "url": reverse("obligacion-detail", args=[obligacion.pk])},
        {"titulo": "Presentar oficio"},
    ]


def revisar(request: HttpRequest, pk: UUID, llave: UUID) -> HttpResponse:
    """Paso 2: leer lo que se va a enviar; al enviar, la confirmación."""
    if ya := _ya_enviado(request, llave):
        return ya
    obligacion = _obligacion(request, pk)
    if espera := _en_espera(request, obligacion):
        return espera
    borrador = get_object_or_404(Borrador, pk=llave, usuario=request.user, obligacion=obligacion)
    formulario = _formulario(request, obligacion, borrador.datos)
    if not formulario.is_valid() or not borrador.archivos.exists():
        return redirect("presentar", obligacion.pk)
    if request.method == "POST":
        return _enviar(request, obligacion, borrador, formulario)
    contexto = {
        "obligaciones": [obligacion, *formulario.otras_elegidas],
        "obligacion": obligacion,
        "institucion": formulario.remitente,
        "datos": formulario.cleaned_data,
        "trae": formulario.requisitos_que_trae,
        "le_faltan": formulario.le_faltan,
        "archivos": borrador.archivos.order_by("pk"),
        "migas": _migas(obligacion),
    }
    return render(request, "enlaces/presentar_revisar.html", contexto)


def _enviar(request: HttpRequest, obligacion: Obligacion, borrador: Borrador, formulario: FormularioDeOficio) -> HttpResponse:
    try:
        oficio = borradores.enviar(
            borrador,
            por=request.facultades,
            institucion=formulario.remitente,
            obligaciones=[obligacion, *formulario.otras_elegidas],
            datos=formulario.datos(borrador.pk),
            nota=formulario.cleaned_data["nota"],
            trae=[r.pk for r in formulario.requisitos_que_trae],
        )
    except (NoProcede, OtroSeAdelanto, TransicionIlegal) as error:
        messages.error(request, f"{error} Lo que escribiste sigue guardado.")
        return redirect("presentar", obligacion.pk)
    return redirect("acuse-detail", oficio.acuse.pk)


def recibido(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Paso 3: su acuse. Solo la institución que presentó y quien ve todos los archivos."""
    return redirect("acuse-detail", get_object_or_404(acuses_visibles(request.facultades), oficio=pk).pk)
