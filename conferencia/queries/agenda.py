"""Lo que vence cada día de un mes, con los inhábiles a la vista. Las consultas no dependen de cuánto venza."""

from calendar import Calendar as Almanaque
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import CharField, Count, Min, Q, QuerySet
from django.db.models.functions import Cast

from conferencia.domain.situacion import GRUPO_DE, Grupo, Situacion
from conferencia.models import Calendario, Compromiso, DiaInhabil, Institucion, Obligacion, TipoInstitucion
from conferencia.queries.calendarios import rigen_hoy
from conferencia.queries.conteo import POR_APREMIO, Conteo

EXENTAS = [s.value for s, g in GRUPO_DE.items() if g == Grupo.EXENTA]
URGENCIA = {g.value: n for n, g in enumerate((*POR_APREMIO, Grupo.EXENTA))}


@dataclass(frozen=True)
class Vencimiento:
    """Lo que de un compromiso vence un día. ``unica``: la obligación, si es una sola. ``subsana``: es el plazo para subsanar.

    ``nacida``: ya se debe; un periodo futuro se anuncia sin que aún cuente.
    """

    compromiso: Compromiso
    conteo: Conteo
    cuantas: int
    unica: UUID | None
    subsana: bool
    nacida: bool


@dataclass(frozen=True)
class Dia:
    """``inhabil``: por qué no cuenta («sábado», «Independencia»), o vacío. ``del_mes``: no es relleno de la primera o última semana."""

    fecha: date
    inhabil: str
    del_mes: bool
    vencimientos: tuple[Vencimiento, ...]


@dataclass(frozen=True)
class Mes:
    """``semanas``: de lunes a domingo. ``calendarios``: con qué inhábiles se pintó."""

    primero: date
    semanas: tuple[tuple[Dia, ...], ...]
    calendarios: tuple[Calendario, ...]

    @property
    def con_algo(self) -> list[Dia]:
        """Los días del mes en que vence algo, para la agenda."""
        return [d for semana in self.semanas for d in semana if d.del_mes and d.vencimientos]


def mes_de(obligaciones: QuerySet[Obligacion], primero: date, hoy: date, *, de: Iterable[Institucion], situaciones: Sequence[str] = ()) -> Mes:
    """El mes que empieza en ``primero``. ``de``: de quiénes son los inhábiles. ``situaciones``: solo esas; vacío, todas menos las exentas."""
    fechas = Almanaque(firstweekday=0).monthdatescalendar(primero.year, primero.month)
    desde, hasta = fechas[0][0], fechas[-1][-1]
    calendarios = rigen_hoy(de, hoy)
    inhabiles = _inhabiles(calendarios, desde, hasta)
    por_dia = _vencimientos(obligaciones, desde, hasta, hoy, situaciones)
    semanas = tuple(tuple(Dia(d, inhabiles.get(d, _fin_de_semana(d)), d.month == primero.month, tuple(por_dia.get(d, ()))) for d in s) for s in fechas)
    return Mes(primero, semanas, tuple(calendarios))


def secretaria_tecnica() -> QuerySet[Institucion]:
    """Con sus inhábiles se pinta el mes de quien no responde por ninguna institución."""
    return Institucion.objects.filter(tipo=TipoInstitucion.SECRETARIA_TECNICA)


def _fin_de_semana(dia: date) -> str:
    return {5: "sábado", 6: "domingo"}.get(dia.weekday(), "")


def _inhabiles(calendarios: list[Calendario], desde: date, hasta: date) -> dict[date, str]:
    filas = DiaInhabil.objects.filter(calendario__in=calendarios, fecha__range=(desde, hasta)).order_by("calendario__nombre")
    return dict(filas.values_list("fecha", "motivo"))


def _vencimientos(obligaciones: QuerySet[Obligacion], desde: date, hasta: date, hoy: date, situaciones: Sequence[str]) -> dict[date, list[Vencimiento]]:
    grupos: dict[tuple, list[dict]] = defaultdict(list)
    for subsana, campo in ((False, "vence_el"), (True, "subsanar_el")):
        for fila in _agrupadas(obligaciones, campo, desde, hasta, hoy, situaciones):
            grupos[fila[campo], fila["compromiso"], subsana].append(fila)
    compromisos = Compromiso.objects.select_related("disposicion__reunion").in_bulk({c for _, c, _ in grupos})
    por_dia: dict[date, list[Vencimiento]] = defaultdict(list)
    for (dia, compromiso, subsana), filas in grupos.items():
        por_dia[dia].append(_uno(compromisos[compromiso], filas, subsana=subsana))
    for del_dia in por_dia.values():
        del_dia.sort(key=lambda v: (URGENCIA[v.conteo.peor], v.compromiso.clave))
    return por_dia


def _agrupadas(obligaciones: QuerySet[Obligacion], campo: str, desde: date, hasta: date, hoy: date, situaciones: Sequence[str]) -> QuerySet:
    """Por día, compromiso y situación. Con observaciones vivas lo que vence es el plazo para subsanar, no el original."""
    observada = Q(situacion=Situacion.CON_OBSERVACIONES)
    filas = obligaciones.filter(**{f"{campo}__range": (desde, hasta)}).con_situacion(hoy)
    filas = filas.filter(observada) if campo == "subsanar_el" else filas.exclude(observada)
    filas = filas.filter(situacion__in=situaciones) if situaciones else filas.exclude(situacion__in=EXENTAS)
    return (
        filas.order_by()
        .values(campo, "compromiso", "situacion")
        .annotate(n=Count("pk"), una=Min(Cast("pk", CharField())), nacidas=Count("pk", filter=Q(nace_el__lte=hoy)))
    )


def _uno(compromiso: Compromiso, filas: list[dict], *, subsana: bool) -> Vencimiento:
    cuantas = sum(f["n"] for f in filas)
    return Vencimiento(
        compromiso=compromiso,
        conteo=Conteo.sumando((f["situacion"], f["n"]) for f in filas),
        cuantas=cuantas,
        unica=UUID(filas[0]["una"]) if cuantas == 1 else None,
        subsana=subsana,
        nacida=any(f["nacidas"] for f in filas),
    )
