"""Fechas para leerse: largas con día de la semana; lo relativo solo acompaña.

Filtros de texto puro. «Hoy» siempre es un argumento. Las horas se muestran en la Ciudad de México.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django import template

from conferencia.domain.calendario import MESES, en_palabras

register = template.Library()

CIUDAD_DE_MEXICO = ZoneInfo("America/Mexico_City")


def _en_mexico(valor: date) -> date:
    """El mismo instante en la Ciudad de México; una fecha, o un instante sin zona, queda como está."""
    if isinstance(valor, datetime) and valor.tzinfo is not None:
        return valor.astimezone(CIUDAD_DE_MEXICO)
    return valor


def _solo_fecha(valor: date) -> date:
    local = _en_mexico(valor)
    return local.date() if isinstance(local, datetime) else local


@register.filter
def fecha_larga(valor: date | None) -> str:
    """«viernes 30 de septiembre de 2022»; vacío si no hay fecha."""
    if not valor:
        return ""
    return en_palabras(_solo_fecha(valor))


@register.filter
def fecha_corta(valor: date | None) -> str:
    """«30 sep 2022», para tablas densas; vacío si no hay fecha."""
    if not valor:
        return ""
    dia = _solo_fecha(valor)
    return f"{dia.day} {MESES[dia.month - 1][:3]} {dia.year}"


@register.filter
def vispera(valor: date | None) -> date | None:
    """El día anterior: el último que rige una vigencia, cuyo término no se incluye."""
    return _solo_fecha(valor) - timedelta(days=1) if valor else None


@register.filter
def mes_largo(valor: date | None) -> str:
    """«julio de 2022», para periodos mensuales; vacío si no hay fecha."""
    if not valor:
        return ""
    dia = _solo_fecha(valor)
    return f"{MESES[dia.month - 1]} de {dia.year}"


@register.filter
def hora_mx(valor: datetime | None) -> str:
    """«13:45 h», en la Ciudad de México; vacío si no hay instante o si es una fecha sin hora."""
    if not isinstance(valor, datetime):
        return ""
    return f"{_en_mexico(valor):%H:%M} h"


@register.filter
def fecha_hora(valor: date | None) -> str:
    """«viernes 30 de septiembre de 2022, 13:45 h»; sin hora conocida, solo la fecha."""
    return ", ".join(parte for parte in (fecha_larga(valor), hora_mx(valor if isinstance(valor, datetime) else None)) if parte)


@register.filter
def iso(valor: date | None) -> str:
    """Forma ISO 8601 para el atributo ``datetime``: la fecha, o el instante con su desfase."""
    return _en_mexico(valor).isoformat() if valor else ""


@register.filter
def relativo(valor: date | None, hoy: date | None) -> str:
    """«vence en 3 días», «vence hoy», «venció hace 2 días», contado desde ``hoy``; vacío si falta alguna fecha."""
    if not valor or not hoy:
        return ""
    dias = (_solo_fecha(valor) - _solo_fecha(hoy)).days
    cercanos = {0: "vence hoy", 1: "vence mañana", -1: "venció ayer"}
    if dias in cercanos:
        return cercanos[dias]
    return f"vence en {dias} días" if dias > 0 else f"venció hace {-dias} días"
