"""Los filtros del calendario, que viven en la dirección."""

import re
from datetime import date

from django import forms
from django.db.models import Exists, OuterRef, QuerySet

from conferencia.domain.calendario import sumar_meses
from conferencia.models import Institucion, Obligacion, Reunion
from conferencia.queries.obligaciones import Filtro
from conferencia.web.forms import ROTULOS_DE_GRUPO, TODAS, FiltrosEnLaUrl, entidades_de

VISTAS = [("", "Según la pantalla"), ("mes", "Mes"), ("agenda", "Agenda")]
_MES = re.compile(r"(\d{4})-(\d{2})")


class FiltrosDeAgenda(FiltrosEnLaUrl):
    """``primero``: el día uno del mes pedido o, sin él, del de hoy."""

    mes = forms.CharField(required=False, widget=forms.HiddenInput)
    vista = forms.ChoiceField(label="Vista", required=False, choices=VISTAS, widget=forms.HiddenInput)
    reunion = forms.ChoiceField(label="Reunión", required=False)
    entidad = forms.ChoiceField(label="Entidad", required=False)
    institucion = forms.ChoiceField(label="Institución", required=False)
    grupo = forms.ChoiceField(label="Situación", required=False, choices=TODAS + [(g.value, r) for g, r in ROTULOS_DE_GRUPO.items()])
    VISIBLES = ("reunion", "entidad", "institucion", "grupo")

    def __init__(self, datos, *, hoy: date, obligaciones: QuerySet[Obligacion]):
        super().__init__(datos)
        self.hoy = hoy
        self.fields["reunion"].choices = TODAS + list(Reunion.objects.filter(acta__estado="publicada").order_by("-fecha").values_list("clave", "nombre")[:50])
        self.fields["entidad"].choices = TODAS + entidades_de(obligaciones)
        partes = Institucion.objects.filter(Exists(obligaciones.order_by().filter(partes__institucion=OuterRef("pk"))))
        self.fields["institucion"].choices = TODAS + list(partes.order_by("entidad__orden", "tipo", "nombre").values_list("clave", "nombre"))

    def clean_mes(self) -> date:
        dicho = self.cleaned_data["mes"]
        if not dicho:
            return self.hoy.replace(day=1)
        partes = _MES.fullmatch(dicho)
        if not partes or not (1 <= int(partes[2]) <= 12 and 2000 <= int(partes[1]) <= 2099):
            raise forms.ValidationError("Ese mes no existe: escríbelo como 2022-07.")
        return date(int(partes[1]), int(partes[2]), 1)

    @property
    def primero(self) -> date:
        return self.cleaned_data["mes"]

    @property
    def puestos(self) -> dict[str, object]:
        puestos = {n: v for n, v in super().puestos.items() if n != "mes"}
        return puestos | ({"mes": f"{self.primero:%Y-%m}"} if self.primero != self.hoy.replace(day=1) else {})

    @property
    def fichas(self) -> list:
        return [f for f in super().fichas if f.titulo in {self.fields[n].label for n in self.VISIBLES}]

    @property
    def campos_visibles(self) -> list:
        return [self[nombre] for nombre in self.VISIBLES]

    def otro_mes(self, cuantos: int) -> str:
        return self.direccion(mes=f"{sumar_meses(self.primero, cuantos):%Y-%m}")

    @property
    def compartidos(self) -> dict[str, object]:
        """Los filtros que la lista de obligaciones también entiende."""
        return {n: v for n, v in self.puestos.items() if n in self.VISIBLES}

    def filtro(self) -> Filtro:
        return Filtro(**{n: v for n, v in self.puestos.items() if n in ("reunion", "entidad", "institucion")})
