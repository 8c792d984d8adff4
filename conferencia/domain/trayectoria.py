"""La vida de una obligación leída de sus hechos: sus rasgos en un corte y los tramos de situación que recorre.

Un hecho lleva en ``datos["cambios"]`` los rasgos que movió. Plegarlos en orden de ``rige_el`` da lo que valía en cualquier día;
los tramos incluyen lo que solo el calendario causa (por vencer, vencida…), también hacia adelante.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta

from conferencia.domain.estados import CERRADOS, Estado
from conferencia.domain.situacion import DIAS_POR_VENCER, Rasgos, Situacion, situacion

SIEMPRE = date(9999, 12, 31)  # fin, exclusivo, del tramo que no termina
UN_DIA = timedelta(days=1)
RASGOS_GUARDADOS = tuple(f.name for f in fields(Rasgos) if f.name != "espera_insumo")
_FECHAS = frozenset(nombre for nombre in RASGOS_GUARDADOS if nombre.endswith("_el"))


@dataclass(frozen=True)
class Cambio:
    """Lo que un hecho movió. ``anula``: número del hecho que deja sin valor."""

    numero: int
    rige_el: date
    valores: Mapping[str, object]
    anula: int | None = None


@dataclass(frozen=True)
class Intervalo:
    """Días ``[desde, hasta)``."""

    desde: date
    hasta: date = SIEMPRE

    def contiene(self, dia: date) -> bool:
        return self.desde <= dia < self.hasta


@dataclass(frozen=True)
class Tramo:
    """Una situación durante ``[desde, hasta)``, con el vencimiento que entonces regía."""

    desde: date
    hasta: date
    situacion: Situacion
    vence_el: date | None


@dataclass(frozen=True)
class Vida:
    """Los cambios que valen, en el orden en que rigen."""

    cambios: tuple[Cambio, ...]

    @classmethod
    def de(cls, cambios: Iterable[Cambio]) -> "Vida":
        todos = list(cambios)
        anulados = {c.anula for c in todos if c.anula}
        return cls(tuple(sorted((c for c in todos if c.numero not in anulados), key=lambda c: (c.rige_el, c.numero))))

    @property
    def nace_el(self) -> date | None:
        return next((_fecha(c.valores["nace_el"]) for c in self.cambios if "nace_el" in c.valores), None)

    @property
    def insumos(self) -> frozenset[str]:
        """Los ``id`` de las obligaciones de que depende, según el último hecho que lo dijo."""
        dichos = [c.valores["insumos"] for c in self.cambios if "insumos" in c.valores]
        return frozenset(map(str, dichos[-1])) if dichos else frozenset()  # type: ignore[call-overload]

    def rasgos_al(self, corte: date, *, espera_insumo: bool = False) -> Rasgos | None:
        """Lo que valía al terminar el día ``corte``; ``None`` si aún no se debía."""
        if self.nace_el is None or self.nace_el > corte:
            return None
        valores: dict[str, object] = {}
        for cambio in self.cambios:
            if cambio.rige_el > corte:
                break
            valores |= cambio.valores
        return _rasgos(valores, espera_insumo=espera_insumo)

    def cerrada(self) -> tuple[Intervalo, ...]:
        """Los intervalos en que estuvo cumplida o exenta: entonces no detiene a quien la espera."""
        return _intervalos([(c.rige_el, Estado(str(c.valores["estado"])) in CERRADOS) for c in self.cambios if "estado" in c.valores])

    def tramos(self, insumos: Sequence[Sequence[Intervalo]] = ()) -> list[Tramo]:
        """Los tramos de situación desde que nace. ``insumos``: de cada uno, cuándo estuvo cerrado (``cerrada``)."""
        if self.nace_el is None:
            return []
        hitos = [(dia, s, r.vence_el) for dia, s, r in self._hitos(self.nace_el, insumos)]
        distintos = [h for n, h in enumerate(hitos) if n == 0 or h[1:] != hitos[n - 1][1:]]
        fines = [dia for dia, _, _ in distintos[1:]] + [SIEMPRE]
        return [Tramo(desde, hasta, s, vence) for (desde, s, vence), hasta in zip(distintos, fines, strict=True)]

    def _hitos(self, nace: date, insumos: Sequence[Sequence[Intervalo]]) -> Iterator[tuple[date, Situacion, Rasgos]]:
        """Cada día en que algo pudo cambiar, y cómo quedó. Entre dos cambios solo el calendario mueve."""
        de_insumos = {dia for suyos in insumos for i in suyos for dia in (i.desde, i.hasta)}
        valores: dict[str, object] = {}
        pendientes = list(self.cambios)
        inicios = sorted({nace, *(c.rige_el for c in self.cambios if c.rige_el > nace)})
        for n, inicio in enumerate(inicios):
            fin = inicios[n + 1] if n + 1 < len(inicios) else SIEMPRE
            while pendientes and pendientes[0].rige_el <= inicio:
                valores |= pendientes.pop(0).valores
            base = _rasgos(valores, espera_insumo=False)
            en_espera = _rasgos(valores, espera_insumo=True) if insumos else base
            for dia in sorted({inicio, *(d for d in (*_del_calendario(base), *de_insumos) if inicio < d < fin)}):
                espera = any(not any(i.contiene(dia) for i in suyos) for suyos in insumos)
                rasgos = en_espera if espera else base
                yield dia, situacion(rasgos, dia), rasgos


def _del_calendario(r: Rasgos) -> list[date]:
    """Los días en que, sin que nadie haga nada, la situación puede cambiar."""
    dias = []
    if r.vence_el:
        dias += [r.vence_el - timedelta(days=DIAS_POR_VENCER), r.vence_el + UN_DIA]
    return dias + [d + UN_DIA for d in (r.subsanar_el, r.ratificar_el) if d]


def _rasgos(valores: Mapping[str, object], *, espera_insumo: bool) -> Rasgos:
    suyos = {nombre: _fecha(v) if nombre in _FECHAS else v for nombre, v in valores.items() if nombre in RASGOS_GUARDADOS}
    if "estado" in suyos:
        suyos["estado"] = Estado(str(suyos["estado"]))
    return Rasgos(**suyos, espera_insumo=espera_insumo)  # type: ignore[arg-type]


def _fecha(valor: object) -> date | None:
    return valor if isinstance(valor, date) or valor is None else date.fromisoformat(str(valor))


def _intervalos(pasos: list[tuple[date, bool]]) -> tuple[Intervalo, ...]:
    """De una serie de encendidos y apagados fechados, los intervalos en que estuvo encendido."""
    hallados: list[Intervalo] = []
    desde: date | None = None
    for dia, encendido in pasos:
        if encendido and desde is None:
            desde = dia
        elif not encendido and desde is not None:
            hallados += [Intervalo(desde, dia)] if dia > desde else []
            desde = None
    return (*hallados, Intervalo(desde)) if desde is not None else tuple(hallados)
