"""Buscar en los oficios, en lo que traen sus archivos (leído o reconocido) y en las actas.

Los permisos van dentro de cada consulta: de lo que no se puede ver no hay renglón, ni cuenta, ni fragmento.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.db.models.functions import Left

from conferencia.models import Archivo, ArchivoDeOficio, Compromiso, Disposicion, Entrega, Institucion, Oficio, Parrafo, Solicitud, TextoDeArchivo
from conferencia.models.busqueda import CARACTERES, CONFIGURACION, con_enies, consulta, legible, vector, vector_largo

POR_PAGINA, PAGINAS = 20, 50
CLASES = {"oficio": "Oficios", "archivo": "Lo que traen sus archivos", "parrafo": "Texto de las actas", "compromiso": "Compromisos"}
OPCIONES = list(CLASES.items())
_ABRE, _CIERRA = "\x02", "\x03"


@dataclass(frozen=True)
class Visibles:
    """Lo que quien busca puede ver de cada cosa."""

    oficios: QuerySet[Oficio]
    archivos: QuerySet[Archivo]
    disposiciones: QuerySet[Disposicion]
    compromisos: QuerySet[Compromiso]
    entregas: QuerySet[Entrega]
    solicitudes: QuerySet[Solicitud]


@dataclass(frozen=True)
class Tramo:
    texto: str
    hallado: bool


@dataclass(frozen=True)
class Resultado:
    """``clase``: de ``CLASES``. ``objeto_id``: el oficio, el archivo, la disposición o el compromiso. ``contexto``: de dónde es."""

    clase: str
    objeto_id: UUID
    titulo: str
    contexto: str
    fecha: date | None
    fragmento: tuple[Tramo, ...]
    obligacion_id: UUID | None = None
    disposicion_id: UUID | None = None


@dataclass(frozen=True)
class Hallado:
    """``cuentas``: por clase, con los mismos permisos. ``hay_mas``: si sigue otra página."""

    resultados: tuple[Resultado, ...]
    cuentas: dict[str, int]
    hay_mas: bool


def buscar(texto: str, visibles: Visibles, *, clase: str = "", pagina: int = 1) -> Hallado:
    """Los que dicen lo buscado, primero los que más; ``pagina`` desde 1. Siempre las mismas consultas, halle lo que halle."""
    pedida = consulta(texto)
    fuentes = _fuentes(pedida, visibles)
    elegidas = [fuentes[clase]] if clase else list(fuentes.values())
    desde = (pagina - 1) * POR_PAGINA
    renglones = list(_juntos(elegidas)[desde : desde + POR_PAGINA + 1])
    orden = [(de, pk) for de, pk, _ in renglones[:POR_PAGINA]]
    leidos = {(r.clase, pk): r for de in CLASES for pk, r in _leidos(de, [pk for c, pk in orden if c == de], pedida, visibles)}
    return Hallado(tuple(leidos[x] for x in orden), _cuentas(fuentes), len(renglones) > POR_PAGINA and pagina < PAGINAS)


def _fuentes(pedida: SearchQuery, visibles: Visibles) -> dict[str, QuerySet]:
    """De cada clase, sus renglones: clase, llave y rango."""
    remitentes = Institucion.objects.annotate(v=vector("nombre", "siglas")).filter(v=pedida)
    oficios = visibles.oficios.annotate(v=vector("numero", "asunto", "firmante")).filter(Q(v=pedida) | Q(remitente__in=remitentes))
    textos = TextoDeArchivo.objects.filter(archivo__in=visibles.archivos, archivo__adjunto_en__isnull=False).annotate(v=vector_largo("texto"))
    parrafos = Parrafo.objects.filter(disposicion__in=visibles.disposiciones).annotate(v=vector("texto")).filter(v=pedida)
    compromisos = visibles.compromisos.annotate(v=vector("accion", "entregable")).filter(v=pedida)
    por_clase = {"oficio": oficios, "archivo": textos.filter(v=pedida), "parrafo": parrafos, "compromiso": compromisos}
    return {c: _renglones(c, q, pedida) for c, q in por_clase.items()}


def _renglones(clase: str, filas: QuerySet, pedida: SearchQuery) -> QuerySet:
    con_rango = filas.order_by().annotate(clase_hallada=Value(clase, output_field=CharField()), rango=SearchRank(F("v"), pedida))
    return con_rango.values_list("clase_hallada", "pk", "rango").distinct()


def _juntos(fuentes: list[QuerySet]) -> QuerySet:
    primera, *demas = fuentes
    return (primera.union(*demas, all=True) if demas else primera).order_by("-rango", "pk")


def _cuentas(fuentes: dict[str, QuerySet]) -> dict[str, int]:
    una = [q.values("clase_hallada").annotate(n=Count("pk", distinct=True)).values_list("clase_hallada", "n") for q in fuentes.values()]
    return dict.fromkeys(fuentes, 0) | dict(una[0].union(*una[1:], all=True))


# --- Los de la página, ya con sus palabras --------------------------------------------------------------------------------


def _leidos(clase: str, ids: list[UUID], pedida: SearchQuery, visibles: Visibles) -> Iterable[tuple[UUID, Resultado]]:
    lectores: dict[str, Callable] = {"oficio": _oficios, "archivo": _archivos, "parrafo": _parrafos, "compromiso": _compromisos}
    return lectores[clase](ids, pedida, visibles)


def _fragmento(expresion, pedida: SearchQuery) -> SearchHeadline:
    return SearchHeadline(
        legible(expresion),
        pedida,
        config=CONFIGURACION,
        start_sel=_ABRE,
        stop_sel=_CIERRA,
        max_fragments=2,
        max_words=28,
        min_words=12,
        fragment_delimiter=" … ",
    )


def _tramos(dicho: str) -> tuple[Tramo, ...]:
    """Lo hallado, aparte de lo demás; quien lo pinta escapa cada tramo."""
    limpio = con_enies(" ".join(dicho.split()))
    partes = re.split(f"({_ABRE}[^{_ABRE}{_CIERRA}]*{_CIERRA})", limpio)
    quitar = str.maketrans("", "", _ABRE + _CIERRA)
    return tuple(Tramo(p.translate(quitar), p.startswith(_ABRE) and p.endswith(_CIERRA)) for p in partes if p.translate(quitar))


def _oficios(ids: list[UUID], pedida: SearchQuery, visibles: Visibles) -> Iterable[tuple[UUID, Resultado]]:
    obligaciones = _obligaciones_de(ids, visibles)
    for o in Oficio.objects.filter(pk__in=ids).select_related("remitente").annotate(dicho=_fragmento(F("asunto"), pedida)):
        contexto = " · ".join(filter(None, [str(o.remitente), o.firmante]))
        yield o.pk, Resultado("oficio", o.pk, str(o), contexto, o.fecha, _tramos(o.dicho or o.asunto), obligaciones.get(o.pk))


def _archivos(ids: list[UUID], pedida: SearchQuery, visibles: Visibles) -> Iterable[tuple[UUID, Resultado]]:
    textos = list(TextoDeArchivo.objects.filter(pk__in=ids).select_related("archivo").annotate(dicho=_fragmento(Left("texto", CARACTERES), pedida)))
    adjuntos = ArchivoDeOficio.objects.filter(archivo__in=[t.archivo_id for t in textos], oficio__in=visibles.oficios).select_related("oficio__remitente")
    oficios = {a.archivo_id: a.oficio for a in adjuntos}
    obligaciones = _obligaciones_de([o.pk for o in oficios.values()], visibles)
    for t in textos:
        oficio = oficios.get(t.archivo_id)
        contexto = f"{oficio}, {oficio.remitente}" if oficio else ""
        debe = obligaciones.get(oficio.pk) if oficio else None
        yield t.pk, Resultado("archivo", t.archivo_id, t.archivo.nombre, contexto, oficio.fecha if oficio else None, _tramos(t.dicho), debe)


def _parrafos(ids: list[UUID], pedida: SearchQuery, visibles: Visibles) -> Iterable[tuple[UUID, Resultado]]:
    filas = Parrafo.objects.filter(pk__in=ids).select_related("disposicion__reunion").annotate(dicho=_fragmento(F("texto"), pedida))
    for p in filas:
        d = p.disposicion
        yield p.pk, Resultado("parrafo", d.pk, f"{d}, párrafo {p.numero}", str(d.reunion), d.reunion.fecha, _tramos(p.dicho), None, d.pk)


def _compromisos(ids: list[UUID], pedida: SearchQuery, visibles: Visibles) -> Iterable[tuple[UUID, Resultado]]:
    filas = Compromiso.objects.filter(pk__in=ids).select_related("disposicion__reunion").annotate(dicho=_fragmento(F("accion"), pedida))
    for c in filas:
        d = c.disposicion
        yield c.pk, Resultado("compromiso", c.pk, f"Compromiso {c.clave}", f"{d}, {d.reunion}", d.reunion.fecha, _tramos(c.dicho), None, d.pk)


def _obligaciones_de(oficios: list[UUID], visibles: Visibles) -> dict[UUID, UUID]:
    """La obligación a la que se va desde cada oficio: una que quien busca puede ver."""
    entregas = visibles.entregas.filter(oficio__in=oficios).values_list("oficio", "obligacion")
    solicitudes = visibles.solicitudes.filter(oficio__in=oficios).values_list("oficio", "obligacion")
    return dict(solicitudes.union(entregas, all=True))
