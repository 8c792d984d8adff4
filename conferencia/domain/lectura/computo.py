"""Aritmética de plazos: sumar días hábiles, naturales, meses y años a la fecha de un evento.

El cómputo arranca al día siguiente del evento (LFPA art. 38). En días hábiles no cuentan sábados, domingos
ni los inhábiles fijos de LFPA art. 28; los que cada dependencia publica son de otro calendario y se confirman.
Por mes o año, vence el mismo número de día (LFPA art. 29).
"""

from __future__ import annotations

from datetime import date, timedelta

from .fechas import construir, ultimo_dia

_FIJOS = frozenset({(1, 1), (2, 5), (3, 21), (5, 1), (5, 5), (9, 1), (9, 16), (11, 20), (12, 25)})
_TOPE_DIAS = 4000


def es_habil(dia: date) -> bool:
    """Ni sábado, ni domingo, ni inhábil fijo de LFPA art. 28."""
    sexenal = (dia.month, dia.day) == (12, 1) and dia.year % 6 == 2 and dia.year <= 2018
    return dia.weekday() < 5 and (dia.month, dia.day) not in _FIJOS and not sexenal


def siguiente_habil(dia: date) -> date:
    """``dia`` si es hábil; si no, el primero que le sigue."""
    while not es_habil(dia):
        dia += timedelta(days=1)
    return dia


def sumar_habiles(evento: date, cantidad: int) -> date:
    """El día hábil número ``cantidad`` después de ``evento``, que no cuenta."""
    dia = evento
    for _ in range(cantidad):
        dia = siguiente_habil(dia + timedelta(days=1))
    return dia


def sumar_meses(evento: date, meses: int) -> date | None:
    """Mismo número de día, ``meses`` después; si no existe, el primer hábil del mes siguiente (LFPA art. 29)."""
    total = evento.year * 12 + evento.month - 1 + meses
    anio, mes = divmod(total, 12)
    if not 1 <= anio <= 9998:
        return None
    fecha = construir(anio, mes + 1, evento.day)
    return fecha or siguiente_habil(ultimo_dia(anio, mes + 1) + timedelta(days=1))


def vencimiento(evento: date, cantidad: int, unidad: str) -> date | None:
    """Último día del término, o ``None`` si la unidad no permite calcularlo («dias» sin calificar)."""
    if unidad in {"dias_habiles", "dias_naturales"} and cantidad > _TOPE_DIAS:
        return None
    if unidad == "dias_habiles":
        return sumar_habiles(evento, cantidad)
    if unidad == "dias_naturales":
        return evento + timedelta(days=cantidad)
    if unidad == "horas":
        return evento + timedelta(days=-(-cantidad // 24)) if cantidad <= 24 * _TOPE_DIAS else None
    if unidad in {"meses", "años"}:
        return sumar_meses(evento, cantidad * (12 if unidad == "años" else 1))
    return None
