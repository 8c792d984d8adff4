"""Los formularios del turno: a quién, qué se le pregunta, y la opinión."""

from datetime import date

from django import forms

from conferencia.models import Institucion, SentidoDeOpinion
from conferencia.permissions import areas_tecnicas
from conferencia.services.turnos import DIAS_MAXIMOS
from conferencia.web.forms import DE_ARCHIVO


class FormularioDeTurno(forms.Form):
    institucion = forms.ModelChoiceField(Institucion.objects.none(), label="Área técnica", empty_label="Elige un área")
    pregunta = forms.CharField(label="Qué se le pregunta", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    dias = forms.IntegerField(label="Plazo, en días hábiles", min_value=1, max_value=DIAS_MAXIMOS, initial=5)
    calla_y_no_se_opone = forms.BooleanField(label="Si el plazo pasa sin opinión, se tiene por no opuesta", required=False)

    def __init__(self, *args, hoy: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["institucion"].queryset = areas_tecnicas(hoy)


class FormularioDeOpinion(forms.Form):
    sentido = forms.ChoiceField(label="Opinión", choices=SentidoDeOpinion.choices, widget=forms.RadioSelect, error_messages={"required": "Elige el sentido"})
    opinion = forms.CharField(label="Por qué", max_length=8000, widget=forms.Textarea(attrs={"rows": 6}), error_messages={"required": "Escribe la opinión"})
    archivo = forms.FileField(label="Documento que la sustenta", required=False, error_messages=DE_ARCHIVO, help_text="PDF.")


class FormularioDeCancelacion(forms.Form):
    motivo = forms.CharField(label="Por qué se cancela", max_length=300)
