"""El cálculo de un plazo: desde su evento, al día hábil si así se configura, y recorrido por lo que se suspendió.

Cada resultado trae su explicación, paso por paso. «Días» sin calificar no se interpreta. Nada aquí sabe qué día es hoy.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from conferencia.domain.calendario import UN_DIA, CalendarioHabil, en_palabras
from conferencia.domain.situacion import DIAS_POR_VENCER

HABILES, NATURALES, MESES, ANIOS, HORAS, SIN_CALIFICAR = "dias_habiles", "dias_naturales", "meses", "años", "horas", "dias"
UNIDADES = (HABILES, NATURALES, MESES, ANIOS, HORAS)
_MAXIMO = {HABILES: 4000, NATURALES: 4000, MESES: 600, ANIOS: 50, HORAS: 96000}
_DICHAS = {
    HABILES: ("día hábil", "días hábiles"),
    NATURALES: ("día natural", "días naturales"),
    MESES: ("mes", "meses"),
    ANIOS: ("año", "años"),
    HORAS: ("hora", "horas"),
    SIN_CALIFICAR: ("día", "días"),
}


class PlazoIncalculable(ValueError):
    """El plazo no da una fecha; el mensaje dice por qué y se le puede mostrar a la persona."""


@dataclass(frozen=True)
class Termino:
    """``cantidad`` de ``unidad`` («30 días hábiles»). Una unidad vacía es como «días» a secas."""

    cantidad: int
    unidad: str

    def __str__(self) -> str:
        singular, plural = _DICHAS.get(self.unidad or SIN_CALIFICAR, (self.unidad, self.unidad))
        return f"{self.cantidad} {singular if self.cantidad == 1 else plural}"


@dataclass(frozen=True)
class Computo:
    """``literal``: la fecha que sale de contar. ``vence``: la que rige, recorrida a hábil si así se configura."""

    literal: date
    vence: date
    pasos: tuple[str, ...]


def computar(evento: date, termino: Termino, calendario: CalendarioHabil, *, rodar: bool) -> Computo:
    """El último día del término contado desde ``evento``, que no cuenta: empieza al día siguiente (LFPA art. 38).

    Falla con ``PlazoIncalculable`` si «días» viene sin calificar o si la cantidad no es posible.
    """
    _exigir_calculable(termino)
    literal, como = _CONTAR[termino.unidad](evento, termino.cantidad, calendario)
    pasos = (
        f"El evento ocurrió el {en_palabras(evento)}; se cuenta desde el día siguiente (LFPA art. 38).",
        f"{str(termino).capitalize()}: {como}",
    )
    rodado = a_habil(literal, calendario, rodar=rodar)
    return Computo(literal, rodado.vence, (*pasos, *rodado.pasos))


def _exigir_calculable(termino: Termino) -> None:
    if termino.unidad in ("", SIN_CALIFICAR):
        raise PlazoIncalculable(f"El acta dice «{termino}» sin decir si son hábiles o naturales: alguien debe decidirlo.")
    if termino.unidad not in UNIDADES:
        raise PlazoIncalculable(f"No se sabe contar en «{termino.unidad}».")
    if not 1 <= termino.cantidad <= _MAXIMO[termino.unidad]:
        raise PlazoIncalculable(f"Un plazo de {termino} no se puede contar.")


def _habiles(evento: date, cantidad: int, calendario: CalendarioHabil) -> tuple[date, str]:
    dia = calendario.sumar_habiles(evento, cantidad)
    saltados = calendario.saltados(evento + UN_DIA, dia)
    fuera = "sábados y domingos" + (f", ni {_enumerar(saltados)}, que su calendario da por inhábil{'es' if len(saltados) > 1 else ''}" if saltados else "")
    return dia, f"llegan al {en_palabras(dia)}; no cuentan {fuera}."


def _naturales(evento: date, cantidad: int, _: CalendarioHabil) -> tuple[date, str]:
    dia = evento + timedelta(days=cantidad)
    return dia, f"se cuentan todos los días y llegan al {en_palabras(dia)}."


def _horas(evento: date, cantidad: int, calendario: CalendarioHabil) -> tuple[date, str]:
    dias = -(-cantidad // 24)
    dia, _ = _naturales(evento, dias, calendario)
    return dia, f"son {Termino(dias, NATURALES)} completos desde el siguiente y llegan al {en_palabras(dia)}."


def _meses(evento: date, cantidad: int, calendario: CalendarioHabil) -> tuple[date, str]:
    anio, mes = divmod(evento.year * 12 + evento.month - 1 + cantidad, 12)
    if evento.day <= monthrange(anio, mes + 1)[1]:
        dia = date(anio, mes + 1, evento.day)
        return dia, f"vence el mismo número de día, el {en_palabras(dia)} (LFPA art. 29)."
    dia = calendario.siguiente_habil(date(anio, mes + 1, monthrange(anio, mes + 1)[1]) + UN_DIA)
    return dia, f"ese mes no tiene día {evento.day}; vence el primer día hábil del siguiente, el {en_palabras(dia)} (LFPA art. 29)."


def _anios(evento: date, cantidad: int, calendario: CalendarioHabil) -> tuple[date, str]:
    return _meses(evento, cantidad * 12, calendario)


_CONTAR = {HABILES: _habiles, NATURALES: _naturales, MESES: _meses, ANIOS: _anios, HORAS: _horas}


def a_habil(literal: date, calendario: CalendarioHabil, *, rodar: bool) -> Computo:
    """La fecha literal y la que rige: el siguiente día hábil si ``rodar`` y la literal es inhábil."""
    if calendario.es_habil(literal):
        return Computo(literal, literal, ())
    if not rodar:
        return Computo(literal, literal, (f"El {en_palabras(literal)} es inhábil, y en esta reunión lo que vence en inhábil no se recorre.",))
    vence = calendario.siguiente_habil(literal)
    return Computo(literal, vence, (f"El {en_palabras(literal)} es inhábil: pasa al siguiente día hábil, el {en_palabras(vence)}.",))


def recorrer(vence: date, desde: date, hasta: date, calendario: CalendarioHabil, unidad: str, *, rodar: bool) -> Computo:
    """``vence`` después de suspender ``[desde, hasta]``: lo que faltaba se vuelve a contar desde el día siguiente a ``hasta``.

    Se cuenta en la unidad del plazo: hábiles si es de hábiles; si no, naturales. Lo que venció antes de ``desde`` no se mueve.
    """
    if hasta < desde:
        raise PlazoIncalculable("La suspensión no puede terminar antes de empezar.")
    if vence < desde:
        return Computo(vence, vence, (f"El plazo había vencido el {en_palabras(vence)}, antes de suspenderse: no se mueve.",))
    faltaban = Termino(calendario.habiles_entre(desde, vence), HABILES) if unidad == HABILES else Termino((vence - desde).days + 1, NATURALES)
    if unidad == HABILES:
        nuevo = max(vence, calendario.sumar_habiles(hasta, faltaban.cantidad)) if faltaban.cantidad else max(vence, hasta + UN_DIA)
    else:
        nuevo = hasta + timedelta(days=faltaban.cantidad)
    pasos = (
        f"No cuentan los días del {en_palabras(desde)} al {en_palabras(hasta)}.",
        f"Al suspenderse falta{'ba' if faltaban.cantidad == 1 else 'ban'} {faltaban}, contando el {en_palabras(desde)}.",
        f"Contados otra vez desde el {en_palabras(hasta + UN_DIA)}, llegan al {en_palabras(nuevo)}.",
    )
    rodado = a_habil(nuevo, calendario, rodar=rodar)
    return Computo(nuevo, rodado.vence, (*pasos, *rodado.pasos))


# --- Lo que, después de calculado, movió la fecha ---------------------------------------------------------------------


@dataclass(frozen=True)
class Suspendido:
    """Días ``[desde, hasta]`` que no contaron."""

    desde: date
    hasta: date


@dataclass(frozen=True)
class Prorrogado:
    """Fecha que se concedió."""

    hasta: date


def encadenar(base: date, movimientos: Sequence[Suspendido | Prorrogado], calendario: CalendarioHabil, unidad: str, *, rodar: bool) -> Computo:
    """Aplica en orden a ``base`` lo que ya se había dispuesto: una prórroga nunca acorta; una suspensión recorre."""
    vence, pasos = base, []
    for m in movimientos:
        if isinstance(m, Prorrogado):
            vence = max(vence, m.hasta)
            pasos.append(f"La prórroga concedida hasta el {en_palabras(m.hasta)} se conserva.")
        else:
            recorrido = recorrer(vence, m.desde, m.hasta, calendario, unidad, rodar=rodar)
            vence, pasos = recorrido.vence, [*pasos, *recorrido.pasos]
    return Computo(base, vence, tuple(pasos))


# --- La fecha objetivo, que no es del acta ----------------------------------------------------------------------------


class SituacionDeObjetivo(StrEnum):
    EN_PLAZO = "en_plazo"
    POR_VENCER = "por_vencer"
    REBASADA = "rebasada"
    ATENDIDA = "atendida"


def situacion_de_objetivo(objetivo_el: date, hoy: date, entrega_el: date | None) -> SituacionDeObjetivo:
    """Cómo va lo que solo tiene fecha objetivo; nunca se mezcla con la situación. ``entrega_el``: su primera entrega."""
    if entrega_el is not None and entrega_el <= hoy:
        return SituacionDeObjetivo.ATENDIDA
    if hoy > objetivo_el:
        return SituacionDeObjetivo.REBASADA
    return SituacionDeObjetivo.POR_VENCER if (objetivo_el - hoy).days <= DIAS_POR_VENCER else SituacionDeObjetivo.EN_PLAZO


def _enumerar(dias: Sequence[date]) -> str:
    dichos = [f"el {en_palabras(d)}" for d in dias[:6]]
    if len(dias) > len(dichos):
        dichos.append(f"{len(dias) - len(dichos)} más")
    return dichos[0] if len(dichos) == 1 else f"{', '.join(dichos[:-1])} ni {dichos[-1]}"
