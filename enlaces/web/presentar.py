"""Presentar un oficio: datos y archivos, revisión, envío y acuse. Cada paso es una dirección que se puede recargar."""

from uuid import UUID

import uuid6
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from conferencia.domain import admision
from conferencia.domain.errores import NoProcede
from conferencia.domain.estados import Estado, TransicionIlegal
from conferencia.models import Archivo, Institucion, Obligacion, Observacion, Oficio
from conferencia.permissions import acuses_visibles, exigir, obligaciones_visibles, puede_presentar, visibles_para
from conferencia.queries.oficios import ya_presentados
from conferencia.services.movimiento import OtroSeAdelanto
from enlaces.models import Borrador
from enlaces.queries.pendientes import atendibles, instituciones_para
from enlaces.services import borradores, subidas
from enlaces.web.formularios import FormularioDeOficio

YA_EN_REVISION = "Esta obligación ya tiene una entrega en revisión. Cuando la Secretaría Técnica la dictamine te llegará un correo."
CAMPOS = ("numero", "fecha", "asunto", "firmante", "institucion", "nota")


def obligacion_de(request: HttpRequest, pk: UUID) -> Obligacion:
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
    return FormularioDeOficio(
        *args,
        instituciones=instituciones_para(request.facultades, obligacion),
        otras=atendibles(request.facultades, obligacion),
        requisitos=list(obligacion.compromiso.requisitos.filter(vigente=True).order_by("orden")),
        observaciones=Observacion.objects.filter(entrega__obligacion=obligacion, atendida_en__isnull=True).order_by("entrega__numero", "numero"),
        **kwargs,
    )


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
    obligacion = obligacion_de(request, pk)
    if espera := _en_espera(request, obligacion):
        return espera
    if request.method == "POST":
        return _guardar(request, obligacion)
    borrador = Borrador.objects.filter(usuario=request.user, obligacion=obligacion).order_by("-creado_en").first()
    formulario = _formulario(request, obligacion, initial=borrador.datos if borrador else None)
    return _pagina(request, obligacion, formulario, borrador)


def escrito(request: HttpRequest) -> dict:
    """Lo que trae el formulario, tal cual, para guardarlo aunque esté a medias."""
    respuestas = {campo: valor for campo, valor in request.POST.items() if campo.startswith("respuesta_")}
    return {campo: request.POST.get(campo, "") for campo in CAMPOS} | {campo: request.POST.getlist(campo) for campo in ("otras", "trae")} | respuestas


def _guardar(request: HttpRequest, obligacion: Obligacion) -> HttpResponse:
    borrador = borradores.abrir(por=request.facultades, obligacion=obligacion, llave=_llave(request.POST.get("llave", "")))
    errores = borradores.guardar(borrador, datos=escrito(request), nuevos=request.FILES.getlist("archivos"))
    if gesto := request.POST.get("accion"):
        return _gesto(request, obligacion, borrador, gesto)
    formulario = _formulario(request, obligacion, request.POST, request.FILES)
    for error in errores or _faltan(borrador):
        formulario.add_error("archivos", error)
    if formulario.is_valid():
        return redirect("presentar-revisar", obligacion.pk, borrador.pk)
    return _pagina(request, obligacion, formulario, borrador)


def _faltan(borrador: Borrador) -> list[str]:
    """Por qué aún no se puede revisar: no hay archivos, o alguno se quedó a la mitad."""
    if a_medias := [s.nombre for s in borrador.subidas.order_by("creada_en")]:
        return [f"«{nombre}» no terminó de subir. Elígelo otra vez para continuar donde se quedó, o quítalo." for nombre in a_medias]
    return [] if borrador.archivos.exists() else [admision.NINGUNO]


def _gesto(request: HttpRequest, obligacion: Obligacion, borrador: Borrador, gesto: str) -> HttpResponse:
    """Subir, bajar o quitar un archivo. Lo escrito ya quedó guardado."""
    verbo, _, cual = gesto.partition(":")
    archivo = _llave(cual)
    if verbo in ("subir", "bajar"):
        borradores.mover(borrador, archivo, -1 if verbo == "subir" else 1)
    elif verbo == "quitar":
        borradores.quitar(borrador, archivo)
    elif verbo == "olvidar" and (cortada := borrador.subidas.filter(pk=archivo).first()):
        subidas.descartar(cortada)
    if request.htmx:
        return archivos_del_borrador(request, obligacion, borrador)
    return redirect(f"{reverse('presentar', args=[obligacion.pk])}#archivos-del-oficio")


