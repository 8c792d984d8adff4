"""Qué informe se pide."""

from django import forms
from django.db.models import QuerySet

from conferencia.models import Reunion

FORMATOS = [("pdf", "PDF, para leer e imprimir"), ("xlsx", "Excel, para trabajar los datos"), ("csv", "CSV, solo los datos")]


class PedirInforme(forms.Form):
    reunion = forms.ModelChoiceField(label="Reunión", queryset=Reunion.objects.none(), empty_label=None)
    formato = forms.ChoiceField(label="Formato", choices=FORMATOS, initial="pdf")

    def __init__(self, *args, reuniones: QuerySet[Reunion], **opciones):
        super().__init__(*args, **opciones)
        self.fields["reunion"].queryset = reuniones
