"""Lecturas de obligaciones: la lista filtrada y la página de una."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from conferencia.domain.periodos import Regla
from conferencia.domain.situacion import Situacion
from conferencia.models import Archivo, ArchivoDeOficio, Compromiso, Entrega, EstadoEntrega, Institucion, Obligacion, Observacion, Parte
from conferencia.queries.busqueda import que_dicen
from conferencia.queries.citas import Tramo, rotulo_de_parrafo, segmentar
from conferencia.queries.conteo import Conteo
from conferencia.queries.corte import Corte, al_corte, como_estaban
from conferencia.queries.cuentas import FEDERALES, Casilla, de_entidad, del_indice, nacionales
from conferencia.queries.recurrencias import regla_de_obligacion
from conferencia.queries.seguimiento import atraso_de
from conferencia.queries.tablero import situaciones_de

TOPE = 10_000  # hasta cuántas se cuentan una por una
IMPOSIBLE = ""  # ninguna situación se llama así


@dataclass(frozen=True, kw_only=True)
class Filtro:
    """Lo que se le puede pedir a la lista; vacío, todo. Las claves son las legibles: «PUE», «PUE-UPC», «ZC-2022-1/A3»."""

    reunion: str = ""
    entidad: str = ""
    institucion: str = ""
    disposicion: str = ""
    compromiso: str = ""
    grupo: str = ""
    situacion: str = ""
    periodo: str = ""
    vence_desde: date | None = None
    vence_hasta: date | None = None
    q: str = ""


def filtrar(obligaciones: QuerySet[Obligacion], filtro: Filtro, corte: Corte) -> QuerySet[Obligacion]:
    """Las que al corte se debían y cumplen lo pedido, salvo la situación (``situaciones``): de ella se encarga quien las pagina o cuenta."""
    pedidas = al_corte(recortar(obligaciones, filtro), corte)
    if filtro.vence_desde:
        pedidas = pedidas.filter(orden_el__gte=filtro.vence_desde, vence_al__isnull=False)
    return pedidas.filter(orden_el__lte=filtro.vence_hasta) if filtro.vence_hasta else pedidas


def situaciones(filtro: Filtro) -> list[str]:
    """Las situaciones pedidas; vacía, todas."""
    del_grupo = situaciones_de(filtro.grupo) if filtro.grupo else []
    if not filtro.situacion:
        return del_grupo
    return [filtro.situacion] if not del_grupo or filtro.situacion in del_grupo else [IMPOSIBLE]


def recortar(obligaciones: QuerySet[Obligacion], filtro: Filtro) -> QuerySet[Obligacion]:
    """Por todo lo que no depende del corte."""
    pedidas = obligaciones.filter(_condicion(filtro))
    return pedidas.de_instituciones(Institucion.objects.filter(clave=filtro.institucion)) if filtro.institucion else pedidas


def _condicion(filtro: Filtro) -> Q:
    iguales = {
        "compromiso__disposicion__reunion__clave": filtro.reunion,
        "entidad__abreviatura": filtro.entidad if filtro.entidad != FEDERALES else "",
        "compromiso__disposicion__clave": filtro.disposicion,
        "compromiso__clave": filtro.compromiso,
        "periodo": filtro.periodo,
    }
    condicion = Q(**{campo: valor for campo, valor in iguales.items() if valor})
    if filtro.entidad == FEDERALES:
        condicion &= Q(entidad__isnull=True)
    return condicion & que_dicen(filtro.q)


@dataclass(frozen=True)
class Cuenta:
    """``topada``: hay más de las que se contaron."""

    conteo: Conteo
    topada: bool = False

    @property
    def todas(self) -> int:
        return self.conteo.total + self.conteo.exentas


def contar(obligaciones: QuerySet[Obligacion], filtro: Filtro, corte: Corte, *, ve_todo: bool) -> Cuenta:
    """Cuántas cumplen el filtro, por situación. Lo que el índice separa se suma de él; lo demás se cuenta hasta ``TOPE``."""
    cuales = situaciones(filtro)
    if ve_todo and not any((filtro.institucion, filtro.compromiso, filtro.periodo, filtro.vence_desde, filtro.vence_hasta, filtro.q)):
        pares = [(c.situacion, c.cuantas) for c in _del_indice(filtro, corte) if not cuales or c.situacion in cuales]
        return Cuenta(Conteo.sumando(pares))
    pedidas = filtrar(obligaciones, filtro, corte)
    pedidas = pedidas.filter(situacion__in=cuales) if cuales else pedidas
    halladas = list(pedidas.order_by().values_list("situacion", flat=True)[: TOPE + 1])
    return Cuenta(Conteo.sumando((s, 1) for s in halladas[:TOPE]), topada=len(halladas) > TOPE)


def _del_indice(filtro: Filtro, corte: Corte) -> list[Casilla]:
    donde = de_entidad(filtro.entidad)
    lugar = {"reunion__clave": filtro.reunion, "disposicion__clave": filtro.disposicion}
    if puestos := {campo: valor for campo, valor in lugar.items() if valor}:
        return del_indice(corte, **puestos, **donde)
    return nacionales(corte, **donde)


@dataclass(frozen=True)
class Renglon:
    """Una obligación como se lista. ``avance``: por ciento, solo si hay que decirlo. ``con``: las demás partes de una conjunta."""

    id: UUID
    clave: str
    sigla: str
    accion: str
    periodo: str
    quien: str
    con: str
    vence_el: date | None
    original_el: date | None
    movida: str
    permanente: bool
    situacion: str
    avance: int | None
    tarde: bool
    alega: bool

    @property
    def terminada(self) -> bool:
        return self.situacion.startswith(("cumplida", "exenta"))


def renglones(obligaciones: Iterable[Obligacion]) -> list[Renglon]:
    """De obligaciones con ``al_corte`` y ``con_lo_de_lista``."""
    return [renglon(o) for o in obligaciones]


def renglon(o: Obligacion) -> Renglon:
    partes = [] if o.institucion_id else [p.institucion for p in o.partes.all()]
    return Renglon(
        id=o.pk,
        clave=o.clave,
        sigla=o.compromiso.disposicion.sigla,
        accion=o.compromiso.accion,
        periodo=o.periodo,
        quien=o.quien,
        con=", ".join(p.siglas or p.get_tipo_display() for p in partes) if o.entidad_id else ", ".join(p.nombre_corto for p in partes),
        vence_el=o.vence_el,
        original_el=o.vence_original_el,
        movida=o.movida,
        permanente=o.permanente,
        situacion=o.situacion,
        avance=o.avance if o.situacion == Situacion.AVANCE_PARCIAL else None,
        tarde=entregada_tarde(o),
        alega=o.alega_no_competencia,
    )


def entregada_tarde(o: Obligacion) -> bool:
    """En revisión y su primera entrega llegó después de vencer: se marca, no es otra situación."""
    return o.situacion == Situacion.EN_REVISION and None not in (o.vence_el, o.primera_entrega_el) and o.primera_entrega_el > o.vence_el


# --- La página de una obligación --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Insumo:
    """Lo que esta obligación necesita de otra. ``dias``: cuántos lleva esperándolo desde que las dos se deben. ``visible``: si puede abrirla.

    ``atraso``: cuántos de esos días son atribuibles a quien lo debe, porque su propio plazo ya venció.
    """

    obligacion: Obligacion
    pendiente: bool
    dias: int
    visible: bool
    atraso: int = 0


GRUPO_DE_ENTREGA = {
    EstadoEntrega.POR_CONFIRMAR: "en_tramite",
    EstadoEntrega.EN_REVISION: "en_tramite",
    EstadoEntrega.CON_OBSERVACIONES: "por_vencer",
    EstadoEntrega.ACEPTADA: "cumplida",
    EstadoEntrega.AJENA: "vencida",
    **dict.fromkeys((EstadoEntrega.REEMPLAZADA, EstadoEntrega.DESCARTADA, EstadoEntrega.DEVUELTA, EstadoEntrega.ALEGACION), "exenta"),
}


@dataclass(frozen=True)
class EntregaVista:
    """Una entrega y, de sus archivos, los que quien mira puede abrir. ``ocultos``: cuántos más tiene."""

    entrega: Entrega
    archivos: tuple[Archivo, ...]
    ocultos: int
    observaciones: tuple[Observacion, ...]

    @property
    def grupo(self) -> str:
        """El tono con que se pinta su estado."""
        return GRUPO_DE_ENTREGA[EstadoEntrega(self.entrega.estado)]


@dataclass(frozen=True)
class Ficha:
    """Todo lo que dice la página de una obligación."""

    obligacion: Obligacion
    renglon: Renglon
    compromiso: Compromiso
    plazo: Compromiso
    segmentos: list[dict]
    partes: tuple[Parte, ...]
    insumos: tuple[Insumo, ...]
    alimenta_a: int
    regla: Regla | None
    entregas: tuple[EntregaVista, ...] = field(default=())

    @property
    def rotulo(self) -> str:
        return rotulo_de_parrafo(self.compromiso.parrafo.numero)

    @property
    def plazo_ajeno(self) -> bool:
        """El plazo lo da otro compromiso: un transitorio que completa al acuerdo."""
        return self.plazo.pk != self.compromiso.pk


def para_ficha(obligaciones: QuerySet[Obligacion], corte: Corte) -> QuerySet[Obligacion]:
    return (
        al_corte(obligaciones, corte)
        .con_lo_de_lista()
        .select_related("compromiso__parrafo", "compromiso__disposicion__reunion", "plazo_dado_por__disposicion", "plazo_dado_por__parrafo")
    )


def ficha(o: Obligacion, corte: Corte, *, visibles: QuerySet[Obligacion], entregas: QuerySet[Entrega], archivos: QuerySet[Archivo]) -> Ficha:
    """``o`` viene de ``para_ficha``; los querysets, de ``visibles_para``."""
    c = o.compromiso
    tramo = Tramo(c.cita_inicio, c.cita_fin, c.clave.rpartition("/")[2], c.orden)
    return Ficha(
        obligacion=o,
        renglon=renglon(o),
        compromiso=c,
        plazo=o.plazo_dado_por,
        segmentos=segmentar(c.parrafo.texto, [tramo]),
        partes=tuple(sorted(o.partes.all(), key=lambda p: p.orden)),
        insumos=_insumos(o, corte, visibles),
        alimenta_a=visibles.nacidas(corte.dia).filter(insumos=o).count(),
        regla=regla_de_obligacion(o),
        entregas=_entregas(o, entregas.filter(presentada_en__lte=corte.sabido_al, presentada_en__date__lte=corte.dia), archivos),
    )


def _insumos(o: Obligacion, corte: Corte, visibles: QuerySet[Obligacion]) -> tuple[Insumo, ...]:
    fuentes = como_estaban(al_corte(o.insumos.all(), corte).con_lo_de_lista().order_by("orden_el", "clave"), corte)
    abribles = set(visibles.filter(pk__in=[f.pk for f in fuentes]).values_list("pk", flat=True)) if fuentes else set()
    return tuple(_insumo(o, f, corte.dia, visible=f.pk in abribles) for f in fuentes)


def _insumo(o: Obligacion, f: Obligacion, hoy: date, *, visible: bool) -> Insumo:
    pendiente = not f.situacion.startswith(("cumplida", "exenta"))
    return Insumo(f, pendiente, (hoy - max(o.nace_el, f.nace_el)).days, visible, atraso_de(f, hoy) if pendiente else 0)


def _entregas(o: Obligacion, entregas: QuerySet[Entrega], archivos: QuerySet[Archivo]) -> tuple[EntregaVista, ...]:
    adjuntos = ArchivoDeOficio.objects.select_related("archivo__examen__ya_en").prefetch_related("archivo__firmas").order_by("orden")
    suyas = (
        entregas.filter(obligacion=o)
        .select_related("oficio__copia", "oficio__acuse", "institucion__entidad")
        .prefetch_related(Prefetch("oficio__adjuntos", adjuntos), Prefetch("observaciones", Observacion.objects.order_by("numero")))
        .order_by("-numero")
    )
    todas = list(suyas)
    ids = {a.archivo_id for e in todas if e.oficio for a in e.oficio.adjuntos.all()}
    abribles = set(archivos.filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    return tuple(_vista(e, abribles) for e in todas)


def _vista(entrega: Entrega, abribles: set[UUID]) -> EntregaVista:
    todos = [a.archivo for a in entrega.oficio.adjuntos.all()] if entrega.oficio else []
    suyos = tuple(a for a in todos if a.pk in abribles)
    return EntregaVista(entrega, suyos, len(todos) - len(suyos), tuple(entrega.observaciones.all()))
