"""Una disposición: lo que el texto dice, lo que compromete y cómo va."""

from collections.abc import Callable, Collection
from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from conferencia.domain.permisos import Capacidad
from conferencia.models import Disposicion, Obligacion
from conferencia.permissions import puede_emitir_informes, visibles_para
from conferencia.queries.corte import Corte
from conferencia.queries.cuentas import del_indice, por_disposicion
from conferencia.queries.disposiciones import Celda, DisposicionVista, RenglonDeQuien, ver_disposicion
from conferencia.queries.pleno import conclusiones, situaciones
from conferencia.templatetags.componentes import GRUPOS, situacion
from conferencia.web.acceso import con_designacion
from conferencia.web.direcciones import en_url, lista_de_obligaciones
from conferencia.web.forms import SoloCorte
from conferencia.web.paneles import pintar_paneles


@require_safe
@con_designacion
def detalle(request: HttpRequest, pk: UUID) -> HttpResponse:
    facultades = request.facultades
    visibles, ve_todo = visibles_para(facultades, Obligacion), facultades.tiene(Capacidad.VER_TODO)
    disposicion = get_object_or_404(visibles_para(facultades, Disposicion).select_related("reunion", "acta"), pk=pk)
    formulario = SoloCorte(request.GET)
    if not formulario.is_valid():
        return render(request, "conferencia/corte_invalido.html", {"formulario": formulario}, status=400)
    involucradas = {disposicion.pk, *_a_las_que_completa(disposicion)}
    corte = formulario.tomar(visibles.filter(compromiso__disposicion__in=involucradas))
    vista = ver_disposicion(disposicion, visibles, corte)
    lista = partial(lista_de_obligaciones, **en_url(formulario))
    contexto = {
        "formulario": formulario,
        "corte": corte,
        "permanente": formulario.permanente(corte),
        "hoy": corte.dia,
        "vista": vista,
        "disposicion": disposicion,
        "del_pleno": _del_pleno(disposicion, involucradas, corte) if ve_todo else None,
        "compromisos": [(c, lista(compromiso=(c.obligaciones_en or c.compromiso).clave)) for c in vista.compromisos],
        "matriz": _matriz(vista, lista, urlencode(en_url(formulario))),
        "ve_todo": ve_todo,
        "emite": bool(puede_emitir_informes(facultades)),
        "paneles": pintar_paneles("disposicion", request, disposicion, corte),
    }
    return render(request, "conferencia/disposicion_detail.html", contexto)


def _a_las_que_completa(disposicion: Disposicion) -> list[UUID]:
    return [pk for pk in disposicion.compromisos.values_list("complementa__disposicion", flat=True) if pk]


def _del_pleno(disposicion: Disposicion, involucradas: Collection[UUID], corte: Corte) -> dict:
    """Su situación, que es la que pregunta el pleno, y en qué acto la concluyó el órgano. ``involucradas``: ella y aquellas a las que da plazo."""
    declaradas = conclusiones([disposicion.pk], corte)
    casillas = del_indice(corte, disposicion__in=involucradas, reunion=disposicion.reunion_id)
    situacion = situaciones([disposicion], por_disposicion(casillas), declaradas)[disposicion.pk]
    return {"situacion": situacion, "acto": declaradas.get(disposicion.pk, (None, ""))[1]}


def _matriz(vista: DisposicionVista, lista: Callable[..., str], par: str) -> dict:
    """Quién × compromiso, como lo pide ``components/matriz.html``."""
    columnas = [c for c in vista.columnas if c.obligaciones_en is None]
    return {
        "columnas": [{"titulo": f"{c.compromiso.orden}", "titulo_largo": c.compromiso.accion, "url": f"#compromiso-{c.compromiso.orden}"} for c in columnas],
        "renglones": [_renglon(r, columnas, lista, par) for r in vista.renglones],
    }


def _renglon(r: RenglonDeQuien, columnas: list, lista: Callable[..., str], par: str) -> dict:
    return {
        "titulo": r.quien,
        "url": reverse("institucion-detail", args=[r.clave]) if r.clave else "",
        "celdas": [_celda(celda, r, columna.compromiso, lista, par) for celda, columna in zip(r.celdas, columnas, strict=True)],
    }


def _celda(celda: Celda | None, renglon: RenglonDeQuien, compromiso, lista: Callable[..., str], par: str) -> dict | None:
    """Una sola obligación: su situación y enlace directo. Varias (periodos): la más apremiante y cuántas de cuántas."""
    if celda is None:
        return None
    de_que = f"{renglon.quien}, compromiso {compromiso.orden}"
    if celda.unica:
        dicho = situacion(celda.situacion)
        return {
            "grupo": dicho.grupo,
            "texto": dicho.corta,
            "etiqueta": de_que,
            "url": f"{reverse('obligacion-detail', args=[celda.unica])}{'?' if par else ''}{par}",
        }
    grupo = celda.conteo.peor
    return {
        "grupo": grupo,
        "texto": f"{celda.conteo.por_grupo[grupo]} de {celda.conteo.total}",
        "etiqueta": f"{GRUPOS[grupo].plural}, {de_que}",
        "url": lista(compromiso=compromiso.clave, institucion=renglon.clave),
    }
