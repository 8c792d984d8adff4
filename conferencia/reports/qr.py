"""El código QR de una dirección, como SVG: el mismo en la página y en el PDF."""

import segno
from django.utils.safestring import SafeString, mark_safe


def dibujado(direccion: str, titulo: str) -> SafeString:
    """``titulo``: su texto alterno. Sin medidas: las pone la hoja de estilo."""
    codigo = segno.make(direccion, error="m", micro=False)
    return mark_safe(codigo.svg_inline(border=2, title=titulo, svgclass="qr", lineclass=None, omitsize=True))  # noqa: S308 - segno escapa el título
