"""La página de una disposición: su texto con lo comprometido, y cómo va cada compromiso con cada quien."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet

from conferencia.models import Compromiso, Disposicion, Obligacion, Parrafo, Referencia
from conferencia.queries.citas import Tramo, rotulo_de_parrafo, segmentar
from conferencia.queries.conteo import Conteo


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
    """Las obligaciones de un renglón en un compromiso. ``unica``: la que es, si es una sola."""

    conteo: Conteo
    unica: Obligacion | None


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


def ver_disposicion(disposicion: Disposicion, obligaciones: QuerySet[Obligacion], hoy: date) -> DisposicionVista:
    """Siempre las mismas consultas, tenga los compromisos que tenga. ``obligaciones``: las visibles."""
    compromisos = list(
        disposicion.compromisos.select_related("parrafo", "complementa__disposicion")
        .prefetch_related("responsables__institucion", "complementos__disposicion", "complementos__parrafo", "insumos")
        .order_by("orden")
    )
    ids = [c.complementa_id or c.pk for c in compromisos]
    suyas = list(
        obligaciones.nacidas(hoy)
        .filter(compromiso__in=ids)
        .con_situacion(hoy)
        .select_related("institucion__entidad", "entidad")
        .order_by("entidad__orden", "institucion__tipo", "clave")
    )
    propias = [o for o in suyas if o.compromiso_id in {c.pk for c in compromisos}]
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


def _plazos_que_rigen(compromisos: list[UUID]) -> dict[UUID, Compromiso]:
    """Qué compromiso da plazo a cada uno, según quedó asentado en sus obligaciones: es del acta, no depende de quién mire."""
    una_de_cada = Obligacion.objects.filter(compromiso__in=compromisos).order_by("compromiso_id").distinct("compromiso_id")
    return {o.compromiso_id: o.plazo_dado_por for o in una_de_cada.select_related("plazo_dado_por__disposicion", "plazo_dado_por__parrafo")}


def _contar(obligaciones: Iterable[Obligacion]) -> Conteo:
    return Conteo.sumando((o.situacion, 1) for o in obligaciones)


def _parrafo(parrafo: Parrafo, compromisos: list[Compromiso]) -> ParrafoCitado:
    tramos = [Tramo(c.cita_inicio, c.cita_fin, str(c.orden), c.orden, f"#compromiso-{c.orden}") for c in compromisos if c.parrafo_id == parrafo.pk]
    return ParrafoCitado(parrafo, segmentar(parrafo.texto, tramos))


def _compromiso(c: Compromiso, plazo: Compromiso, obligaciones: list[Obligacion]) -> CompromisoVisto:
    cuenta = _contar(o for o in obligaciones if o.compromiso_id == (c.complementa_id or c.pk))
    return CompromisoVisto(c, plazo, cuenta, c.complementa)


def _renglones(obligaciones: list[Obligacion], columnas: list[Compromiso]) -> Iterable[RenglonDeQuien]:
    por_quien: dict[tuple, list[Obligacion]] = {}
    for o in obligaciones:
        por_quien.setdefault((o.institucion_id, o.entidad_id), []).append(o)
    for suyas in por_quien.values():
        primera = suyas[0]
        celdas = tuple(_celda([o for o in suyas if o.compromiso_id == c.pk]) for c in columnas)
        quien = primera.institucion.nombre_corto if primera.institucion else primera.quien
        yield RenglonDeQuien(quien, primera.institucion.clave if primera.institucion else "", celdas)


def _celda(obligaciones: list[Obligacion]) -> Celda | None:
    if not obligaciones:
        return None
    return Celda(_contar(obligaciones), obligaciones[0] if len(obligaciones) == 1 else None)


# --- El avance de muchas ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Progreso:
    """Una disposición en la lista de su reunión. ``compromisos``: cuántos obligan; ``actos``: cuántos se agotaron en la reunión."""

    disposicion: Disposicion
    compromisos: int
    actos: int
    completa: int
    conteo: Conteo


def progreso(disposiciones: QuerySet[Disposicion], obligaciones: QuerySet[Obligacion], hoy: date) -> list[Progreso]:
    """Cada disposición con sus cuentas, en tres consultas."""
    filas = (
        obligaciones.nacidas(hoy)
        .con_situacion(hoy)
        .filter(compromiso__disposicion__in=disposiciones)
        .order_by()
        .values_list("compromiso__disposicion_id", "situacion")
        .annotate(cuantas=Count("pk"))
    )
    por_disposicion: dict[UUID, list[tuple[str, int]]] = {}
    for disposicion, situacion, cuantas in filas:
        por_disposicion.setdefault(disposicion, []).append((situacion, cuantas))
    naturalezas = list(Compromiso.objects.filter(disposicion__in=disposiciones).values_list("disposicion_id", "naturaleza", "complementa_id"))
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
