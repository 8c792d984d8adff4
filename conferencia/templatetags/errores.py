"""Errores de formulario que nombran su campo: «Escribe el dato: Número de oficio» y no «Este campo es obligatorio».

El resumen y el campo usan el mismo filtro, y por eso las mismas palabras. Solo se reescriben los mensajes
genéricos de Django; lo que un formulario diga con sus palabras se respeta.
"""

from django import forms, template
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

register = template.Library()


def _falta(campo: BoundField) -> str:
    """Qué hacer cuando el campo obligatorio viene vacío, según cómo se llena."""
    control = campo.field.widget
    if isinstance(control, forms.CheckboxInput):
        return f"Marca la casilla para continuar: {campo.label}"
    if isinstance(control, forms.CheckboxSelectMultiple | forms.SelectMultiple):
        return f"Elige al menos una opción: {campo.label}"
    if isinstance(control, forms.Select | forms.RadioSelect):
        return f"Elige una opción: {campo.label}"
    if isinstance(control, forms.FileInput):
        return f"Elige un archivo: {campo.label}"
    return f"Escribe el dato: {campo.label}"


def _invalido(campo: BoundField) -> str:
    """Qué se espera cuando lo escrito no se entiende."""
    if isinstance(campo.field, forms.DateField):
        return f"Escribe una fecha real, como 30/09/2022: {campo.label}"
    if isinstance(campo.field, forms.IntegerField):
        return f"Escribe solo un número: {campo.label}"
    return ""


REDACCIONES = {"required": _falta, "invalid": _invalido}


def _generico(campo: BoundField, codigo: str) -> str:
    """El mensaje que Django trae para ese código en la clase del campo, o vacío."""
    for clase in type(campo.field).__mro__:
        mensajes = vars(clase).get("default_error_messages", {})
        if codigo in mensajes:
            return str(mensajes[codigo])
    return ""


def _texto(campo: BoundField, error: ValidationError) -> str:
    propio = error.messages[0]
    redaccion = REDACCIONES.get(error.code)
    if redaccion and propio == _generico(campo, error.code):
        return redaccion(campo) or propio
    return propio


@register.filter
def errores_legibles(campo: BoundField) -> list[str]:
    """Los mensajes de un campo, cada uno suficiente por sí solo fuera de él."""
    return [_texto(campo, error) for error in campo.errors.as_data()]
