"""Formularios de los oficios de salida: validan la forma; lo demás lo deciden los servicios."""

from datetime import date, datetime, time

from django import forms
from django.db.models import QuerySet

from conferencia import reloj
from conferencia.domain.plantillas import LARGO_DE_ASUNTO, LARGO_DE_CUERPO, Plantilla
from conferencia.models import ClaseSalida, EstadoSalida, Institucion, MedioDeEntrega, OficioDeSalida, Reunion
from conferencia.web import campos
from conferencia.web.forms import DE_ARCHIVO, TODAS, FiltrosEnLaUrl


class FiltrosDeSalida(FiltrosEnLaUrl):
    q = forms.CharField(label="Buscar", required=False, max_length=80, help_text="Número, asunto o institución")
    clase = forms.ChoiceField(label="Clase", required=False, choices=TODAS + list(ClaseSalida.choices))
    estado = forms.ChoiceField(label="Estado", required=False, choices=[("", "Todos"), *EstadoSalida.choices])
    reunion = forms.ChoiceField(label="Reunión", required=False)

    def __init__(self, datos, *, reuniones: QuerySet[Reunion]):
        super().__init__(datos)
        self.fields["reunion"].choices = TODAS + list(reuniones.order_by("-fecha").values_list("clave", "nombre"))


class HojaDeBorrador(forms.Form):
    """Lo que se puede escribir de un oficio antes de emitirlo. La cédula y la relación salen de los datos."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    numero = forms.CharField(label="Número", max_length=80, required=False, help_text="Vacío: se asigna el que sigue al emitirlo.")
    fecha = campos.fecha("Fecha del oficio", "Vacía: la del día en que se emita.", required=False)
    lugar = forms.CharField(label="Lugar", max_length=120, required=False)
    titular = forms.CharField(label="A quién se dirige, por su nombre", max_length=150, required=False, help_text="Vacío: «A quien corresponda».")
    cargo = forms.CharField(label="Cargo", max_length=200)
    asunto = forms.CharField(label="Asunto", max_length=LARGO_DE_ASUNTO)
    cuerpo = campos.largo(
        "Texto", "Los párrafos se separan con un renglón en blanco; un renglón que empieza con «- » es de una lista.", maximo=LARGO_DE_CUERPO, renglones=16
    )
    responder_el = campos.fecha("Hasta cuándo se responde")
    firmante = forms.CharField(label="Quién firma", max_length=150, required=False, help_text="Vacío: queda la línea para escribirlo.")
    firmante_cargo = forms.CharField(label="Cargo de quien firma", max_length=200)
    copias = campos.largo("Copias para conocimiento", "Una por renglón.", required=False)

    def __init__(self, *args, salida: OficioDeSalida, **kwargs):
        super().__init__(*args, **kwargs)
        if salida.clase != ClaseSalida.REQUERIMIENTO:
            del self.fields["responder_el"]

    @classmethod
    def de(cls, salida: OficioDeSalida) -> "HojaDeBorrador":
        return cls(initial={campo: getattr(salida, campo) for campo in cls.base_fields}, salida=salida)

    @property
    def cambios(self) -> dict:
        """Sin retornos de carro: así llegan de un navegador y no son un cambio."""
        return {n: v.replace("\r\n", "\n") if isinstance(v, str) else v for n, v in self.cleaned_data.items() if n != "version"}


class HojaDeEntrega(forms.Form):
    """El acuse de entrega: cuándo, por qué medio y quién lo recibió."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    entregado_el = campos.fecha("Qué día se entregó")
    hora = forms.TimeField(
        label="A qué hora",
        input_formats=["%H:%M"],
        widget=forms.TimeInput({"type": "time", "class": "govuk-input--width-5"}, format="%H:%M"),
        help_text="Hora de la Ciudad de México.",
    )
    medio = forms.ChoiceField(label="Por qué medio", choices=MedioDeEntrega, widget=forms.RadioSelect)
    recibio = forms.CharField(label="Quién lo recibió", max_length=150, help_text="Nombre y cargo, o el área cuyo sello tiene.")
    acuse = forms.FileField(label="Copia con sello de recibido", required=False, error_messages=DE_ARCHIVO)

    @property
    def en(self) -> datetime:
        dia: date = self.cleaned_data["entregado_el"]
        hora: time = self.cleaned_data["hora"]
        return datetime.combine(dia, hora, reloj.MEXICO)


class HojaDeCierre(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    nota = campos.largo("Por qué", maximo=500)


class HojaDeRequerimiento(forms.Form):
    """Qué obligaciones vencidas de una institución se requieren, y hasta cuándo se responde."""

    obligaciones = forms.ModelMultipleChoiceField(
        label="Qué se requiere",
        queryset=OficioDeSalida.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Elige al menos una obligación."},
    )
    responder_el = campos.fecha("Hasta cuándo se responde")

    def __init__(self, *args, obligaciones: QuerySet, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["obligaciones"].queryset = obligaciones
        self.fields["obligaciones"].label_from_instance = lambda o: f"{o.compromiso.disposicion.sigla} · {o.compromiso.accion[:140]} ({o.clave})"


class HojaDePlantilla(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    asunto = forms.CharField(label="Asunto", max_length=LARGO_DE_ASUNTO)
    cuerpo = campos.largo(
        "Texto", "Los párrafos se separan con un renglón en blanco. Un párrafo cuyos campos queden vacíos no se imprime.", maximo=LARGO_DE_CUERPO, renglones=18
    )

    @property
    def plantilla(self) -> Plantilla:
        return Plantilla(self.cleaned_data["asunto"], self.cleaned_data["cuerpo"].replace("\r\n", "\n"))


class HojaDeNumeracion(forms.Form):
    formato = forms.CharField(label="Cómo se escriben", max_length=60, help_text="{n} es el consecutivo y {anio} el año, por ejemplo ST-CNSSP/{n}/{anio}.")
    ultimo = forms.IntegerField(label="Último número usado este año", min_value=0, max_value=99999)


class HojaDeInstitucion(forms.Form):
    """A quién se requiere, cuando hay más de una."""

    institucion = forms.ModelChoiceField(label="Institución", queryset=Institucion.objects.none())
