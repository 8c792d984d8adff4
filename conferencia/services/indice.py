"""El índice de cortes: se mantiene en la transacción de cada hecho, se reconstruye de ellos y se compara con ellos.

Por obligación, sus tramos de situación; por día, cuántas entran y salen de cada situación. Ver ``models.indice``.
"""

import csv
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from itertools import islice
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction

from conferencia.domain.trayectoria import SIEMPRE, Tramo
from conferencia.models import Obligacion, TramoDeSituacion
from conferencia.queries.vidas import tramos_de, vidas

LOTE = 2000
CANDADO = 0x4845_4348_4F  # «HECHO»: quien asienta espera su turno hasta que el anterior confirme; mientras se rehace, nadie asienta


class Lugar(NamedTuple):
    """Dónde se cuenta una obligación, y su clave."""

    reunion: UUID
    disposicion: UUID
    entidad: UUID | None
    clave: str


Casillero = tuple[UUID, UUID, UUID | None]  # reunión, disposición y entidad
Deltas = Counter[tuple[Casillero, str, date]]


def proyectar(obligaciones: Collection[UUID]) -> None:
    """Pone al día el índice de esas obligaciones y de las que las esperan."""
    for ids in _lotes(_con_dependientes(obligaciones)):
        deltas = _proyectar_lote(ids)
        _sumar(deltas)


def _con_dependientes(obligaciones: Collection[UUID]) -> list[UUID]:
    enlace = Obligacion.insumos.through.objects.filter(to_obligacion__in=list(obligaciones))
    return sorted({*obligaciones, *enlace.values_list("from_obligacion", flat=True)})


def _proyectar_lote(ids: Sequence[UUID]) -> Deltas:
    nuevos = tramos_de(ids)
    viejos = _guardados(ids)
    cambiadas = [pk for pk in ids if nuevos.get(pk, []) != viejos.get(pk, [])]
    TramoDeSituacion.objects.filter(obligacion__in=[pk for pk in cambiadas if pk in viejos]).delete()
    lugares = lugares_de(cambiadas)
    _copiar([(pk, lugares[pk].clave, t.desde, t.hasta, t.situacion, t.vence_el) for pk in cambiadas for t in nuevos.get(pk, [])])
    deltas: Deltas = Counter()
    for pk in cambiadas:
        _contar(deltas, lugares[pk], nuevos.get(pk, []), 1)
        _contar(deltas, lugares[pk], viejos.get(pk, []), -1)
    return deltas


_COPIA = "COPY conferencia_tramodesituacion (obligacion_id, clave, desde, hasta, situacion, vence_el) FROM STDIN WITH (FORMAT csv)"


def _copiar(filas: Sequence[tuple]) -> None:
    """Los tramos nuevos, por COPY: rehacer un millón cuesta la mitad que por INSERT."""
    if not filas:
        return
    texto = StringIO()
    csv.writer(texto).writerows(filas)
    texto.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_expert(_COPIA, texto)


def lugares_de(obligaciones: Sequence[UUID]) -> dict[UUID, Lugar]:
    campos = ("pk", "compromiso__disposicion__reunion", "compromiso__disposicion", "entidad", "clave")
    return {pk: Lugar(*lugar) for pk, *lugar in Obligacion.objects.filter(pk__in=obligaciones).values_list(*campos)}


def _contar(deltas: Deltas, lugar: Lugar, tramos: Iterable[Tramo], signo: int) -> None:
    casillero = lugar[:3]
    for t in tramos:
        deltas[casillero, str(t.situacion), t.desde] += signo
        if t.hasta < SIEMPRE:
            deltas[casillero, str(t.situacion), t.hasta] -= signo


_SUMAR_DIARIO = """
INSERT INTO conferencia_cambiodiario (reunion_id, disposicion_id, entidad_id, situacion, dia, delta)
SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::text[], %s::date[], %s::int[])
ON CONFLICT (reunion_id, disposicion_id, entidad_id, situacion, dia) DO UPDATE SET delta = conferencia_cambiodiario.delta + EXCLUDED.delta
"""
_SUMAR_NACIONAL = """
INSERT INTO conferencia_cambionacional (entidad_id, situacion, dia, delta)
SELECT * FROM unnest(%s::uuid[], %s::text[], %s::date[], %s::int[])
ON CONFLICT (entidad_id, situacion, dia) DO UPDATE SET delta = conferencia_cambionacional.delta + EXCLUDED.delta
"""


def _sumar(deltas: Deltas) -> None:
    """Suma los cambios del día a lo ya contado, por disposición y a nivel nacional. Siempre en el mismo orden: dos a la vez no se traban."""
    diario = sorted(((*lugar, s, dia, d) for (lugar, s, dia), d in deltas.items() if d), key=_orden)
    nacional: Counter[tuple[UUID | None, str, date]] = Counter()
    for _, _, entidad, s, dia, d in diario:
        nacional[entidad, s, dia] += d
    with connection.cursor() as cursor:
        if diario:
            cursor.execute(_SUMAR_DIARIO, _columnas(diario))
        if filas := sorted(((*llave, d) for llave, d in nacional.items() if d), key=_orden):
            cursor.execute(_SUMAR_NACIONAL, _columnas(filas))


def _orden(fila: tuple) -> tuple[str, ...]:
    return tuple(map(str, fila))


