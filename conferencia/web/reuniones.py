"""Las reuniones y su acta."""

from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from conferencia.domain.permisos import Capacidad
from conferencia.domain.pleno import GRUPO_DEL_PLENO, ROTULOS_DEL_PLENO, contar_acuerdos
from conferencia.models import Acta, Archivo, EstadoActa, Obligacion, Reunion
from conferencia.permissions import puede_capturar_actas, visibles_para
from conferencia.queries.conteo import Conteo
from conferencia.queries.corte import Corte
from conferencia.queries.cuentas import Casilla, casillas, del_indice, por_disposicion
from conferencia.queries.disposiciones import Progreso, progreso
from conferencia.queries.pleno import conclusiones, situaciones
from conferencia.queries.reuniones import listar
from conferencia.web.acceso import con_designacion
from conferencia.web.direcciones import en_url
from conferencia.web.forms import SoloCorte
from conferencia.web.paneles import pintar_paneles

POR_PAGINA = 25


@require_safe
@con_designacion
def lista(request: HttpRequest) -> HttpResponse:
    facultades = request.facultades
    visibles, ve_todo = visibles_para(facultades, Obligacion), facultades.tiene(Capacidad.VER_TODO)
    formulario = SoloCorte(request.GET)
    if not formulario.is_valid():
        return render(request, "conferencia/corte_invalido.html", {"formulario": formulario}, status=400)
    corte = formulario.tomar(None if ve_todo else visibles)
    pagina = Paginator(visibles_para(facultades, Reunion).order_by("-fecha", "clave"), POR_PAGINA).get_page(request.GET.get("pagina"))
    contexto = {
        "formulario": formulario,
        "corte": corte,
        "permanente": formulario.permanente(corte),
        "par": urlencode(en_url(formulario)),
        "pagina": pagina,
        "reuniones": listar(Reunion.objects.filter(pk__in=[r.pk for r in pagina]), visibles, corte, ve_todo=ve_todo),
        "captura": bool(puede_capturar_actas(facultades)),
        "ve_todo": ve_todo,
    }
    return render(request, "conferencia/reunion_list.html", contexto)


@require_safe
@con_designacion
def detalle(request: HttpRequest, pk: UUID) -> HttpResponse:
    facultades = request.facultades
    visibles, ve_todo = visibles_para(facultades, Obligacion), facultades.tiene(Capacidad.VER_TODO)
    reunion = get_object_or_404(visibles_para(facultades, Reunion).select_related("zona", "organo"), pk=pk)
    formulario = SoloCorte(request.GET)
    if not formulario.is_valid():
        return render(request, "conferencia/corte_invalido.html", {"formulario": formulario}, status=400)
    acta = Acta.objects.select_related("archivo", "capturada_por").filter(reunion=reunion).first()
    suyas = visibles.de_la_reunion(reunion)
    corte = formulario.tomar(suyas)
    cuentas = del_indice(corte, reunion=reunion.pk) if ve_todo else casillas(suyas, corte)
    disposiciones = progreso(reunion, cuentas)
    contexto = {
        "formulario": formulario,
        "corte": corte,
        "permanente": formulario.permanente(corte),
        "par": urlencode(en_url(formulario)),
        "hoy": corte.dia,
        "reunion": reunion,
        "acta": acta,
        "por_publicar": acta is not None and acta.estado == EstadoActa.LEIDA,
        "puede_bajar": acta is not None and visibles_para(facultades, Archivo).filter(pk=acta.archivo_id).exists(),
        "disposiciones": disposiciones,
        "pleno": _pleno(reunion, disposiciones, cuentas, corte) if ve_todo else None,
        "conteo": Conteo.sumando(par for d in disposiciones for par in d.conteo.por_situacion.items()),
        "ve_todo": ve_todo,
        "paneles": pintar_paneles("reunion", request, reunion, corte),
    }
    return render(request, "conferencia/reunion_detail.html", contexto)


def _pleno(reunion: Reunion, disposiciones: list[Progreso], cuentas: list[Casilla], corte: Corte) -> dict:
    """Lo que un pleno cuenta: cada disposición con su situación, y cuántas hay en cada una."""
    declaradas = conclusiones([reunion.pk, *(d.disposicion.pk for d in disposiciones)], corte)
    suyas = situaciones([d.disposicion for d in disposiciones], por_disposicion(cuentas), declaradas)
    suma = contar_acuerdos(suyas.values())
    return {
        "de": suyas,
        "cuentas": [{"rotulo": ROTULOS_DEL_PLENO[s], "grupo": GRUPO_DEL_PLENO[s].value, "cuantas": n} for s, n in suma.items()],
        "total": len(suyas),
        "concluida": declaradas.get(reunion.pk),
    }
