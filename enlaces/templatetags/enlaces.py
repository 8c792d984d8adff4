"""Lo que las páginas de este paquete dicen con palabras: cuánto lleva esperando algo y si llegó tarde."""

from datetime import date, datetime

from django import template

from conferencia import reloj
from conferencia.models import Entrega
from enlaces.domain.colas import DIAS_DE_ESPERA, vigente
from enlaces.domain.reglas import dicho_del_peldano
from enlaces.web.filtros import FiltroDeBandeja

register = template.Library()


@register.filter
def espera(desde: datetime, hoy: date) -> str:
    """«hoy», «desde ayer», «desde hace 3 días», contado en días de la Ciudad de México."""
    dias = (hoy - desde.astimezone(reloj.MEXICO).date()).days
    if dias <= 0:
        return "llegó hoy"
    return "llegó ayer" if dias == 1 else f"espera desde hace {dias} días"


@register.filter
def espera_demasiado(desde: datetime, hoy: date) -> bool:
    return (hoy - desde.astimezone(reloj.MEXICO).date()).days > DIAS_DE_ESPERA


@register.filter
def quien_la_tiene(entrega: Entrega) -> str:
    """La persona que la tomó y sigue activa, o vacío."""
    toma = getattr(entrega, "toma", None)
    return str(toma.usuario) if toma and vigente(toma.activa_en, reloj.ahora()) else ""


@register.filter
def detalle_en(entrega: Entrega, filtros: FiltroDeBandeja) -> str:
    """La dirección de su dictamen, con la cola y los filtros que se están viendo."""
    return filtros.en("bandeja-detalle", entrega.pk)


@register.filter
def llego_tarde(entrega: Entrega) -> bool:
    """Se presentó después del vencimiento: se marca, y la obligación quedará como extemporánea."""
    vence = entrega.obligacion.vence_el
    return vence is not None and entrega.presentada_en.astimezone(reloj.MEXICO).date() > vence


register.filter(dicho_del_peldano)


@register.filter
def instante(iso: str) -> datetime | None:
    """El instante escrito en ISO 8601, o ``None`` si no se entiende."""
    try:
        return datetime.fromisoformat(iso)
    except ValueError:
        return None
