"""El QR de una dirección de verificación."""

from django import template
from django.utils.safestring import SafeString

from conferencia.reports import qr

register = template.Library()


@register.simple_tag
def codigo_qr(direccion: str, titulo: str) -> SafeString:
    return qr.dibujado(direccion, titulo)
