"""Renderizador de formularios: todo campo sale con rótulo, ayuda y error en el marcado institucional.

Se activa con ``FORM_RENDERER``. Las plantillas de ``templates/components/formularios`` sustituyen a las
que trae Django; las que ahí no estén siguen siendo las suyas.
"""

from pathlib import Path

from django import forms
from django.forms.renderers import BaseRenderer, EngineMixin
from django.template.backends.django import DjangoTemplates
from django.utils.functional import cached_property

PROPIAS = Path(__file__).resolve().parents[2] / "templates" / "components" / "formularios"
DE_DJANGO = Path(forms.__file__).resolve().parent / "templates"
BIBLIOTECAS = {"errores": "conferencia.templatetags.errores"}


class RenderizadorInstitucional(EngineMixin, BaseRenderer):
    """Motor propio, aislado de las aplicaciones instaladas: solo ve las plantillas de formularios."""

    @cached_property
    def engine(self) -> DjangoTemplates:
        """Las plantillas propias primero; después, las de Django."""
        return DjangoTemplates({"NAME": "formularios", "APP_DIRS": False, "DIRS": [PROPIAS, DE_DJANGO], "OPTIONS": {"libraries": BIBLIOTECAS}})
