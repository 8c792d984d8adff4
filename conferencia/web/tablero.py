"""El tablero. Quien ve todo, todo; un enlace, la misma página con lo suyo."""

from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import groupby
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from conferencia.domain.permisos import Capacidad
from conferencia.domain.situacion import DIAS_POR_VENCER, Grupo
from conferencia.models import Disposicion, Obligacion, Reunion
from conferencia.permissions import visibles_para
from conferencia.queries import obligaciones as lecturas
from conferencia.queries import tablero as resumen
from conferencia.queries import vencimientos as proximos
from conferencia.queries.conteo import EN_BARRA, Conteo
from conferencia.queries.corte import Corte
from conferencia.queries.cuentas import FEDERALES
from conferencia.queries.objetivos import objetivos_al
from conferencia.templatetags.componentes import GRUPOS
from conferencia.templatetags.fechas import fecha_larga
from conferencia.templatetags.titulos import sin_gritar
from conferencia.web.acceso import con_designacion
from conferencia.web.dichos import mensaje_de
from conferencia.web.direcciones import en_url, lista_de_obligaciones
from conferencia.web.forms import FiltrosDeTablero
from conferencia.web.paneles import pintar_paneles

Lista = Callable[..., str]  # la lista de obligaciones con esos filtros, al mismo corte


@require_safe
@con_designacion
def tablero(request: HttpRequest) -> HttpResponse:
    facultades = request.facultades
    visibles, ve_todo = visibles_para(facultades, Obligacion), facultades.tiene(Capacidad.VER_TODO)
    formulario = FiltrosDeTablero(request.GET, reuniones=visibles_para(facultades, Reunion), obligaciones=visibles)
    if not formulario.is_valid():
        return render(request, "conferencia/tablero.html", {"formulario": formulario}, status=400)
    filtro, grupo = formulario.filtro(), formulario.cleaned_data["grupo"]
    corte = formulario.tomar(None if ve_todo else visibles)
    elegidas = lecturas.recortar(visibles, filtro)
    datos = resumen.tablero_nacional(corte, reunion=filtro.reunion, entidad=filtro.entidad) if ve_todo else resumen.tablero(elegidas, corte)
    lista = partial(lista_de_obligaciones, **en_url(formulario))
    contexto = {
        "formulario": formulario,
        "corte": corte,
        "permanente": formulario.permanente(corte),
        "rectificaciones": f"{reverse('corte-rectificaciones')}?{urlencode({'corte': corte.dia.isoformat()})}",
        "ve_todo": ve_todo,
        "conteo": datos.conteo,
        "mensaje": mensaje_de(datos.conteo, corte.dia),
        "cifras": _cifras(datos.conteo, filtro, lista),
        "matriz": _matriz(datos, grupo, corte, lista),
        "grupo": grupo,
        "deudores": [_deudor(r, filtro.reunion, lista) for r in resumen.quien_debe(datos.renglones)],
        "vencimientos": _por_fecha(proximos.vencimientos(elegidas, corte, grupo=grupo), corte.dia, lista),
        "insumos": resumen.insumos_pendientes(elegidas, corte),
        "objetivos": objetivos_al(elegidas, corte),
        "paneles": pintar_paneles("tablero", request, facultades, corte),
    }
    return render(request, "conferencia/tablero.html", contexto)


NOTAS = {
    Grupo.EN_TRAMITE: "En revisión, observadas o en espera de insumo",
    Grupo.EN_PLAZO: "Con fecha futura, permanentes o sin plazo",
    Grupo.POR_VENCER: "Vencen en 7 días o menos",
    Grupo.VENCIDA: "Con entrega o sin respuesta",
}


def _cifras(conteo: Conteo, filtro: lecturas.Filtro, lista: Lista) -> list[dict]:
    return [
        {
            "grupo": g.value,
            "valor": conteo.por_grupo[g],
            "etiqueta": GRUPOS[g.value].plural.capitalize(),
            "nota": NOTAS.get(g, "A tiempo, extemporáneas o al día"),
            "url": lista(grupo=g.value, reunion=filtro.reunion, entidad=filtro.entidad),
        }
        for g in EN_BARRA
    ]


