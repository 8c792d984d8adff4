"""Lo que de una designación se muestra dentro de páginas de otro asunto."""

from django import template

from conferencia.models import Entrega
from enlaces.queries.propuestas import de_la_entrega

register = template.Library()


@register.inclusion_tag("enlaces/_propuestas_de_entrega.html")
def propuestas_de(entrega: Entrega) -> dict:
    """En la bandeja: a quién designa el oficio, si la obligación se cumple designando."""
    designa = entrega.obligacion.compromiso.designa
    return {"entrega": entrega, "designa": designa, "propuestas": de_la_entrega(entrega) if designa else []}
