"""Designar por oficio: una página con la persona, la materia y el oficio que la nombra; y la mesa donde se resuelven las propuestas."""

from uuid import UUID

import uuid6
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conferencia.domain.escrito import con_articulo
from conferencia.models import Archivo, Entrega, EstadoEntrega, EstadoPropuesta, Institucion, Obligacion, PropuestaDeDesignacion
from conferencia.permissions import exigir, obligaciones_visibles, puede_confirmar, puede_designar, puede_proponer_designacion, visibles_para
from conferencia.queries.designaciones import materia_de, materias_de, sustituibles
from conferencia.services.designar_por_oficio import designar_por_oficio
from conferencia.services.propuestas import aceptar_propuesta, confirmar_propuesta, negar_propuesta, rechazar_propuesta
from conferencia.web.acceso import con_designacion
from conferencia.web.adjuntos import archivos_del_oficio, uuid_de
from conferencia.web.solicitudes import intentar
from enlaces.queries.nombrados import por_materia, remision_de
from enlaces.queries.propuestas import con_todo, propuestas
from enlaces.services.confirmaciones import avisar_de_nuevo
from enlaces.services.designar_de_entrega import designar_de_entrega
from enlaces.web.formularios_de_designacion import FormularioDeLaMesa, FormularioDeRechazo, FormularioPorOficio

POR_PAGINA = 40
RESUELTA = {"aceptar": "Se aceptó a {}. Le mandamos su acceso.", "confirmar": "Confirmaste a {}."}


@require_http_methods(["GET", "HEAD", "POST"])
@con_designacion
def por_oficio(request: HttpRequest, clave: str) -> HttpResponse:
    """Presentarla *es* la entrega de la obligación de designar, si la hay."""
    institucion = get_object_or_404(visibles_para(request.facultades, Institucion).exclude(tipo="ST").select_related("entidad"), clave=clave)
    exigir(puede_proponer_designacion(request.facultades, institucion))
    en_mesa = bool(puede_designar(request.facultades))
    formulario = _formulario(request, institucion, en_mesa=en_mesa)
    llave, guardados = uuid_de(request.POST.get("llave", "")) or uuid6.uuid7(), []
    if request.method == "POST":
        guardados = archivos_del_oficio(request, formulario)
        if formulario.is_valid() and (hechas := intentar(formulario, lambda: _presentadas(request, institucion, formulario, guardados, llave))):
            return _hechas(request, hechas)  # type: ignore[arg-type]
    migas = [{"titulo": "Enlaces", "url": reverse("enlaces-directorio")}, {"titulo": "Designar por oficio"}]
    contexto = {"formulario": formulario, "institucion": institucion, "guardados": guardados, "llave": llave, "en_mesa": en_mesa, "migas": migas}
    return render(request, "enlaces/designar_por_oficio.html", contexto, status=422 if formulario.errors else 200)


