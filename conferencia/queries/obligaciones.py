"""Lecturas de obligaciones: la lista filtrada y la página de una."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from conferencia.domain.situacion import Situacion
from conferencia.models import Archivo, ArchivoDeOficio, Compromiso, Entrega, EstadoEntrega, Institucion, Obligacion, Observacion, Parte
from conferencia.queries.citas import Tramo, rotulo_de_parrafo, segmentar
from conferencia.queries.conteo import Conteo
from conferencia.queries.tablero import situaciones_de


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


FEDERALES = "federales"  # en `entidad`: lo federal y lo que responde la zona entera


def filtrar(obligaciones: QuerySet[Obligacion], filtro: Filtro, hoy: date) -> QuerySet[Obligacion]:
    """Las nacidas que cumplen todo lo pedido, con ``situacion`` anotada."""
    pedidas = recortar(obligaciones, filtro).nacidas(hoy).con_situacion(hoy)
    if filtro.grupo:
        pedidas = pedidas.filter(situacion__in=situaciones_de(filtro.grupo))
    if filtro.situacion:
        pedidas = pedidas.filter(situacion=filtro.situacion)
    return pedidas


def recortar(obligaciones: QuerySet[Obligacion], filtro: Filtro) -> QuerySet[Obligacion]:
    """Por todo lo que no depende de la fecha en que se mira."""
    pedidas = obligaciones.filter(_condicion(filtro))
    return pedidas.de_instituciones(Institucion.objects.filter(clave=filtro.institucion)) if filtro.institucion else pedidas


def _condicion(filtro: Filtro) -> Q:
    iguales = {
        "compromiso__disposicion__reunion__clave": filtro.reunion,
        "entidad__abreviatura": filtro.entidad if filtro.entidad != FEDERALES else "",
        "compromiso__disposicion__clave": filtro.disposicion,
        "compromiso__clave": filtro.compromiso,
        "periodo": filtro.periodo,
        "vence_el__gte": filtro.vence_desde,
        "vence_el__lte": filtro.vence_hasta,
    }
    condicion = Q(**{campo: valor for campo, valor in iguales.items() if valor})
    if filtro.entidad == FEDERALES:
        condicion &= Q(entidad__isnull=True)
    return condicion & _texto(filtro.q)


def _texto(q: str) -> Q:
    """Cada palabra debe estar en algún lado: la clave, la acción, el título, quién responde o su entidad."""
    condicion = Q()
    for palabra in q.split():
        lados = ("clave", "compromiso__accion", "compromiso__disposicion__titulo", "institucion__nombre", "entidad__nombre")
        alguno = Q()
        for lado in lados:
            alguno |= Q(**{f"{lado}__icontains": palabra})
        condicion &= alguno
    return condicion


def contar(obligaciones: QuerySet[Obligacion]) -> Conteo:
    """Cuenta por situación un queryset que ya la trae anotada."""
    return Conteo.sumando((o, 1) for o in obligaciones.order_by().values_list("situacion", flat=True))


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
    prorrogado: bool
    permanente: bool
    situacion: str
    avance: int | None
    tarde: bool
    alega: bool

    @property
    def terminada(self) -> bool:
        return self.situacion.startswith(("cumplida", "exenta"))


def renglones(obligaciones: Iterable[Obligacion]) -> list[Renglon]:
    """De obligaciones con ``con_situacion`` y ``con_lo_de_lista``."""
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
        prorrogado=o.prorrogas > 0,
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
    """Lo que esta obligación necesita de otra. ``dias``: cuántos lleva esperándolo. ``visible``: si quien mira puede abrirla."""

    obligacion: Obligacion
    pendiente: bool
    dias: int
    visible: bool


GRUPO_DE_ENTREGA = {
    EstadoEntrega.POR_CONFIRMAR: "en_tramite",
    EstadoEntrega.EN_REVISION: "en_tramite",
    EstadoEntrega.CON_OBSERVACIONES: "por_vencer",
    EstadoEntrega.ACEPTADA: "cumplida",
    EstadoEntrega.AJENA: "vencida",
    EstadoEntrega.REEMPLAZADA: "exenta",
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
    entregas: tuple[EntregaVista, ...] = field(default=())

    @property
    def rotulo(self) -> str:
        return rotulo_de_parrafo(self.compromiso.parrafo.numero)

    @property
    def plazo_ajeno(self) -> bool:
        """El plazo lo da otro compromiso: un transitorio que completa al acuerdo."""
        return self.plazo.pk != self.compromiso.pk


def para_ficha(obligaciones: QuerySet[Obligacion], hoy: date) -> QuerySet[Obligacion]:
    return (
        obligaciones.con_situacion(hoy)
        .con_lo_de_lista()
        .select_related("compromiso__parrafo", "compromiso__disposicion__reunion", "plazo_dado_por__disposicion", "plazo_dado_por__parrafo")
    )


def ficha(o: Obligacion, hoy: date, *, visibles: QuerySet[Obligacion], entregas: QuerySet[Entrega], archivos: QuerySet[Archivo]) -> Ficha:
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
        insumos=_insumos(o, hoy, visibles),
        alimenta_a=visibles.nacidas(hoy).filter(insumos=o).count(),
        entregas=_entregas(o, entregas, archivos),
    )


def _insumos(o: Obligacion, hoy: date, visibles: QuerySet[Obligacion]) -> tuple[Insumo, ...]:
    fuentes = list(o.insumos.con_situacion(hoy).con_lo_de_lista().order_by("vence_el", "clave"))
    abribles = set(visibles.filter(pk__in=[f.pk for f in fuentes]).values_list("pk", flat=True)) if fuentes else set()
    dias = (hoy - o.nace_el).days
    return tuple(Insumo(f, not f.situacion.startswith(("cumplida", "exenta")), dias, f.pk in abribles) for f in fuentes)


def _entregas(o: Obligacion, entregas: QuerySet[Entrega], archivos: QuerySet[Archivo]) -> tuple[EntregaVista, ...]:
    adjuntos = ArchivoDeOficio.objects.select_related("archivo").order_by("orden")
    suyas = (
        entregas.filter(obligacion=o)
        .select_related("oficio", "institucion__entidad")
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
