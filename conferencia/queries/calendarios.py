"""Los calendarios de inhábiles: con cuál cuenta cada institución y qué obligaciones toca un cambio."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.db.models import Count, QuerySet

from conferencia.domain.calendario import CalendarioHabil
from conferencia.domain.plazos import HABILES, a_habil, recorrer
from conferencia.models import Calendario, CalendarioDeInstitucion, DiaInhabil, Institucion, Obligacion
from conferencia.queries.plazos import unidad_de


def calendarios_de(instituciones: Iterable[Institucion]) -> dict[UUID, CalendarioHabil]:
    """Los inhábiles de cada una, en dos consultas. Cada día se juzga con el calendario que ese día regía para ella: el adoptado o,
    sin él, el suyo por omisión. Las que cuentan igual comparten el mismo objeto."""
    todas = {i.pk: i.calendario_id for i in instituciones}
    adoptados: dict[UUID, list[tuple]] = defaultdict(list)
    for pk, calendario, vigencia in CalendarioDeInstitucion.objects.filter(institucion__in=todas).values_list("institucion", "calendario", "vigencia"):
        adoptados[pk].append((calendario, vigencia))
    maneras = {pk: (omision, tuple(adoptados.get(pk, ()))) for pk, omision in todas.items()}
    usados = {*todas.values(), *(c for suyos in adoptados.values() for c, _ in suyos)}
    filas = list(DiaInhabil.objects.filter(calendario__in=usados).values_list("calendario", "fecha"))
    hechos = {
        (omision, suyos): CalendarioHabil.con(fecha for calendario, fecha in filas if calendario == _el_que_rige(fecha, suyos, omision))
        for omision, suyos in set(maneras.values())
    }
    return {pk: hechos[manera] for pk, manera in maneras.items()}


def _el_que_rige(dia: date, adoptados: Iterable[tuple], omision: UUID) -> UUID:
    return next((c for c, v in adoptados if (v.lower is None or v.lower <= dia) and (v.upper is None or dia < v.upper)), omision)


def calendario_de(institucion: Institucion) -> CalendarioHabil:
    return calendarios_de([institucion])[institucion.pk]


def calendario_de_partes(instituciones: Iterable[Institucion]) -> CalendarioHabil:
    """El de varias que responden juntas: lo inhábil para cualquiera no cuenta."""
    return CalendarioHabil.con(dia for suyo in calendarios_de(instituciones).values() for dia in suyo.inhabiles)


def calendario_de_obligacion(obligacion: Obligacion) -> CalendarioHabil:
    return calendario_de_partes(Institucion.objects.filter(partes__obligacion=obligacion))


def rigen_hoy(instituciones: Iterable[Institucion], hoy: date) -> list[Calendario]:
    """Los calendarios con que esas instituciones cuentan hoy, por nombre y sin repetir, en dos consultas."""
    omision = {i.pk: i.calendario_id for i in instituciones}
    adoptados = dict(CalendarioDeInstitucion.objects.vigentes(hoy).filter(institucion__in=omision).values_list("institucion", "calendario"))
    return list(Calendario.objects.filter(pk__in={*(omision | adoptados).values()}).order_by("nombre"))


# --- Las páginas ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Uso:
    """Qué institución usa un calendario y desde cuándo. ``desde`` nulo: es el suyo por omisión."""

    institucion: Institucion
    desde: date | None
    hasta: date | None
    fuente: str


def lista() -> QuerySet[Calendario]:
    return Calendario.objects.annotate(dias=Count("inhabiles")).order_by("nombre")


def usan(calendario: Calendario, hoy: date) -> list[Institucion]:
    """Las instituciones que hoy cuentan con él."""
    adoptados = dict(CalendarioDeInstitucion.objects.vigentes(hoy).values_list("institucion", "calendario"))
    instituciones = Institucion.objects.select_related("entidad").order_by("entidad__orden", "tipo", "nombre")
    return [i for i in instituciones if adoptados.get(i.pk, i.calendario_id) == calendario.pk]


def adopciones(calendario: Calendario) -> list[Uso]:
    """Quiénes lo adoptaron, con su vigencia y el acuerdo; lo más reciente primero."""
    filas = CalendarioDeInstitucion.objects.filter(calendario=calendario).select_related("institucion__entidad").order_by("-vigencia", "institucion__nombre")
    return [Uso(f.institucion, f.vigencia.lower, f.vigencia.upper, f.fuente) for f in filas]


def por_anio(calendario: Calendario) -> list[tuple[int, list[DiaInhabil]]]:
    """Los días, año por año, del más reciente al más viejo."""
    dias = calendario.inhabiles.order_by("-fecha__year", "fecha")
    return [(anio, list(suyos)) for anio, suyos in groupby(dias, key=lambda x: x.fecha.year)]


# --- A quién toca un día que se agrega --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Afectada:
    """``propuesta``: la fecha que le tocaría; ``None`` si su reunión no recorre lo que vence en inhábil."""

    obligacion: Obligacion
    vence_el: date
    propuesta: date | None
    pasos: tuple[str, ...]


def afectadas(calendario: Calendario, dia: date) -> list[Afectada]:
    """Las abiertas que vencen ese día, o lo cuentan dentro de un plazo en días hábiles, si alguna de sus partes usa el calendario."""
    if dia.weekday() >= 5:
        return []
    instituciones = [i.pk for i in usan(calendario, dia)]
    abiertas = Obligacion.objects.abiertas().de_instituciones(instituciones).filter(vence_el__gte=dia, nace_el__lte=dia)
    abiertas = abiertas.select_related("compromiso__disposicion__reunion", "plazo_dado_por", "institucion", "entidad")
    tocadas = [_afectada(o, dia) for o in abiertas.prefetch_related("partes__institucion").order_by("vence_el", "clave")]
    return [t for t in tocadas if t is not None]


def _afectada(o: Obligacion, dia: date) -> Afectada | None:
    habiles = unidad_de(o) == HABILES
    if o.vence_el is None or not (habiles or o.vence_el == dia):
        return None
    base = calendario_de_partes(p.institucion for p in o.partes.all())
    rodar = o.compromiso.disposicion.reunion.rodar_a_habil
    if habiles:
        computo = recorrer(o.vence_el, dia, dia, CalendarioHabil(base.inhabiles - {dia}), HABILES, rodar=False)
        vence = CalendarioHabil(base.inhabiles | {dia}).siguiente_habil(computo.vence)
        return Afectada(o, o.vence_el, vence, ("Ese día se contaba como hábil en su plazo: deja de contar.",))
    computo = a_habil(o.vence_el, CalendarioHabil(base.inhabiles | {dia}), rodar=rodar)
    return Afectada(o, o.vence_el, computo.vence if rodar else None, computo.pasos)