@require_safe
@con_designacion
def desde_obligacion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lo que se cumple designando se presenta designando; quien puede presentar y no designar, con el oficio solo."""
    visibles = obligaciones_visibles(request.facultades).filter(compromiso__designa=True)
    obligacion = get_object_or_404(visibles.prefetch_related("partes__institucion"), pk=pk)
    suyas = [p.institucion for p in obligacion.partes.all() if puede_proponer_designacion(request.facultades, p.institucion)]
    if not suyas:
        return redirect("presentar", pk)
    return redirect(f"{reverse('enlaces-designar-oficio', args=[suyas[0].clave])}?obligacion={pk}")


def _formulario(request: HttpRequest, institucion: Institucion, *, en_mesa: bool) -> FormularioPorOficio:
    hoy = request.facultades.hoy
    inicial = {}
    if obligacion := _obligacion(request, institucion):
        inicial["materias"] = [str(materia_de(obligacion).pk)]
    datos = (request.POST, request.FILES) if request.method == "POST" else ()
    return FormularioPorOficio(*datos, materias=materias_de(institucion, hoy), sustituibles=sustituibles(institucion, hoy), en_mesa=en_mesa, initial=inicial)


def _obligacion(request: HttpRequest, institucion: Institucion) -> Obligacion | None:
    """De la que se viene, si es de designar y de esa institución: su materia llega marcada."""
    pk = uuid_de(request.GET.get("obligacion", ""))
    suyas = obligaciones_visibles(request.facultades).filter(pk=pk, partes__institucion=institucion, compromiso__designa=True)
    return suyas.select_related("compromiso__disposicion").first() if pk else None


def _presentadas(request: HttpRequest, institucion: Institucion, formulario: FormularioPorOficio, archivos: list[Archivo], llave: UUID) -> list:
    return designar_por_oficio(
        por=request.facultades,
        institucion=institucion,
        obligaciones=formulario.obligaciones,
        datos=formulario.oficio(llave),
        archivos=archivos,
        **formulario.nombramiento(),
    )


def _hechas(request: HttpRequest, hechas: list[PropuestaDeDesignacion]) -> HttpResponse:
    primera = hechas[0]
    if primera.estado == EstadoPropuesta.VIGENTE:
        messages.success(
            request, f"{primera.nombre} es {primera.get_rol_display().lower()} {con_articulo(str(primera.institucion), de=True)}. Le mandamos su acceso."
        )
    else:
        messages.success(request, f"Recibimos la designación de {primera.nombre}. Surte efecto cuando la Secretaría Técnica la acepte.")
    return redirect("propuesta", primera.pk)


# --- La mesa ------------------------------------------------------------------------------------------------------------


@require_safe
@con_designacion
def lista(request: HttpRequest) -> HttpResponse:
    """Por resolver primero. La Secretaría Técnica, todas; cada institución, las suyas."""
    estado = request.GET.get("estado", "")
    filas = propuestas(request.facultades, estado if estado in EstadoPropuesta.values else "")
    contexto = {
        "pagina": Paginator(filas, POR_PAGINA).get_page(request.GET.get("pagina")),
        "estados": EstadoPropuesta.choices,
        "estado": estado,
        "migas": [{"titulo": "Enlaces", "url": reverse("enlaces-directorio")}, {"titulo": "Designaciones propuestas"}],
    }
    return render(request, "enlaces/propuestas.html", contexto)


@require_http_methods(["GET", "HEAD", "POST"])
@con_designacion
def detalle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A quién se propone y, a quien toca, cómo resolverlo: la Secretaría Técnica acepta o no; el contacto oficial reconoce o no."""
    propuesta = get_object_or_404(con_todo(request.facultades), pk=pk)
    formulario = FormularioDeRechazo(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        version = int(v) if (v := request.POST.get("version", "")).isdigit() else 0
        if intentar(formulario, lambda: _resolver(request, propuesta, formulario, version)):
            messages.success(request, RESUELTA.get(request.POST.get("gesto", ""), "No se aceptó a {}.").format(propuesta.nombre))
            return redirect("propuesta", pk)
    elif formulario.errors:
        formulario.errors.clear()
    contexto = {
        "propuesta": propuesta,
        "formulario": formulario if formulario.is_bound else FormularioDeRechazo(),
        "resuelve": bool(puede_designar(request.facultades)),
        "confirma": bool(puede_confirmar(request.facultades, propuesta)),
        "en_bandeja": propuesta.entrega is not None and propuesta.entrega.estado == EstadoEntrega.EN_REVISION,
        "migas": [{"titulo": "Designaciones propuestas", "url": reverse("propuestas")}, {"titulo": propuesta.nombre}],
    }
    return render(request, "enlaces/propuesta.html", contexto, status=422 if request.method == "POST" else 200)


def _resolver(request: HttpRequest, propuesta: PropuestaDeDesignacion, formulario: FormularioDeRechazo, version: int) -> object:
    por, gesto = request.facultades, request.POST.get("gesto", "")
    comun = {"por": por, "propuesta": propuesta, "version": version}
    if gesto == "aceptar":
        formulario.errors.clear()
        return aceptar_propuesta(**comun)
    if gesto == "confirmar":
        formulario.errors.clear()
        return confirmar_propuesta(**comun)
    if not formulario.is_valid():
        return None
    motivo = formulario.cleaned_data["motivo"]
    return negar_propuesta(**comun, motivo=motivo) if puede_confirmar(por, propuesta) else rechazar_propuesta(**comun, motivo=motivo)


@require_POST
@con_designacion
def avisar(request: HttpRequest, pk: UUID) -> HttpResponse:
    """La liga de confirmación, otra vez, al contacto oficial de hoy."""
    exigir(puede_designar(request.facultades))
    propuesta = get_object_or_404(con_todo(request.facultades), pk=pk, estado=EstadoPropuesta.POR_CONFIRMAR)
    if avisar_de_nuevo(por=request.facultades, propuesta=propuesta):
        messages.success(request, f"Va otra liga al contacto oficial de {propuesta.institucion}. La anterior ya no sirve.")
    else:
        messages.error(request, f"{propuesta.institucion} no tiene correo oficial. Captúralo en su página y vuelve a mandarla.")
    return redirect("propuesta", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@con_designacion
def de_entrega(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lo presentado sin decir a quién designa: la Secretaría Técnica lo captura del oficio. Ya aceptado, surte efecto de una vez."""
    exigir(puede_designar(request.facultades))
    visibles = visibles_para(request.facultades, Entrega).filter(obligacion__compromiso__designa=True, oficio__isnull=False)
    entrega = get_object_or_404(visibles.select_related("oficio", "institucion", "obligacion__compromiso__disposicion"), pk=pk)
    hoy, remision = request.facultades.hoy, remision_de(entrega, request.facultades.hoy)
    formulario = FormularioDeLaMesa(
        request.POST if request.method == "POST" else None,
        materias=materias_de(entrega.institucion, hoy),
        sustituibles=sustituibles(entrega.institucion, hoy),
        remision=remision,
        initial={"materias": [str(pk) for pk in por_materia(entrega)]},
    )
    if request.method == "POST" and formulario.is_valid() and intentar(formulario, lambda: _de_entrega(request, entrega, formulario)):
        return redirect("bandeja-detalle", entrega.pk)
    migas = [{"titulo": "Bandeja", "url": reverse("bandeja")}, {"titulo": "A quién designa"}]
    contexto = {"formulario": formulario, "entrega": entrega, "remision": remision, "no_conocida": _no_conocida(entrega, remision.de), "migas": migas}
    return render(request, "enlaces/designar_de_entrega.html", contexto, status=422 if formulario.errors else 200)


def _no_conocida(entrega: Entrega, de: str) -> str:
    return f"{de} no es enlace ni contacto oficial de {entrega.institucion}. Su contacto oficial debe confirmar a la persona; mientras, no tendrá cuenta."


def _de_entrega(request: HttpRequest, entrega: Entrega, formulario: FormularioDeLaMesa) -> list[PropuestaDeDesignacion]:
    hechas = designar_de_entrega(por=request.facultades, entrega=entrega, **formulario.nombramiento())
    primera = hechas[0]
    if primera.estado == EstadoPropuesta.VIGENTE:
        messages.success(request, f"{primera.nombre} es {primera.get_rol_display().lower()} de {primera.institucion}. Le mandamos su acceso.")
    elif primera.estado == EstadoPropuesta.POR_CONFIRMAR:
        messages.success(
            request, f"Le preguntamos al contacto oficial de {primera.institucion} por {primera.nombre}. No tendrá cuenta mientras no la confirme."
        )
    else:
        messages.success(request, f"Quedó capturado que este oficio designa a {primera.nombre}. Surte efecto cuando aceptes el oficio.")
    return hechas
