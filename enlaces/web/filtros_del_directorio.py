"""Los filtros del directorio, por GET. Un valor que no existe se ignora."""

from django import forms

from conferencia.models import Disposicion, EntidadFederativa
from enlaces.queries.directorio import ACTIVA, SIN_ACTIVAR
from enlaces.web.formularios import ROLES_QUE_SE_DESIGNAN


class FiltroDelDirectorio(forms.Form):
    """``ve_personas``: a quien no las ve no se le ofrece filtrar por lo que no mira."""

    q = forms.CharField(label="Institución o persona", required=False, max_length=100)
    entidad = forms.ModelChoiceField(EntidadFederativa.objects.order_by("orden"), required=False, to_field_name="abreviatura", empty_label="Todas")
    rol = forms.ChoiceField(label="Designación", choices=[("", "Todas"), *((r.value, r.label) for r in ROLES_QUE_SE_DESIGNAN)], required=False)
    materia = forms.ModelChoiceField(Disposicion.objects.none(), label="Materia", required=False, to_field_name="clave", empty_label="Todas")
    cuenta = forms.ChoiceField(label="Cuenta", required=False, choices=[("", "Todas"), (SIN_ACTIVAR, "Sin activar"), (ACTIVA, "Activa")])
    vacantes = forms.BooleanField(label="Solo las que no tienen enlace", required=False)
    todas = forms.BooleanField(label="También las que no deben nada", required=False)

    def __init__(self, *args, ve_personas: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["materia"].queryset = Disposicion.objects.filter(acta__estado="publicada").select_related("reunion").en_orden()
        if not ve_personas:
            del self.fields["cuenta"]
            self.fields["q"].label = "Institución"
