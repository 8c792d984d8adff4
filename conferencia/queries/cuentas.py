"""Cuántas obligaciones hay en cada situación a un corte: para quien ve todo, sumando el índice; para los demás, contando las suyas."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from conferencia.models import CambioDiario, CambioNacional, Obligacion
from conferencia.queries.conteo import Conteo
from conferencia.queries.corte import Corte, al_corte

FEDERALES = "federales"  # en `entidad`: lo federal y lo que responde la zona entera


@dataclass(frozen=True)
class Casilla:
    """Obligaciones de una entidad (``None``: federales y de zona) en una disposición (``None``: en todas), en una situación."""

    entidad: UUID | None
    disposicion: UUID | None
    situacion: str
    cuantas: int


def casillas(obligaciones: QuerySet[Obligacion], corte: Corte) -> list[Casilla]:
    """Contando las que son: para quien solo ve las suyas, o con filtros que el índice no separa."""
    filas = (
        al_corte(obligaciones, corte)
        .order_by()
        .values_list("entidad_id", "compromiso__disposicion_id", "situacion")
        .annotate(cuantas=Count("pk"))
        .values_list("entidad_id", "compromiso__disposicion_id", "situacion", "cuantas")
    )
    return [Casilla(*fila) for fila in filas]


def del_indice(corte: Corte, **lugar: object) -> list[Casilla]:
    """Sumando el índice. ``lugar``: filtros de ``CambioDiario`` (``reunion``, ``disposicion__clave``, ``entidad__abreviatura``…)."""
    filas = CambioDiario.objects.filter(dia__lte=corte.dia, **lugar).values_list("reunion", "entidad", "disposicion", "situacion").annotate(n=Sum("delta"))
    sumadas = Counter({tuple(llave): n for *llave, n in filas.order_by()})
    if corte.enmiendas:
        conocidas = enmendado(corte, **{_EN_OBLIGACION.get(campo.partition("__")[0], "") + campo: valor for campo, valor in lugar.items()})
        for reunion, entidad, disposicion, situacion, n in conocidas:
            sumadas[reunion, entidad, disposicion, situacion] += n
    return [Casilla(e, d, s, n) for (_, e, d, s), n in sumadas.items() if n]


def nacionales(corte: Corte, **lugar: object) -> list[Casilla]:
    """Entidad × situación entre todas las reuniones. ``lugar``: filtros de entidad."""
    filas = CambioNacional.objects.filter(dia__lte=corte.dia, **lugar).values_list("entidad", "situacion").annotate(n=Sum("delta"))
    sumadas = Counter({tuple(llave): n for *llave, n in filas.order_by()})
    for _, entidad, _, situacion, n in enmendado(corte, **lugar):
        sumadas[entidad, situacion] += n
    return [Casilla(e, None, s, n) for (e, s), n in sumadas.items() if n]


_EN_OBLIGACION = {"reunion": "compromiso__disposicion__", "disposicion": "compromiso__"}


def enmendado(corte: Corte, **lugar: object) -> Iterable[tuple]:
    """Lo que las enmiendas suman y restan: (reunión, entidad, disposición, situación, ±1)."""
    if not corte.enmiendas:
        return
    campos = ("pk", "compromiso__disposicion__reunion", "entidad", "compromiso__disposicion")
    for pk, *donde in Obligacion.objects.filter(pk__in=list(corte.enmiendas), **lugar).values_list(*campos):
        enmienda = corte.enmiendas[pk]
        for tramo, signo in ((enmienda.entonces, 1), (enmienda.ahora, -1)):
            if tramo is not None:
                yield *donde, str(tramo.situacion), signo


def de_entidad(sigla: str) -> dict[str, object]:
    """El filtro de entidad, dicho para el índice o para las obligaciones; vacío, ninguno."""
    if not sigla:
        return {}
    return {"entidad__isnull": True} if sigla == FEDERALES else {"entidad__abreviatura": sigla}


def contar(cuales: Iterable[Casilla]) -> Conteo:
    return Conteo.sumando((c.situacion, c.cuantas) for c in cuales)


def por_disposicion(cuales: Iterable[Casilla]) -> dict[UUID, dict[str, int]]:
    """De cada disposición, cuántas hay en cada situación."""
    suma: dict[UUID, dict[str, int]] = {}
    for c in cuales:
        if c.disposicion:
            cuenta = suma.setdefault(c.disposicion, {})
            cuenta[c.situacion] = cuenta.get(c.situacion, 0) + c.cuantas
    return suma
