"""El tablero: cómo vamos, quién debe, qué vence. Unas cuantas consultas, siempre las mismas."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, Count, F, Q, QuerySet, When

from conferencia.domain.estados import EXENTOS, Estado
from conferencia.domain.situacion import GRUPO_DE
from conferencia.models import Compromiso, Disposicion, EntidadFederativa, Naturaleza, Obligacion
from conferencia.queries.conteo import Conteo

GRUPOS_DE_PLAZOS = 14


@dataclass(frozen=True)
class Casilla:
    """Obligaciones de una entidad (``None``: federales y de zona) en una disposición, en una situación."""

    entidad: UUID | None
    disposicion: UUID
    situacion: str
    cuantas: int


@dataclass(frozen=True)
class Renglon:
    """Una entidad y su cuenta, en total y por disposición. ``entidad`` vacía: federales y de zona."""

    entidad: EntidadFederativa | None
    conteo: Conteo
    por_disposicion: dict[UUID, Conteo]


@dataclass(frozen=True)
class Tablero:
    conteo: Conteo
    renglones: tuple[Renglon, ...]
    disposiciones: tuple[Disposicion, ...]
    por_disposicion: dict[UUID, Conteo]


def casillas(obligaciones: QuerySet[Obligacion], hoy: date) -> list[Casilla]:
    """Todo lo que el tablero cuenta, en una consulta: solo lo nacido al día ``hoy``."""
    filas = (
        obligaciones.nacidas(hoy)
        .con_situacion(hoy)
        .order_by()
        .values_list("entidad_id", "compromiso__disposicion_id", "situacion")
        .annotate(cuantas=Count("pk"))
    )
    return [Casilla(*fila) for fila in filas]


def _contar(cuales: Iterable[Casilla]) -> Conteo:
    return Conteo.sumando((c.situacion, c.cuantas) for c in cuales)


def _por_disposicion(cuales: list[Casilla]) -> dict[UUID, Conteo]:
    return {d: _contar(c for c in cuales if c.disposicion == d) for d in {c.disposicion for c in cuales}}


def tablero(obligaciones: QuerySet[Obligacion], hoy: date) -> Tablero:
    """Totales, renglones por entidad (alfabéticos; al final lo federal) y columnas por disposición."""
    todas = casillas(obligaciones, hoy)
    entidades = {e.pk: e for e in EntidadFederativa.objects.filter(pk__in={c.entidad for c in todas if c.entidad})}
    disposiciones = Disposicion.objects.filter(pk__in={c.disposicion for c in todas}).select_related("reunion").en_orden()
    llaves = sorted({c.entidad for c in todas}, key=lambda k: (k is None, entidades[k].orden if k else ""))
    renglones = []
    for llave in llaves:
        suyas = [c for c in todas if c.entidad == llave]
        renglones.append(Renglon(entidades.get(llave), _contar(suyas), _por_disposicion(suyas)))
    return Tablero(_contar(todas), tuple(renglones), tuple(disposiciones), _por_disposicion(todas))


@dataclass(frozen=True)
class Columna:
    """Una disposición de la reunión. ``calla``: por qué no tiene obligaciones propias («acto», «→ A8»), o vacío."""

    disposicion: Disposicion
    calla: str


def columnas_de(reunion: UUID) -> list[Columna]:
    """Todas las disposiciones de la reunión, también las que se agotaron en ella o solo dan plazo a otra."""
    disposiciones = Disposicion.objects.de_la_reunion(reunion).select_related("reunion").prefetch_related("compromisos__complementa__disposicion")
    return [Columna(d, _por_que_calla(list(d.compromisos.all()))) for d in disposiciones]


def _por_que_calla(compromisos: list[Compromiso]) -> str:
    obligaciones = [c for c in compromisos if c.naturaleza == Naturaleza.OBLIGACION]
    if not obligaciones:
        return "acto"
    if any(c.complementa is None for c in obligaciones):
        return ""
    return "→ " + ", ".join(sorted({c.complementa.disposicion.sigla for c in obligaciones}))


def quien_debe(renglones: Iterable[Renglon]) -> list[Renglon]:
    """Los renglones, del que más vencidas tiene al que menos; a igual deuda, el que más por vencer."""
    return sorted(renglones, key=lambda r: (-r.conteo.vencidas, -r.conteo.por_vencer, r.entidad is None, r.entidad.orden if r.entidad else ""))


@dataclass(frozen=True)
class Vencimiento:
    """Las obligaciones de un compromiso que vencen el mismo día. ``faltan``: las que nada han entregado o deben subsanar."""

    vence_el: date
    compromiso_id: UUID
    compromiso_clave: str
    accion: str
    disposicion_id: UUID
    clase: str
    numero: int
    ordinal: str
    periodo: str
    total: int
    faltan: int
    entidades: int
    quienes: tuple[str, ...]

    @property
    def sigla(self) -> str:
        return f"{self.clase[0].upper()}{self.numero}"


_RUTAS = {
    "compromiso_clave": F("compromiso__clave"),
    "accion": F("compromiso__accion"),
    "disposicion_id": F("compromiso__disposicion_id"),
    "clase": F("compromiso__disposicion__clase"),
    "numero": F("compromiso__disposicion__numero"),
    "ordinal": F("compromiso__disposicion__ordinal"),
}
_TIPO_O_SIGLAS = Case(When(partes__institucion__entidad__isnull=True, then="partes__institucion__siglas"), default="partes__institucion__tipo")


def vencimientos(obligaciones: QuerySet[Obligacion], hoy: date, *, grupo: str = "", limite: int = GRUPOS_DE_PLAZOS) -> list[Vencimiento]:
    """Lo próximo a vencer desde ``hoy``, inclusive, agrupado por fecha y compromiso, en una consulta."""
    faltan = Q(estado__in=[Estado.PENDIENTE, Estado.CON_OBSERVACIONES])
    vivas = obligaciones.nacidas(hoy).exclude(estado__in=EXENTOS).filter(vence_el__gte=hoy)
    if grupo:
        vivas = vivas.con_situacion(hoy).filter(situacion__in=situaciones_de(grupo))
    filas = (
        vivas.order_by()
        .values("vence_el", "compromiso_id", "periodo", **_RUTAS)
        .annotate(
            total=Count("pk", distinct=True),
            faltan=Count("pk", distinct=True, filter=faltan),
            entidades=Count("entidad", distinct=True),
            quienes=ArrayAgg(_TIPO_O_SIGLAS, distinct=True),
        )
        .filter(faltan__gt=0)
        .order_by("vence_el", "clase", "numero", "compromiso__orden", "periodo")
    )
    return [Vencimiento(**{k: v for k, v in fila.items() if k != "quienes"}, quienes=tuple(fila["quienes"])) for fila in filas[:limite]]


def situaciones_de(grupo: str) -> list[str]:
    return [s.value for s, g in GRUPO_DE.items() if g.value == grupo]


@dataclass(frozen=True)
class Detenido:
    """Una obligación sin cumplir de la que otras dependen."""

    obligacion: Obligacion
    esperan: int


def insumos_pendientes(obligaciones: QuerySet[Obligacion], hoy: date) -> list[Detenido]:
    """Qué detiene a las ``obligaciones`` abiertas: cada insumo sin cumplir y cuántas lo esperan, el más esperado primero."""
    suyas = obligaciones.nacidas(hoy).abiertas().order_by().values("pk")
    insumos = (
        Obligacion.objects.abiertas()
        .filter(esperan_esta__in=suyas)
        .annotate(esperan=Count("esperan_esta", distinct=True))
        .con_situacion(hoy)
        .con_lo_de_lista()
        .order_by("-esperan", "vence_el", "clave")
    )
    return [Detenido(o, o.esperan) for o in insumos]
