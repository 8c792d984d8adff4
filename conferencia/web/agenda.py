"""El calendario: qué vence cada día, y las direcciones ``.ics`` para seguirlo desde fuera."""

from hashlib import sha256
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import quote_etag
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.domain.permisos import Capacidad
from conferencia.models import Institucion, Obligacion
from conferencia.permissions import facultades_de, visibles_para
from conferencia.queries import agenda, suscripciones
from conferencia.queries.obligaciones import recortar
from conferencia.queries.tablero import situaciones_de
from conferencia.reports.calendario_ics import calendario_ics
from conferencia.services.suscripciones import SuscripcionNueva, abrir, revocar_suscripcion, suscribir
from conferencia.web.acceso import con_designacion
from conferencia.web.direcciones import lista_de_obligaciones
from conferencia.web.forms_agenda import FiltrosDeAgenda

POR_CASILLA = 3  # lo demás se resume en «y 4 más»


@require_safe
@con_designacion
def mes(request: HttpRequest) -> HttpResponse:
    facultades, hoy = request.facultades, request.facultades.hoy
    visibles = visibles_para(facultades, Obligacion)
    formulario = FiltrosDeAgenda(request.GET, hoy=hoy, obligaciones=visibles)
    if not formulario.is_valid():
        return render(request, "conferencia/agenda/mes.html", {"formulario": formulario}, status=400)
    grupo = formulario.cleaned_data["grupo"]
    pintado = agenda.mes_de(
        recortar(visibles, formulario.filtro()),
        formulario.primero,
        hoy,
        de=_de_quien(request, formulario.cleaned_data["institucion"]),
        situaciones=situaciones_de(grupo) if grupo else (),
    )
    contexto = {
        "formulario": formulario,
        "mes": pintado,
        "anterior": formulario.otro_mes(-1),
        "siguiente": formulario.otro_mes(1),
        "este": formulario.direccion(mes=None),
        "como_mes": formulario.direccion(vista="mes"),
        "como_agenda": formulario.direccion(vista="agenda"),
        "por_casilla": POR_CASILLA,
        "corte_de_casilla": f":{POR_CASILLA}",
        "resta": -POR_CASILLA,
        "lista": lista_de_obligaciones(**formulario.compartidos),
        "extra": "".join(f"&{urlencode({n: v})}" for n, v in formulario.compartidos.items()),
        "migas": [{"titulo": "Calendario"}],
    }
    return render(request, "conferencia/agenda/mes.html", contexto)


def _de_quien(request: HttpRequest, clave: str) -> list[Institucion]:
    """De quiénes son los inhábiles: de la institución elegida, de las propias o de la Secretaría Técnica."""
    if clave:
        return list(Institucion.objects.filter(clave=clave))
    propias = {e.institucion for e in request.facultades.encargos_con(Capacidad.VER_LO_SUYO) if e.institucion}
    return list(Institucion.objects.filter(pk__in=propias) if propias else agenda.secretaria_tecnica())


# --- Seguirlo desde otro programa --------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
@con_designacion
def seguir(request: HttpRequest) -> HttpResponse:
    """Las direcciones de quien entró: crear (se ve una vez), listar, revocar."""
    if request.method == "GET":
        return _pagina(request)
    clave = request.POST.get("institucion", "")
    institucion = get_object_or_404(_elegibles(request), clave=clave) if clave else None
    try:
        nueva = suscribir(por=request.facultades, usuario=request.user, institucion=institucion)
    except NoProcede as error:
        messages.error(request, str(error))
        return redirect("calendario-seguir")
    # Sin redirección a propósito: la dirección no se guarda en ningún lado, ni siquiera en la sesión.
    return _pagina(request, nueva, status=201)


def _elegibles(request: HttpRequest):
    filas = Institucion.objects.select_related("entidad").order_by("entidad__orden", "tipo", "nombre")
    if request.facultades.tiene(Capacidad.VER_TODO):
        return filas
    return filas.filter(pk__in={e.institucion for e in request.facultades.encargos_con(Capacidad.VER_LO_SUYO)})


def _pagina(request: HttpRequest, nueva: SuscripcionNueva | None = None, *, status: int = 200) -> HttpResponse:
    contexto = {
        "suscripciones": suscripciones.de_persona(request.user),
        "instituciones": _elegibles(request),
        "nueva": f"{settings.BASE_URL}/cal/{nueva.token}.ics" if nueva else "",
        "migas": [{"titulo": "Calendario", "url": "/calendario/"}, {"titulo": "Seguirlo desde otro programa"}],
    }
    return render(request, "conferencia/agenda/seguir.html", contexto, status=status)


@require_http_methods(["POST"])
@con_designacion
def revocar(request: HttpRequest, pk: UUID) -> HttpResponse:
    suscripcion = get_object_or_404(suscripciones.de_persona(request.user), pk=pk)
    try:
        revocar_suscripcion(por=request.facultades, suscripcion=suscripcion)
        messages.success(request, "Esa dirección dejó de servir. Quítala también de tu programa de calendario.")
    except NoProcede as error:
        messages.error(request, str(error))
    return redirect("calendario-seguir")


@require_safe
def ics(request: HttpRequest, token: str) -> HttpResponse:
    """Sin sesión: el secreto está en la dirección. Lo que la persona ya no puede ver, tampoco sale por aquí."""
    suscripcion = abrir(token)
    facultades = facultades_de(suscripcion.usuario, reloj.hoy()) if suscripcion else None
    if suscripcion is None or facultades is None or not facultades.encargos:
        raise Http404
    obligaciones = suscripciones.de_suscripcion(suscripcion, facultades, visibles_para(facultades, Obligacion))
    nombre = f"Plazos · {suscripcion.institucion.nombre_corto if suscripcion.institucion else suscripcion.usuario}"
    dominio = settings.BASE_URL.split("://", 1)[-1].split("/")[0].split(":")[0]
    cambios = suscripciones.ultimos_cambios(obligaciones)
    contenido = calendario_ics(nombre, obligaciones, cambios, hoy=facultades.hoy, base_url=settings.BASE_URL, dominio=dominio)
    etiqueta = quote_etag(sha256(contenido).hexdigest()[:32])
    respuesta: HttpResponse = HttpResponseNotModified() if request.headers.get("If-None-Match") == etiqueta else HttpResponse(contenido)
    if respuesta.status_code == 200:
        respuesta["Content-Type"] = "text/calendar; charset=utf-8"
        respuesta["Content-Disposition"] = 'inline; filename="plazos.ics"'
    respuesta["ETag"] = etiqueta
    respuesta["Cache-Control"] = "private, max-age=900"
    respuesta["X-Robots-Tag"] = "noindex"
    return respuesta