def _columnas(filas: Sequence[tuple]) -> list[list]:
    return [[str(v) if isinstance(v, UUID) else v for v in columna] for columna in zip(*filas, strict=True)]


def _lotes(ids: Iterable[UUID]) -> Iterator[tuple[UUID, ...]]:
    pendientes = iter(ids)
    while lote := tuple(islice(pendientes, LOTE)):
        yield lote


# --- Reconstruir y comparar -----------------------------------------------------------------------------------------------

# Lo que los tramos cuentan: cada uno entra en su situación el día que empieza y sale el que acaba.
_CONTADO = """
SELECT d.reunion_id, c.disposicion_id, o.entidad_id, m.situacion, m.dia, sum(m.n)::int AS delta
FROM (SELECT obligacion_id, situacion, desde AS dia, 1 AS n FROM conferencia_tramodesituacion
      UNION ALL SELECT obligacion_id, situacion, hasta, -1 FROM conferencia_tramodesituacion WHERE hasta < '9999-12-31') m
JOIN conferencia_obligacion o ON o.id = m.obligacion_id JOIN conferencia_compromiso c ON c.id = o.compromiso_id
JOIN conferencia_disposicion d ON d.id = c.disposicion_id
GROUP BY 1, 2, 3, 4, 5 HAVING sum(m.n) <> 0
"""
_DIARIO = "SELECT reunion_id, disposicion_id, entidad_id, situacion, dia, delta FROM conferencia_cambiodiario WHERE delta <> 0"
_NACIONAL = "SELECT entidad_id, situacion, dia, delta FROM conferencia_cambionacional WHERE delta <> 0"
_SUMADO = "SELECT entidad_id, situacion, dia, sum(delta)::int FROM conferencia_cambiodiario GROUP BY 1, 2, 3 HAVING sum(delta) <> 0"


@transaction.atomic
def reconstruir() -> int:
    """Rehace el índice entero de los hechos, por lotes y en memoria acotada. Da cuántas obligaciones recorrió."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CANDADO])
        cursor.execute("TRUNCATE conferencia_tramodesituacion, conferencia_cambiodiario, conferencia_cambionacional")
    recorridas = 0
    for ids in _lotes(_todas()):
        claves = dict(Obligacion.objects.filter(pk__in=ids).values_list("pk", "clave"))
        _copiar([(pk, claves[pk], t.desde, t.hasta, t.situacion, t.vence_el) for pk, suyos in tramos_de(ids).items() for t in suyos])
        recorridas += len(ids)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO conferencia_cambiodiario (reunion_id, disposicion_id, entidad_id, situacion, dia, delta) {_CONTADO}")
        cursor.execute(f"INSERT INTO conferencia_cambionacional (entidad_id, situacion, dia, delta) {_SUMADO}")
        cursor.execute("ANALYZE conferencia_tramodesituacion, conferencia_cambiodiario, conferencia_cambionacional")
    return recorridas


def _todas() -> Iterator[UUID]:
    return Obligacion.objects.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=LOTE)


@dataclass(frozen=True)
class Comparacion:
    """``discordantes``: claves de las obligaciones cuyo índice o resumen no es el que sus hechos cuentan. ``conteos``: si los del día cuadran."""

    revisadas: int
    discordantes: tuple[str, ...]
    conteos: bool

    @property
    def concuerda(self) -> bool:
        return self.conteos and not self.discordantes


TOPE_DE_DISCORDANTES = 100


@transaction.atomic
def comparar() -> Comparacion:
    """Compara el índice y el resumen de cada obligación contra sus hechos, por lotes. No corrige nada."""
    discordantes: list[str] = []
    revisadas = 0
    for ids in _lotes(_todas()):
        revisadas += len(ids)
        suyas = vidas(ids)
        tramos, guardados = tramos_de(ids, suyas=suyas), _guardados(ids)
        for o in Obligacion.objects.filter(pk__in=ids).order_by("clave"):
            plegado = suyas[o.pk].rasgos_al(SIEMPRE) if o.pk in suyas else None
            if tramos.get(o.pk, []) != guardados.get(o.pk, []) or plegado != o.rasgos(espera_insumo=False):
                discordantes.append(o.clave)
    return Comparacion(revisadas, tuple(discordantes[:TOPE_DE_DISCORDANTES]), _cuadran())


def _guardados(ids: Sequence[UUID]) -> Mapping[UUID, list[Tramo]]:
    guardados: dict[UUID, list[Tramo]] = {}
    for t in TramoDeSituacion.objects.filter(obligacion__in=ids).order_by("obligacion", "desde"):
        guardados.setdefault(t.obligacion_id, []).append(Tramo(t.desde, t.hasta, t.situacion, t.vence_el))  # type: ignore[arg-type]
    return guardados


def _cuadran() -> bool:
    """Si los conteos por día son los que dan los tramos, y los nacionales su suma. Lo compara la base: son millones de renglones."""
    return not any(_difieren(uno, otro) for uno, otro in ((_CONTADO, _DIARIO), (_SUMADO, _NACIONAL)))


def _difieren(uno: str, otro: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (({uno}) EXCEPT ({otro})) OR EXISTS (({otro}) EXCEPT ({uno}))")
        return bool(cursor.fetchone()[0])
