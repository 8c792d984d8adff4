"""El tablero: cómo vamos, quién debe, qué lo detiene (qué vence: ``vencimientos``). Unas cuantas consultas, siempre las mismas."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from conferencia.domain.situacion import GRUPO_DE, Grupo, Situacion
from conferencia.models import CambioDiario, Compromiso, Disposicion, EntidadFederativa, Naturaleza, Obligacion, Reunion
from conferencia.queries.conteo import Conteo
from conferencia.queries.corte import Corte, al_corte, como_estaban
from conferencia.queries.cuentas import Casilla, casillas, contar, de_entidad, del_indice, nacionales

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
