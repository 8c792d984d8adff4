"""El tablero: cómo vamos, quién debe, qué vence. Unas cuantas consultas, siempre las mismas."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When

from conferencia.domain.situacion import GRUPO_DE, Grupo, Situacion
from conferencia.domain.trayectoria import SIEMPRE
from conferencia.models import CambioDiario, Compromiso, Disposicion, EntidadFederativa, Naturaleza, Obligacion, Reunion
from conferencia.queries.conteo import Conteo
from conferencia.queries.corte import Corte, al_corte, como_estaban
from conferencia.queries.cuentas import Casilla, casillas, contar, de_entidad, del_indice, nacionales

GRUPOS_DE_PLAZOS = 14
INSUMOS = 20
CERRADAS = [s.value for s, g in GRUPO_DE.items() if g in (Grupo.CUMPLIDA, Grupo.EXENTA)]


@dataclass(frozen=True)
class Renglon:
    """Una entidad y su cuenta, en total y por disposición. ``entidad`` vacía: federales y de zona."""

    entidad: EntidadFederativa | None
    conteo: Conteo
    por_disposicion: dict[UUID, Conteo]


@dataclass(frozen=True)
class Tablero:
    """``reunion``: la que da las columnas de la matriz (la pedida, o la última con algo); los totales son de todas las elegidas."""

    conteo: Conteo
    renglones: tuple[Renglon, ...]
    reunion: UUID | None
    por_disposicion: dict[UUID, Conteo]


def _por_disposicion(cuales: list[Casilla]) -> dict[UUID, Conteo]:
    return {d: contar(c for c in cuales if c.disposicion == d) for d in {c.disposicion for c in cuales} if d}


def tablero(obligaciones: QuerySet[Obligacion], corte: Corte) -> Tablero:
    """De unas obligaciones: totales, renglones por entidad (alfabéticos; al final lo federal) y cuentas por disposición."""
    todas = casillas(obligaciones, corte)
    ultima = Disposicion.objects.filter(pk__in={c.disposicion for c in todas}).order_by("-reunion__fecha", "-reunion").values_list("reunion", flat=True).first()
    return _tablero(todas, todas, ultima)


def tablero_nacional(corte: Corte, *, reunion: str = "", entidad: str = "") -> Tablero:
    """Lo mismo de todas las obligaciones, sumando el índice: no las recorre. ``reunion``: clave; ``entidad``: abreviatura o «federales»."""
    donde = de_entidad(entidad)
    if reunion:
        elegida = Reunion.objects.filter(clave=reunion).values_list("pk", flat=True).first()
        suyas = del_indice(corte, reunion=elegida, **donde)
        return _tablero(suyas, suyas, elegida if suyas else None)
    con_algo = Exists(CambioDiario.objects.filter(reunion=OuterRef("pk"), dia__lte=corte.dia))
    ultima = Reunion.objects.filter(con_algo, fecha__lte=corte.dia).order_by("-fecha", "-pk").values_list("pk", flat=True).first()
    return _tablero(nacionales(corte, **donde), del_indice(corte, reunion=ultima, **donde) if ultima else [], ultima)


def _tablero(totales: list[Casilla], de_matriz: list[Casilla], reunion: UUID | None) -> Tablero:
    entidades = {e.pk: e for e in EntidadFederativa.objects.filter(pk__in={c.entidad for c in totales if c.entidad})}
    llaves = sorted({c.entidad for c in totales}, key=lambda k: (k is None, entidades[k].orden if k else ""))
    renglones = [
        Renglon(entidades.get(k) if k else None, contar(c for c in totales if c.entidad == k), _por_disposicion([c for c in de_matriz if c.entidad == k]))
        for k in llaves
    ]
    return Tablero(contar(totales), tuple(renglones), reunion, _por_disposicion(de_matriz))


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
    periodo: str
    total: int
    faltan: int
    entidades: int
    compromiso: Compromiso
    quienes: tuple[str, ...]

    @property
    def compromiso_clave(self) -> str:
        return self.compromiso.clave

    @property
    def accion(self) -> str:
        return self.compromiso.accion

    @property
    def sigla(self) -> str:
        return self.compromiso.disposicion.sigla


_TIPO_O_SIGLAS = Case(When(partes__institucion__entidad__isnull=True, then="partes__institucion__siglas"), default="partes__institucion__tipo")


NADA_MAS_FALTA = [s.value for s, g in GRUPO_DE.items() if g in (Grupo.CUMPLIDA, Grupo.EXENTA) or s == Situacion.EN_REVISION]
EXENTAS = [s.value for s, g in GRUPO_DE.items() if g == Grupo.EXENTA]
TRAMOS = (2_000, 50_000, None)  # cuántas obligaciones se miran, de la que antes vence; más, solo si no alcanzan


def vencimientos(obligaciones: QuerySet[Obligacion], corte: Corte, *, grupo: str = "", limite: int = GRUPOS_DE_PLAZOS) -> list[Vencimiento]:
    """Lo próximo a vencer desde el corte, inclusive, agrupado por fecha y compromiso."""
    por_vencer = _por_vencer(obligaciones, corte, grupo)
    for cuantas in TRAMOS:
        hasta = _dia_de_la(por_vencer, cuantas)
        vivas = por_vencer.filter(orden_el__lte=hasta) if hasta else por_vencer
        filas = list(_cuentas_por_vencer(vivas)[:limite])
        if hasta is None or len(filas) == limite:
            break
    compromisos = Compromiso.objects.select_related("disposicion").in_bulk({fila[1] for fila in filas})
    quienes = _quienes(vivas.filter(compromiso__in=compromisos), {(fila[1], fila[2]) for fila in filas})
    return [Vencimiento(*fila, compromiso=compromisos[fila[1]], quienes=quienes.get((fila[1], fila[2]), ())) for fila in filas]


def _por_vencer(obligaciones: QuerySet[Obligacion], corte: Corte, grupo: str) -> QuerySet[Obligacion]:
    vivas = al_corte(obligaciones, corte).filter(orden_el__gte=corte.dia, orden_el__lt=SIEMPRE).exclude(situacion__in=EXENTAS)
    return vivas.filter(situacion__in=situaciones_de(grupo)) if grupo else vivas


def _dia_de_la(por_vencer: QuerySet[Obligacion], cuantas: int | None) -> date | None:
    """El día en que vence la número ``cuantas``; ``None`` si no hay tantas."""
    if cuantas is None:
        return None
    esa = por_vencer.order_by("orden_el", "orden_clave").values_list("orden_el", flat=True)[cuantas : cuantas + 1]
    return next(iter(esa), None)


def _cuentas_por_vencer(vivas: QuerySet[Obligacion]) -> QuerySet:
    return (
        vivas.order_by()
        .values("vence_al", "compromiso_id", "periodo")
        .annotate(total=Count("pk"), faltan=Count("pk", filter=~Q(situacion__in=NADA_MAS_FALTA)), entidades=Count("entidad", distinct=True))
        .filter(faltan__gt=0, vence_al__isnull=False)
        .order_by("vence_al", "compromiso__disposicion__clase", "compromiso__disposicion__numero", "compromiso__orden", "periodo")
        .values_list("vence_al", "compromiso_id", "periodo", "total", "faltan", "entidades")
    )


def _quienes(vivas: QuerySet[Obligacion], series: set[tuple[UUID, str]]) -> dict[tuple[UUID, str], tuple[str, ...]]:
    """De cada compromiso y periodo, la clase de instituciones que responden (o sus siglas, si son federales)."""
    filas = vivas.order_by().values_list("compromiso", "periodo", _TIPO_O_SIGLAS).distinct()
    hallados: dict[tuple[UUID, str], set[str]] = {}
    for compromiso, periodo, quien in filas:
        if (compromiso, periodo) in series:
            hallados.setdefault((compromiso, periodo), set()).add(quien)
    return {serie: tuple(sorted(suyos)) for serie, suyos in hallados.items()}


def situaciones_de(grupo: str) -> list[str]:
    return [s.value for s, g in GRUPO_DE.items() if g.value == grupo]


@dataclass(frozen=True)
class Detenido:
    """Una obligación sin cumplir de la que otras dependen."""

    obligacion: Obligacion
    esperan: int


def insumos_pendientes(obligaciones: QuerySet[Obligacion], corte: Corte, *, limite: int = INSUMOS) -> list[Detenido]:
    """Qué detiene a las que ese día esperaban: cada insumo que no estaba cerrado y cuántas lo esperaban, el más esperado primero."""
    esperaban = al_corte(obligaciones, corte).filter(situacion=Situacion.EN_ESPERA_DE_INSUMO).order_by().values("pk")
    filas = (
        Obligacion.insumos.through.objects.filter(from_obligacion__in=esperaban)
        .order_by()
        .values_list("to_obligacion")
        .annotate(esperan=Count("from_obligacion", distinct=True))
        .order_by("-esperan", "to_obligacion")
    )
    cuentas = dict(filas[: 3 * limite])
    insumos = al_corte(Obligacion.objects.filter(pk__in=list(cuentas)), corte).exclude(situacion__in=CERRADAS).con_lo_de_lista()
    detenidos = [Detenido(o, cuentas[o.pk]) for o in como_estaban(insumos, corte)]
    return sorted(detenidos, key=lambda d: (-d.esperan, d.obligacion.vence_el or date.max, d.obligacion.clave))[:limite]
