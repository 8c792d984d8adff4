"""Qué vence: lo próximo, agrupado por fecha y compromiso. De cuántas sean, solo se leen las primeras."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, When

from conferencia.domain.situacion import GRUPO_DE, Grupo, Situacion
from conferencia.domain.trayectoria import SIEMPRE
from conferencia.models import Compromiso, Obligacion
from conferencia.queries.corte import Corte, al_corte
from conferencia.queries.paginas import llaves
from conferencia.queries.tablero import situaciones_de

CUANTOS = 14
LOTE = 1000  # cuántas se leen de una vez; lo común es que en ellas estén todos los que se muestran
EXENTAS = [s.value for s, g in GRUPO_DE.items() if g == Grupo.EXENTA]
NADA_MAS_FALTA = [s.value for s, g in GRUPO_DE.items() if g in (Grupo.CUMPLIDA, Grupo.EXENTA) or s == Situacion.EN_REVISION]
_TIPO_O_SIGLAS = Case(When(partes__institucion__entidad__isnull=True, then="partes__institucion__siglas"), default="partes__institucion__tipo")

Serie = tuple[UUID, str]  # compromiso y periodo


@dataclass(frozen=True)
class Vencimiento:
    """Las obligaciones de un compromiso que vencen el mismo día. ``faltan``: las que nada han entregado o deben subsanar."""

    vence_el: date
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


def vencimientos(obligaciones: QuerySet[Obligacion], corte: Corte, *, grupo: str = "", limite: int = CUANTOS) -> list[Vencimiento]:
    """Los primeros desde el corte, inclusive, en que algo falta. ``grupo``: solo las de ese grupo de situaciones."""
    vivas = al_corte(obligaciones, corte).filter(orden_el__gte=corte.dia, orden_el__lt=SIEMPRE)
    primeros = _primeros(vivas, corte, grupo, limite)
    if not primeros:
        return []
    series = set().union(*primeros.values())
    compromisos = Compromiso.objects.select_related("disposicion").in_bulk({c for c, _ in series})
    suyas = vivas.filter(compromiso__in=compromisos, periodo__in={p for _, p in series}).exclude(situacion__in=EXENTAS)
    suyas = suyas.filter(situacion__in=situaciones_de(grupo)) if grupo else suyas
    quienes = _quienes(suyas)
    hallados = [
        Vencimiento(dia, periodo, total, faltan, entidades, compromisos[compromiso], quienes.get((compromiso, periodo), ()))
        for dia, compromiso, periodo, total, faltan, entidades in _cuentas(suyas)
        if (dia, compromiso) in primeros
    ]
    return sorted(hallados, key=_en_orden)[:limite]


def _primeros(vivas: QuerySet[Obligacion], corte: Corte, grupo: str, limite: int) -> dict[tuple[date, UUID], set[Serie]]:
    """Por día y compromiso, los primeros ``limite`` en orden de fecha y clave, con sus periodos."""
    faltan = [s.value for s in Situacion if s.value not in NADA_MAS_FALTA and (not grupo or GRUPO_DE[s].value == grupo)]
    pedidas, situaciones = (vivas, faltan) if grupo else (vivas.filter(situacion__in=faltan), [])
    primeros: dict[tuple[date, UUID], set[Serie]] = {}
    despues = None
    while faltan:
        filas = llaves(pedidas, corte, situaciones=situaciones, despues=despues, cuantas=LOTE, con=("compromiso", "periodo"))
        for dia, _, _, compromiso, periodo in filas:
            if (dia, compromiso) not in primeros and len(primeros) == limite:
                return primeros
            primeros.setdefault((dia, compromiso), set()).add((compromiso, periodo))
        if len(filas) < LOTE:
            break
        despues = filas[-1][:2]
    return primeros


def _cuentas(suyas: QuerySet[Obligacion]) -> QuerySet:
    return (
        suyas.order_by()
        .values("vence_al", "compromiso_id", "periodo")
        .annotate(total=Count("pk"), faltan=Count("pk", filter=~Q(situacion__in=NADA_MAS_FALTA)), entidades=Count("entidad", distinct=True))
        .filter(faltan__gt=0)
        .values_list("vence_al", "compromiso_id", "periodo", "total", "faltan", "entidades")
    )


def _quienes(suyas: QuerySet[Obligacion]) -> dict[Serie, tuple[str, ...]]:
    """De cada compromiso y periodo, la clase de instituciones que responden (o sus siglas, si son federales)."""
    hallados: dict[Serie, set[str]] = {}
    for compromiso, periodo, quien in suyas.order_by().values_list("compromiso", "periodo", _TIPO_O_SIGLAS).distinct():
        hallados.setdefault((compromiso, periodo), set()).add(quien)
    return {serie: tuple(sorted(suyos)) for serie, suyos in hallados.items()}


def _en_orden(v: Vencimiento) -> tuple:
    d = v.compromiso.disposicion
    return v.vence_el, d.clase, d.numero, v.compromiso.orden, v.periodo
