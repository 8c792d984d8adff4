"""Lo que las páginas de este paquete dicen con palabras: cuánto lleva esperando algo y si llegó tarde."""

from datetime import date, datetime

from django import template

from conferencia import reloj
from conferencia.models import Entrega

register = template.Library()


@register.filter
def espera(desde: datetime, hoy: date) -> str:
    """«hoy», «desde ayer», «desde hace 3 días», contado en días de la Ciudad de México."""
    dias = (hoy - desde.astimezone(reloj.MEXICO).date()).days
    if dias <= 0:
        return "llegó hoy"
    return "llegó ayer" if dias == 1 else f"espera desde hace {dias} días"


@register.filter
def llego_tarde(entrega: Entrega) -> bool:
    """Se presentó después del vencimiento: se marca, y la obligación quedará como extemporánea."""
    vence = entrega.obligacion.vence_el
    return vence is not None and entrega.presentada_en.astimezone(reloj.MEXICO).date() > vence


@register.filter
def instante(iso: str) -> datetime | None:
    """El instante escrito en ISO 8601, o ``None`` si no se entiende."""
    try:
        return datetime.fromisoformat(iso)
    except ValueError:
        return None