def archivos_del_borrador(request: HttpRequest, obligacion: Obligacion, borrador: Borrador) -> HttpResponse:
    """El pedazo de página con lo que ya está guardado."""
    return render(request, "enlaces/_archivos_del_borrador.html", _guardados(borrador) | {"obligacion": obligacion, "llave": borrador.pk})


def _guardados(borrador: Borrador | None) -> dict:
    if borrador is None:
        return {"guardados": [], "a_medias": []}
    return {"guardados": borrador.en_orden(), "a_medias": list(borrador.subidas.order_by("creada_en"))}


def _pagina(request: HttpRequest, obligacion: Obligacion, formulario: FormularioDeOficio, borrador: Borrador | None) -> HttpResponse:
    contexto = _guardados(borrador) | {
        "formulario": formulario,
        "obligacion": obligacion,
        "llave": borrador.pk if borrador else uuid6.uuid7(),
        "retomado": request.method == "GET" and borrador is not None,
        "migas": _migas(obligacion),
    }
    if contexto["guardados"]:
        formulario.fields["archivos"].label, formulario.fields["archivos"].required = "Agregar archivos", False
    return render(request, "enlaces/presentar.html", contexto)


def _migas(obligacion: Obligacion) -> list[dict]:
    return [
        {"titulo": "Mis pendientes", "url": reverse("mis-pendientes")},
        {"titulo": obligacion.clave, "url": reverse("obligacion-detail", args=[obligacion.pk])},
        {"titulo": "Presentar oficio"},
    ]


def revisar(request: HttpRequest, pk: UUID, llave: UUID) -> HttpResponse:
    """Paso 2: leer lo que se va a enviar; al enviar, el acuse."""
    if ya := _ya_enviado(request, llave):
        return ya
    obligacion = obligacion_de(request, pk)
    if espera := _en_espera(request, obligacion):
        return espera
    borrador = get_object_or_404(Borrador, pk=llave, usuario=request.user, obligacion=obligacion)
    formulario = _formulario(request, obligacion, borrador.datos)
    if not formulario.is_valid() or _faltan(borrador):
        return redirect("presentar", obligacion.pk)
    if request.method == "POST":
        return _enviar(request, obligacion, borrador, formulario)
    contexto = {
        "obligaciones": [obligacion, *formulario.otras_elegidas],
        "obligacion": obligacion,
        "llave": llave,
        "institucion": formulario.remitente,
        "datos": formulario.cleaned_data,
        "trae": formulario.requisitos_que_trae,
        "le_faltan": formulario.le_faltan,
        "contestadas": [(o, formulario.respuestas[o.pk]) for o in formulario.observaciones if o.pk in formulario.respuestas],
        "sin_contestar": formulario.sin_contestar,
        "archivos": _con_repetidos(request, borrador, formulario.remitente),
        "migas": _migas(obligacion),
    }
    return render(request, "enlaces/presentar_revisar.html", contexto)


def _con_repetidos(request: HttpRequest, borrador: Borrador, institucion: Institucion) -> list[tuple[Archivo, Oficio | None]]:
    """Cada archivo, con el oficio de la misma institución que ya lo traía; dos iguales en un borrador no los hay."""
    archivos = borrador.en_orden()
    previos = ya_presentados([a.sha256 for a in archivos], institucion, visibles_para(request.facultades, Oficio))
    return [(a, previos.get(a.sha256)) for a in archivos]


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
            respuestas=formulario.respuestas,
        )
    except (NoProcede, OtroSeAdelanto, TransicionIlegal) as error:
        messages.error(request, f"{error} Lo que escribiste sigue guardado.")
        return redirect("presentar", obligacion.pk)
    return redirect("acuse-detail", oficio.acuse.pk)


def recibido(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Paso 3: su acuse. Solo la institución que presentó y quien ve todos los archivos."""
    return redirect("acuse-detail", get_object_or_404(acuses_visibles(request.facultades), oficio=pk).pk)
