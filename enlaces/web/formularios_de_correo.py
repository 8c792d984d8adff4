"""Formularios del buzón: confirmar un correo, descartarlo, subir varios y liberar una dirección."""

from collections.abc import Sequence

from django import forms

from conferencia import reloj
from conferencia.models import Institucion, Obligacion
from conferencia.web.campos import CampoDeArchivos, VariosArchivos, fecha, largo
from enlaces.domain.asuntos import recortar
from enlaces.models import AdjuntoRecibido, ClaseDeCorreo, CorreoRecibido, EstadoCorreo
from enlaces.services.buzon.decisiones import Confirmacion

EL_CORREO = "correo"


class AlgunaDeDosListas(forms.MultipleChoiceField):
    """No se rotula opcional, pero puede ir vacía si se eligió en la otra: lo exige el formulario."""

    def validate(self, value) -> None:
        if value:
            super().validate(value)


class FormularioDeConfirmacion(forms.Form):
    """Lo propuesto viene puesto: confirmar es un clic. ``candidatas``: a las que parece referirse; ``otras``: las demás que se pueden elegir."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    obligaciones = AlgunaDeDosListas(label="Qué obligaciones atiende", widget=forms.CheckboxSelectMultiple)
    otras = forms.MultipleChoiceField(label="Otras obligaciones de la institución", required=False, widget=forms.CheckboxSelectMultiple)
    numero = forms.CharField(label="Número de oficio", max_length=80, help_text="Tal como está escrito en el oficio.")
    fecha = fecha("Fecha del oficio")
    asunto = forms.CharField(label="Asunto", max_length=300, required=False)
    firmante = forms.CharField(label="Quién lo firma", max_length=150, required=False)
    archivos = forms.MultipleChoiceField(
        label="Archivos del oficio", widget=forms.CheckboxSelectMultiple, error_messages={"required": "Elige al menos un archivo: el oficio firmado"}
    )
    nota = largo("Nota para quien revise", required=False, renglones=2)

    def __init__(
        self,
        *args,
        institucion: Institucion | None,
        candidatas: Sequence[Obligacion],
        otras: Sequence[Obligacion],
        adjuntos: Sequence[AdjuntoRecibido],
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.institucion = institucion
        if not candidatas:
            candidatas, otras = otras, ()
        self._obligaciones = {str(o.pk): o for o in (*candidatas, *otras)}
        self.fields["obligaciones"].choices = [_opcion(o) for o in candidatas]
        self.fields["otras"].choices = [_opcion(o) for o in otras]
        self.fields["archivos"].choices = [(str(a.pk), a.nombre) for a in adjuntos] + [(EL_CORREO, "El correo mismo, como llegó (.eml)")]

    def clean_fecha(self):
        if self.cleaned_data["fecha"] > reloj.hoy():
            raise forms.ValidationError("La fecha del oficio no puede ser posterior a hoy.")
        return self.cleaned_data["fecha"]

    def clean(self):
        limpio = super().clean()
        if not self.elegidas:
            self.add_error("obligaciones", "Elige al menos una obligación")
        return limpio

    @property
    def elegidas(self) -> list[str]:
        return [*self.cleaned_data.get("obligaciones", []), *self.cleaned_data.get("otras", [])]

    @property
    def confirmacion(self) -> Confirmacion:
        c = self.cleaned_data
        assert self.institucion is not None, "sin institución no hay obligaciones que elegir"
        return Confirmacion(
            institucion=self.institucion,
            obligaciones=[self._obligaciones[pk] for pk in self.elegidas],
            numero=c["numero"],
            fecha=c["fecha"],
            archivos=[pk for pk in c["archivos"] if pk != EL_CORREO],
            con_correo=EL_CORREO in c["archivos"],
            asunto=c["asunto"],
            firmante=c["firmante"],
            nota=c["nota"],
        )


def _opcion(o: Obligacion) -> tuple[str, str]:
    accion = o.compromiso.accion
    return str(o.pk), f"{accion[:1].upper()}{recortar(accion[1:], 130)} · {o.clave}"


class FormularioDeDescarte(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    motivo = forms.CharField(label="Por qué se descarta", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class FiltroDeCorreos(forms.Form):
    q = forms.CharField(label="Remitente, asunto, oficio o institución", required=False, max_length=100)
    estado = forms.ChoiceField(label="Estado", choices=[("", "Todos"), *EstadoCorreo.choices], required=False)
    clase = forms.ChoiceField(label="Clase", choices=[("", "Todas"), *ClaseDeCorreo.choices], required=False)


class FormularioParaSubir(forms.Form):
    archivos = CampoDeArchivos(
        label="Correos guardados",
        help_text="Uno o varios. En Outlook, «Guardar como» da .msg; en los demás, .eml. También se pueden arrastrar aquí.",
        widget=VariosArchivos(attrs={"multiple": True, "accept": ".eml,.msg,message/rfc822,application/vnd.ms-outlook"}),
    )


class FormularioDeLiberacion(forms.Form):
    direccion = forms.CharField(widget=forms.HiddenInput)
    motivo = forms.CharField(label="Por qué se puede volver a usar", max_length=300, help_text="El buzón se vació, la cuenta se reactivó…")


def iniciales(correo: CorreoRecibido, elegidas: Sequence[Obligacion], adjuntos: Sequence[AdjuntoRecibido]) -> dict:
    """Lo que se propone: las obligaciones por confirmar, lo que se leyó del oficio y los anexos que sirven."""
    return {
        "version": correo.version,
        "obligaciones": [str(o.pk) for o in elegidas],
        "numero": correo.numero,
        "fecha": correo.fecha_del_oficio,
        "asunto": correo.asunto,
        "archivos": [str(a.pk) for a in adjuntos],
    }
