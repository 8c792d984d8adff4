"""Los filtros de la lista de oficios y lo que se captura en ventanilla."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from conferencia import reloj
from conferencia.models import Canal, Institucion, Obligacion, Oficio
from conferencia.queries.oficios import buscar
from conferencia.services.oficios import DatosDeOficio
from conferencia.web.campos import CampoDeArchivos, fecha, largo
from conferencia.web.forms import TODAS, FiltrosEnLaUrl, _fecha


class FiltrosDeOficios(FiltrosEnLaUrl):
    CON, SIN = "con", "sin"

    q = forms.CharField(label="Buscar", required=False, max_length=120, help_text="Número, asunto, firma o folio")
    institucion = forms.ChoiceField(label="Institución", required=False)
    canal = forms.ChoiceField(label="Canal", required=False, choices=[("", "Todos"), *Canal.choices])
    atiende = forms.ChoiceField(label="Obligaciones", required=False, choices=[*TODAS, (CON, "Atiende alguna"), (SIN, "No atiende ninguna")])
    desde = _fecha("Recibido desde")
    hasta = _fecha("Recibido hasta")

    def __init__(self, datos, *, oficios: QuerySet[Oficio]):
        super().__init__(datos)
        remitentes = Institucion.objects.filter(pk__in=oficios.order_by().values("remitente")).order_by("entidad__orden", "tipo", "nombre")
        self.fields["institucion"].choices = TODAS + list(remitentes.values_list("clave", "nombre"))

    def filtrar(self, oficios: QuerySet[Oficio]) -> QuerySet[Oficio]:
        campos = {"institucion": "remitente__clave", "canal": "canal", "desde": "recibido_en__date__gte", "hasta": "recibido_en__date__lte"}
        oficios = oficios.filter(**{campos[n]: v for n, v in self.puestos.items() if n in campos})
        if atiende := self.cleaned_data["atiende"]:
            oficios = oficios.filter(atiende__gt=0) if atiende == self.CON else oficios.filter(atiende=0)
        return buscar(oficios, self.cleaned_data["q"]) if self.cleaned_data["q"] else oficios


class EleccionDeInstitucion(forms.Form):
    institucion = forms.ModelChoiceField(
        Institucion.objects.none(), label="Institución que lo presenta", to_field_name="clave", empty_label="Elige una institución"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["institucion"].queryset = Institucion.objects.exclude(tipo="ST").order_by("entidad__orden", "tipo", "nombre")


class FormularioDeVentanilla(forms.Form):
    """Lo que dice el papel y su sello. ``obligaciones``: las que hoy esperan entrega de la institución."""

    recibido_el = fecha("Fecha del sello de recibido", "Desde aquí cuenta, aunque se capture después.")
    numero = forms.CharField(label="Número de oficio", max_length=80, help_text="Tal como está escrito en el oficio.")
    fecha = fecha("Fecha del oficio")
    recibido_a_las = forms.TimeField(
        label="Hora del sello",
        input_formats=["%H:%M", "%H:%M:%S"],
        help_text="De 00:00 a 23:59, hora de la Ciudad de México.",
        widget=forms.TimeInput(attrs={"class": "govuk-input--width-5"}),
    )
    firmante = forms.CharField(label="Quién lo firma", max_length=150, help_text="Nombre y cargo.")
    asunto = forms.CharField(label="Asunto", max_length=300, required=False)
    archivos = CampoDeArchivos(label="Oficio escaneado")
    obligaciones = forms.MultipleChoiceField(label="Obligaciones que atiende", required=False, widget=forms.CheckboxSelectMultiple)
    ninguna = forms.BooleanField(label="No atiende ninguna obligación: solo se registra", required=False)
    nota = largo("Nota", required=False)
    field_order = ("recibido_el", "recibido_a_las", "numero", "fecha", "firmante", "archivos", "asunto", "obligaciones", "ninguna", "nota")

    def __init__(self, *args, obligaciones: Sequence[Obligacion], **kwargs):
        super().__init__(*args, **kwargs)
        self._obligaciones = {str(o.pk): o for o in obligaciones}
        self.fields["obligaciones"].choices = [(pk, f"{o.compromiso.disposicion}: {o.compromiso.accion} ({o.clave})") for pk, o in self._obligaciones.items()]

    def clean(self) -> dict:
        limpio = super().clean()
        if not limpio.get("obligaciones") and not limpio.get("ninguna") and "obligaciones" not in self.errors:
            self.add_error("obligaciones", "Elige qué obligaciones atiende o marca que no atiende ninguna.")
        if limpio.get("obligaciones") and limpio.get("ninguna"):
            self.add_error("ninguna", "Elegiste obligaciones y también que no atiende ninguna: quita una de las dos cosas.")
        if (sello := self.sello) and sello > reloj.ahora():
            self.add_error("recibido_el", "El sello no puede ser posterior a ahora.")
        return limpio

    @property
    def sello(self) -> datetime | None:
        dia, hora = self.cleaned_data.get("recibido_el"), self.cleaned_data.get("recibido_a_las")
        return datetime.combine(dia, hora, reloj.MEXICO) if dia and hora else None

    @property
    def elegidas(self) -> list[Obligacion]:
        return [self._obligaciones[pk] for pk in self.cleaned_data["obligaciones"]]

    def datos(self, llave: UUID) -> DatosDeOficio:
        c = self.cleaned_data
        return DatosDeOficio(numero=c["numero"], fecha=c["fecha"], asunto=c["asunto"], firmante=c["firmante"], llave_de_envio=llave, recibido_en=self.sello)
