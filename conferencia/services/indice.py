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
from conferencia.models import CambioDiario, CambioNacional, Obligacion, TramoDeSituacion
from conferencia.queries.vidas import tramos_de, vidas

LOTE = 2000
CANDADO_AL_RECONSTRUIR = 0x4845_4348_4F  # el de ``services.hechos``: mientras se rehace, nadie asienta


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


@transaction.atomic
def reconstruir() -> int:
    """Rehace el índice entero de los hechos. Da cuántas obligaciones recorrió."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CANDADO_AL_RECONSTRUIR])
        cursor.execute("TRUNCATE conferencia_tramodesituacion, conferencia_cambiodiario, conferencia_cambionacional")
    recorridas = 0
    for ids in _lotes(_todas()):
        _sumar(_proyectar_lote(ids))
        recorridas += len(ids)
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
    esperados: Deltas = Counter()
    discordantes: list[str] = []
    revisadas = 0
    for ids in _lotes(_todas()):
        revisadas += len(ids)
        tramos, lugares, guardados = tramos_de(ids), lugares_de(ids), _guardados(ids)
        resumen = vidas(ids)
        for o in Obligacion.objects.filter(pk__in=ids).order_by("clave"):
            _contar(esperados, lugares[o.pk], tramos.get(o.pk, []), 1)
            plegado = resumen[o.pk].rasgos_al(SIEMPRE) if o.pk in resumen else None
            if tramos.get(o.pk, []) != guardados.get(o.pk, []) or plegado != o.rasgos(espera_insumo=False):
                discordantes.append(o.clave)
    return Comparacion(revisadas, tuple(discordantes[:TOPE_DE_DISCORDANTES]), _cuadran(esperados))


def _guardados(ids: Sequence[UUID]) -> Mapping[UUID, list[Tramo]]:
    guardados: dict[UUID, list[Tramo]] = {}
    for t in TramoDeSituacion.objects.filter(obligacion__in=ids).order_by("obligacion", "desde"):
        guardados.setdefault(t.obligacion_id, []).append(Tramo(t.desde, t.hasta, t.situacion, t.vence_el))  # type: ignore[arg-type]
    return guardados


def _cuadran(esperados: Deltas) -> bool:
    campos = ("reunion", "disposicion", "entidad", "situacion", "dia", "delta")
    diario = {((r, d, e), s, dia): delta for r, d, e, s, dia, delta in CambioDiario.objects.exclude(delta=0).values_list(*campos)}
    nacional = {tuple(llave): delta for *llave, delta in CambioNacional.objects.exclude(delta=0).values_list("entidad", "situacion", "dia", "delta")}
    sumado: Counter = Counter()
    for ((_, _, entidad), s, dia), delta in esperados.items():
        sumado[entidad, s, dia] += delta
    sin_ceros = {llave: d for llave, d in esperados.items() if d}
    return diario == sin_ceros and nacional == {llave: d for llave, d in sumado.items() if d}
