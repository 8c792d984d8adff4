"""Formularios de plazos y calendarios."""

from django import forms

from conferencia.domain.plazos import HABILES, NATURALES, SIN_CALIFICAR
from conferencia.models import Calendario, Compromiso, EntidadFederativa, Institucion
from conferencia.web.campos import fecha, largo


def _motivo(rotulo: str) -> forms.CharField:
    return largo(rotulo, maximo=300)


class ConOficio(forms.Form):
    """El oficio de salida con que se comunica: opcional, salvo que la página lo exija."""

    oficio_numero = forms.CharField(
        label="Número del oficio", required=False, max_length=80, help_text="De la Secretaría Técnica. Tal como viene en el documento."
    )
    oficio_fecha = fecha("Fecha del oficio", required=False)

    def clean(self) -> dict:
        datos = super().clean()
        if datos.get("oficio_numero") and not datos.get("oficio_fecha") and "oficio_fecha" not in self.errors:
            self.add_error("oficio_fecha", "Escribe la fecha del oficio.")
        if datos.get("oficio_fecha") and not datos.get("oficio_numero"):
            self.add_error("oficio_numero", "Escribe el número del oficio.")
        return datos

    @property
    def con_oficio(self) -> bool:
        return bool(self.cleaned_data.get("oficio_numero"))


class HojaDeSuspension(ConOficio):
    version = forms.IntegerField(widget=forms.HiddenInput)
    desde = fecha("Desde qué día no cuenta", "Puede ser un día pasado: la historia quedará bien a cualquier corte.")
    hasta = fecha("Hasta qué día no cuenta, si ya se sabe", "Déjalo vacío si no se sabe: el plazo queda detenido hasta que se reanude.", required=False)
    motivo = _motivo("Por qué se suspende")
    fundamento = forms.CharField(label="Con qué fundamento", max_length=300)
    field_order = ("version", "desde", "hasta", "motivo", "fundamento", "oficio_numero", "oficio_fecha")


class HojaDeReanudacion(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    hasta = fecha("Último día que no contó", "El plazo vuelve a correr al día siguiente, con los días que faltaban.")


class HojaDeObjetivo(ConOficio):
    version = forms.IntegerField(widget=forms.HiddenInput)
    fecha = fecha("Fecha objetivo", "Posterior a hoy. No es del acta: no hace vencer la obligación y se mide aparte.")
    motivo = _motivo("Por qué esa fecha")
    field_order = ("version", "fecha", "motivo", "oficio_numero", "oficio_fecha")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for nombre in ("oficio_numero", "oficio_fecha"):
            self.fields[nombre].required = True


class HojaDeEvento(ConOficio):
    fecha = fecha("Qué día ocurrió", "El plazo se cuenta desde el día siguiente.")
    entidad = forms.ModelChoiceField(
        EntidadFederativa.objects.none(), label="En qué entidad", required=False, empty_label="En todas", to_field_name="abreviatura"
    )
    unidad = forms.ChoiceField(
        label="Cómo se cuentan los «días»",
        choices=[(HABILES, "Días hábiles"), (NATURALES, "Días naturales")],
        widget=forms.RadioSelect,
        help_text="El acta no lo dice. Lo que decidas queda asentado con tu nombre.",
    )
    fundamento = forms.CharField(label="Con qué se acredita", max_length=300, help_text="«Publicado en el DOF del 1 de agosto de 2022».")
    field_order = ("fecha", "entidad", "unidad", "fundamento", "oficio_numero", "oficio_fecha")

    def __init__(self, *args, compromiso: Compromiso, entidades, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["entidad"].queryset = entidades
        if not (compromiso.plazo_cantidad and compromiso.plazo_unidad in ("", SIN_CALIFICAR)):
            del self.fields["unidad"]


class HojaDeVarias(HojaDeSuspension):
    """Suspender varias de una vez: la versión de cada una viaja en su casilla."""

    version = None  # type: ignore[assignment]


class HojaDeReanudarVarias(HojaDeReanudacion):
    version = None  # type: ignore[assignment]


class HojaDeDia(forms.Form):
    fecha = fecha("Día")
    motivo = forms.CharField(label="Por qué es inhábil", max_length=120)
    fuente = forms.CharField(label="Publicación que lo dispone", max_length=200, help_text="«Periódico Oficial del Estado, 14 de marzo de 2022».")


class HojaDeQuitarDia(forms.Form):
    motivo = largo("Por qué deja de ser inhábil", maximo=200)


class HojaDeAdopcion(forms.Form):
    institucion = forms.ModelChoiceField(
        Institucion.objects.select_related("entidad").order_by("entidad__orden", "tipo", "nombre"),
        label="Institución",
        to_field_name="clave",
        empty_label="Elige una",
    )
    desde = fecha("Desde qué día")
    fuente = forms.CharField(label="Acuerdo que lo adopta", max_length=200)


class HojaDeCalendario(forms.Form):
    nombre = forms.CharField(label="Nombre", max_length=120, help_text="«Inhábiles del Gobierno de Puebla».")
    clave = forms.SlugField(label="Clave", max_length=20, help_text="Corta y sin espacios: «pue-2022». Va en la dirección de su página.")
    fuente = forms.CharField(label="Publicación de la que sale", max_length=200)
    copiar_de = forms.ModelChoiceField(
        Calendario.objects.order_by("nombre"), label="Empezar con los días de", required=False, empty_label="Ninguno: empieza vacío", to_field_name="clave"
    )
