"""Las obligaciones de un corte, por páginas: en orden de vencimiento o de clave, leyendo del índice solo las que se muestran."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, DateField, F, Func, QuerySet, Value

from conferencia.domain.trayectoria import SIEMPRE
from conferencia.models import Obligacion
from conferencia.queries.corte import Corte, al_corte, como_estaban

Lugar = tuple[date, str]  # vencimiento (``SIEMPRE``, sin él) y clave: desde dónde sigue una página


class _Sigue(Func):
    """(a, b) > (c, d), o <, como la base lo sabe buscar en un índice."""

    output_field = BooleanField()

    def __init__(self, *partes, signo: str = ">"):
        super().__init__(*partes)
        self.signo = signo

    def as_sql(self, compiler, connection, *como, **extra):
        partes = [compiler.compile(e) for e in self.get_source_expressions()]
        (a, b, c, d), valores = [sql for sql, _ in partes], [v for _, suyos in partes for v in suyos]
        return f"({a}, {b}) {self.signo} ({c}, {d})", valores


@dataclass(frozen=True)
class Pagina:
    """``siguiente``: desde dónde seguir («2022-09-30~ZC-2022-1/A8.1/PUE-SS»), vacío en la última."""

    obligaciones: tuple[Obligacion, ...]
    siguiente: str


def pagina(pedidas: QuerySet, corte: Corte, *, situaciones: Sequence[str] = (), despues: str = "", limite: int = 50) -> Pagina:
    """Las que siguen por vencimiento y clave, sin contar ni saltar las anteriores. ``pedidas`` viene de ``al_corte``, aún sin situación."""
    dia, _, clave = despues.partition("~")
    desde = (date.fromisoformat(dia), clave) if despues else None
    hallados = llaves(pedidas, corte, situaciones=situaciones, despues=desde, cuantas=limite + 1)
    visto = hallados[:limite]
    siguiente = f"{visto[-1][0].isoformat()}~{visto[-1][1]}" if len(hallados) > limite else ""
    lugares = {pk: n for n, (_, _, pk) in enumerate(visto)}
    leidas = al_corte(Obligacion.objects.filter(pk__in=list(lugares)).con_lo_de_lista(), corte)
    return Pagina(tuple(como_estaban(sorted(leidas, key=lambda o: lugares[o.pk]), corte)), siguiente)


def llaves(
    pedidas: QuerySet,
    corte: Corte,
    *,
    cuantas: int,
    situaciones: Sequence[str] = (),
    despues: Lugar | None = None,
    orden: str = "vence_el",
    con: Sequence[str] = (),
) -> list[tuple]:
    """(vencimiento, clave, pk, *con) de las primeras ``cuantas``. ``orden``: «vence_el», «-vence_el» (lo que no vence, al final), «clave» o «-clave».

    ``pedidas`` viene de ``al_corte``, aún sin situación; ``situaciones`` vacía las admite todas.
    """
    halladas: list[tuple] = []
    for bloque, campos in _bloques(pedidas, orden, despues):
        if len(halladas) < cuantas:
            halladas += _en_orden(bloque, corte, situaciones, cuantas - len(halladas), campos, con)
    return halladas


def _bloques(pedidas: QuerySet, orden: str, despues: Lugar | None) -> list[tuple[QuerySet, tuple[str, ...]]]:
    """En qué tandas se lee y por qué campos se ordena cada una. De lo que vence más tarde a lo que antes, lo que no vence va aparte."""
    baja = orden.startswith("-")
    if orden.endswith("clave"):
        siguen = pedidas.filter(**{"clave__lt" if baja else "clave__gt": despues[1]}) if despues else pedidas
        return [(siguen, (orden,))]
    campos = ("-orden_el", "-orden_clave") if baja else ("orden_el", "orden_clave")
    tandas = [pedidas.filter(orden_el__lt=SIEMPRE), pedidas.filter(orden_el=SIEMPRE)] if baja else [pedidas]
    if despues:
        tandas = tandas[1:] if baja and despues[0] == SIEMPRE else tandas
        lugar = (Value(despues[0], DateField()), Value(despues[1]))
        tandas[0] = tandas[0].filter(_Sigue(F("orden_el"), F("orden_clave"), *lugar, signo="<" if baja else ">"))
    return [(tanda, campos) for tanda in tandas]


def _en_orden(pedidas: QuerySet, corte: Corte, situaciones: Sequence[str], cuantas: int, campos: tuple[str, ...], con: Sequence[str]) -> QuerySet:
    """Por vencimiento, cada situación se lee de su propio tramo del índice, que empieza donde puede haber algo vivo ese día."""
    if situaciones and not corte.enmiendas and len(campos) == 2:
        ramas = [pedidas.filter(situacion=s, **rama) for s in situaciones for rama in _ramas(corte)]
    else:
        ramas = [pedidas.filter(situacion__in=situaciones) if situaciones else pedidas]
    leidas = [r.order_by(*campos).values_list("orden_el", "orden_clave", "pk", *con)[:cuantas] for r in ramas]
    if len(leidas) == 1:
        return leidas[0]
    return leidas[0].union(*leidas[1:], all=True).order_by(*campos)[:cuantas]


def _ramas(corte: Corte) -> tuple[dict, dict]:
    """Un tramo vivo ese día, o vence ese día o después, o es de los que siguen después de vencer."""
    return {"rezagado": True}, {"rezagado": False, "orden_el__gte": corte.dia}