def _por_fecha(vencimientos: list[proximos.Vencimiento], hoy: date, lista: Lista) -> list[dict]:
    """Un encabezado por fecha; ``apremia`` si cae en los días que se consideran por vencer."""
    return [
        {"fecha": fecha, "apremia": (fecha - hoy).days <= DIAS_POR_VENCER, "filas": [(v, _url_de(v, lista)) for v in grupo]}
        for fecha, grupo in groupby(vencimientos, key=lambda v: v.vence_el)
    ]


def _matriz(datos: resumen.Tablero, grupo: str, corte: Corte, lista: Lista) -> dict:
    """Lo que pide ``components/matriz.html``. Una columna por disposición de la reunión elegida, o de la última."""
    columnas = resumen.columnas_de(datos.reunion) if datos.reunion else []
    return {
        "titulo": f"Obligaciones por entidad y disposición, al {fecha_larga(corte.dia)}",
        "nada": "ninguna en esa situación" if grupo else "",
        "reunion": columnas[-1].disposicion.reunion if columnas else None,
        "columnas": [_columna(c.disposicion) for c in columnas],
        "renglones": [_renglon(r, [c.disposicion for c in columnas], grupo, lista) for r in datos.renglones],
        "pie": [c.calla or _de(datos.por_disposicion.get(c.disposicion.pk, Conteo.sumando([])), grupo) for c in columnas],
        "pie_total": _de(datos.conteo, grupo),
        "rotulo_total": GRUPOS[grupo].plural.capitalize() if grupo else "Cumplidas",
    }


def _columna(d: Disposicion) -> dict:
    titulo = f"{d}: {sin_gritar(d.titulo)}" if d.titulo else str(d)
    return {"titulo": d.sigla, "titulo_largo": titulo, "url": reverse("disposicion-detail", args=[d.pk])}


def _de(conteo: Conteo, grupo: str) -> str:
    """«0 de 7»: las del grupo pedido, o las cumplidas, con su denominador."""
    return f"{conteo.por_grupo[grupo or Grupo.CUMPLIDA]} de {conteo.total}"


def _renglon(r: resumen.Renglon, columnas: list, grupo: str, lista: Lista) -> dict:
    entidad = r.entidad.abreviatura if r.entidad else FEDERALES
    nombre = r.entidad.nombre if r.entidad else "Federales y de zona"
    return {
        "titulo": nombre,
        "url": lista(entidad=entidad),
        "total": _de(r.conteo, grupo),
        "celdas": [_celda(r.por_disposicion.get(d.pk), d, (entidad, nombre), grupo, lista) for d in columnas],
    }


def _celda(conteo: Conteo | None, disposicion, de: tuple[str, str], grupo: str, lista: Lista) -> dict | None:
    """La cara de la celda es su situación más apremiante, o la pedida; el texto, cuántas están en ella y de cuántas."""
    cara = grupo or (conteo.peor if conteo else "")
    if not conteo or not cara or not conteo.por_grupo[cara]:
        return None
    cuantas, total, (entidad, nombre) = conteo.por_grupo[cara], conteo.total, de
    return {
        "grupo": cara,
        "texto": f"{cuantas} de {total}" if total else "exenta",
        "etiqueta": f"{GRUPOS[cara].palabra if cuantas == 1 else GRUPOS[cara].plural}, {nombre}, {disposicion}",
        "url": lista(entidad=entidad, disposicion=disposicion.clave, grupo=grupo),
    }


def _deudor(r: resumen.Renglon, reunion: str, lista: Lista) -> dict:
    clave = r.entidad.abreviatura if r.entidad else FEDERALES
    return {
        "nombre": r.entidad.nombre if r.entidad else "Federales y de zona",
        "conteo": r.conteo,
        "url": lista(entidad=clave, reunion=reunion),
        "url_vencidas": lista(entidad=clave, reunion=reunion, grupo="vencida"),
        "url_por_vencer": lista(entidad=clave, reunion=reunion, grupo="por_vencer"),
    }


def _url_de(v: proximos.Vencimiento, lista: Lista) -> str:
    return lista(compromiso=v.compromiso_clave, vence_desde=v.vence_el, vence_hasta=v.vence_el, periodo=v.periodo)
