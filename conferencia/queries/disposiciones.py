"""La página de una disposición: su texto con lo comprometido, y cómo va cada compromiso con cada quien."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Min, QuerySet

from conferencia.models import Compromiso, Disposicion, EntidadFederativa, Institucion, Obligacion, Parrafo, Referencia, Reunion
from conferencia.queries.citas import Tramo, rotulo_de_parrafo, segmentar
from conferencia.queries.conteo import Conteo
from conferencia.queries.corte import Corte, al_corte
from conferencia.queries.cuentas import Casilla


@dataclass(frozen=True)
class ParrafoCitado:
    parrafo: Parrafo
    segmentos: list[dict]

    @property
    def rotulo(self) -> str:
        return rotulo_de_parrafo(self.parrafo.numero)


@dataclass(frozen=True)
class CompromisoVisto:
    """Un compromiso con el plazo que lo rige y la cuenta de sus obligaciones visibles.

    ``obligaciones_en``: el compromiso en que se cuentan, cuando este solo lo completa.
    """

    compromiso: Compromiso
    plazo: Compromiso
    conteo: Conteo
    obligaciones_en: Compromiso | None

    @property
    def plazo_ajeno(self) -> bool:
        return self.plazo.pk != self.compromiso.pk


@dataclass(frozen=True)
class Celda:
    """Las obligaciones de un renglón en un compromiso. ``unica``: el id de la que es, si es una sola."""

    conteo: Conteo
    unica: UUID | None

    @property
    def situacion(self) -> str:
        """La de la única."""
        return next(iter(self.conteo.por_situacion))


@dataclass(frozen=True)
class RenglonDeQuien:
    """Quién responde (institución, entidad en conjunto, o la zona entera) y sus celdas, una por compromiso (o ``None``)."""

    quien: str
    clave: str
    celdas: tuple[Celda | None, ...]


@dataclass(frozen=True)
class DisposicionVista:
    disposicion: Disposicion
    parrafos: tuple[ParrafoCitado, ...]
    compromisos: tuple[CompromisoVisto, ...]
    referencias: tuple[Referencia, ...]
    citada_por: tuple[Referencia, ...]
    renglones: tuple[RenglonDeQuien, ...]
    conteo: Conteo

    @property
    def columnas(self) -> tuple[CompromisoVisto, ...]:
        """Los compromisos que tienen obligaciones propias."""
        return tuple(c for c in self.compromisos if c.conteo.por_situacion)


def ver_disposicion(disposicion: Disposicion, obligaciones: QuerySet[Obligacion], corte: Corte) -> DisposicionVista:
    """Siempre las mismas consultas, tenga los compromisos que tenga. ``obligaciones``: las visibles."""
    compromisos = list(
        disposicion.compromisos.select_related("parrafo", "complementa__disposicion")
        .prefetch_related("responsables__institucion", "complementos__disposicion", "complementos__parrafo", "insumos")
        .order_by("orden")
    )
    ids = [c.complementa_id or c.pk for c in compromisos]
    suyas = _cuentas(obligaciones.filter(compromiso__in=ids), corte)
    propias = [f for f in suyas if f.compromiso in {c.pk for c in compromisos}]
    plazos = _plazos_que_rigen(ids)
    vistos = tuple(_compromiso(c, plazos.get(c.pk, c), suyas) for c in compromisos)
    columnas = [c.compromiso for c in vistos if c.conteo.por_situacion and c.obligaciones_en is None]
    return DisposicionVista(
        disposicion=disposicion,
        parrafos=tuple(_parrafo(p, compromisos) for p in disposicion.parrafos.order_by("numero")),
        compromisos=vistos,
        referencias=tuple(disposicion.referencias.select_related("destino").order_by("pk")),
        citada_por=tuple(disposicion.citada_por.select_related("origen").order_by("origen__clase", "origen__numero", "pk")),
        renglones=tuple(_renglones(propias, columnas)),
        conteo=_contar(propias),
    )


@dataclass(frozen=True)
class _Fila:
    """Las obligaciones de un compromiso con quien responde, en una situación. ``primera``: la clave de una de ellas."""

    compromiso: UUID
    institucion: UUID | None
    entidad: UUID | None
    situacion: str
    cuantas: int
    primera: str


def _cuentas(obligaciones: QuerySet[Obligacion], corte: Corte) -> list[_Fila]:
    llaves = ("compromiso_id", "institucion_id", "entidad_id", "situacion")
    filas = al_corte(obligaciones, corte).order_by().values(*llaves).annotate(cuantas=Count("pk"), primera=Min("clave"))
    return [_Fila(*fila) for fila in filas.values_list(*llaves, "cuantas", "primera").order_by("entidad__orden", "institucion__tipo", "primera")]


def _plazos_que_rigen(compromisos: list[UUID]) -> dict[UUID, Compromiso]:
    """Qué compromiso da plazo a cada uno, según quedó asentado en sus obligaciones: es del acta, no depende de quién mire."""
    una_de_cada = Obligacion.objects.filter(compromiso__in=compromisos).order_by("compromiso_id").distinct("compromiso_id")
    return {o.compromiso_id: o.plazo_dado_por for o in una_de_cada.select_related("plazo_dado_por__disposicion", "plazo_dado_por__parrafo")}


def _contar(filas: Iterable[_Fila]) -> Conteo:
    return Conteo.sumando((f.situacion, f.cuantas) for f in filas)


def _parrafo(parrafo: Parrafo, compromisos: list[Compromiso]) -> ParrafoCitado:
    tramos = [Tramo(c.cita_inicio, c.cita_fin, str(c.orden), c.orden, f"#compromiso-{c.orden}") for c in compromisos if c.parrafo_id == parrafo.pk]
    return ParrafoCitado(parrafo, segmentar(parrafo.texto, tramos))


def _compromiso(c: Compromiso, plazo: Compromiso, filas: list[_Fila]) -> CompromisoVisto:
    cuenta = _contar(f for f in filas if f.compromiso == (c.complementa_id or c.pk))
    return CompromisoVisto(c, plazo, cuenta, c.complementa)


def _renglones(filas: list[_Fila], columnas: list[Compromiso]) -> Iterable[RenglonDeQuien]:
    por_quien: dict[tuple, list[_Fila]] = {}
    for f in filas:
        por_quien.setdefault((f.institucion, f.entidad), []).append(f)
    instituciones = Institucion.objects.select_related("entidad").in_bulk({i for i, _ in por_quien if i})
    entidades = EntidadFederativa.objects.in_bulk({e for i, e in por_quien if e and not i})
    ids = dict(Obligacion.objects.filter(clave__in={f.primera for f in filas if f.cuantas == 1}).values_list("clave", "pk"))
    for (institucion, entidad), suyas in por_quien.items():
        celdas = tuple(_celda([f for f in suyas if f.compromiso == c.pk], ids) for c in columnas)
        if institucion:
            yield RenglonDeQuien(instituciones[institucion].nombre_corto, instituciones[institucion].clave, celdas)
        else:
            yield RenglonDeQuien(f"Conjunta · {entidades[entidad]}" if entidad else "Conjunta única", "", celdas)


def _celda(filas: list[_Fila], ids: dict[str, UUID]) -> Celda | None:
    if not filas:
        return None
    conteo = _contar(filas)
    return Celda(conteo, ids[filas[0].primera] if sum(f.cuantas for f in filas) == 1 else None)


# --- El avance de muchas ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Progreso:
    """Una disposición en la lista de su reunión. ``compromisos``: cuántos obligan; ``actos``: cuántos se agotaron en la reunión."""

    disposicion: Disposicion
    compromisos: int
    actos: int
    completa: int
    conteo: Conteo


def progreso(reunion: Reunion, casillas: Iterable[Casilla]) -> list[Progreso]:
    """Cada disposición de la reunión con sus cuentas. ``casillas``: las de quien mira, al corte."""
    disposiciones = list(reunion.disposiciones.en_orden())
    por_disposicion: dict[UUID | None, list[tuple[str, int]]] = {}
    for c in casillas:
        por_disposicion.setdefault(c.disposicion, []).append((c.situacion, c.cuantas))
    naturalezas = list(Compromiso.objects.filter(disposicion__reunion=reunion).values_list("disposicion_id", "naturaleza", "complementa_id"))
    return [
        Progreso(
            disposicion=d,
            compromisos=sum(1 for i, n, c in naturalezas if i == d.pk and n == "obligacion" and c is None),
            actos=sum(1 for i, n, _ in naturalezas if i == d.pk and n == "acto"),
            completa=sum(1 for i, _, c in naturalezas if i == d.pk and c is not None),
            conteo=Conteo.sumando(por_disposicion.get(d.pk, [])),
        )
        for d in disposiciones
    ]
