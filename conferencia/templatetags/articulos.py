"""Las instituciones, dichas con su artículo: «la Secretaría de Seguridad», «del C5», «al C5»."""

from django import template

from conferencia.domain import escrito

register = template.Library()


@register.filter
def con_articulo(institucion: object) -> str:
    """«la Secretaría de Seguridad de Puebla», «el C5 u homólogo»."""
    return escrito.con_articulo(str(institucion))


@register.filter
def de_articulo(institucion: object) -> str:
    """«de la Secretaría de Seguridad de Puebla», «del C5 u homólogo»."""
    return escrito.con_articulo(str(institucion), de=True)


@register.filter
def a_articulo(institucion: object) -> str:
    """«a la Secretaría de Seguridad de Puebla», «al C5 u homólogo»."""
    dicho = escrito.con_articulo(str(institucion))
    return f"al {dicho[3:]}" if dicho.startswith("el ") else f"a {dicho}"
