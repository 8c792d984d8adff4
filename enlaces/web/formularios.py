"""Formularios del portal y de la bandeja: validan la forma; lo demás lo deciden los servicios."""

from collections.abc import Sequence
from uuid import UUID

from django import forms

from conferencia import reloj
from conferencia.models import Disposicion, Institucion, Obligacion, Observacion, Oficio, Requisito, Rol
from conferencia.services.oficios import DatosDeOficio
from conferencia.web.campos import CampoDeArchivos, fecha, largo
from enlaces.models import EstadoAviso

ROLES_QUE_SE_DESIGNAN = (Rol.ENLACE_TITULAR, Rol.ENLACE_SUPLENTE, Rol.ENLACE_CAPTURA, Rol.ENLACE_CONSULTA, Rol.CONTACTO, Rol.AREA_TECNICA)


def campo_de(observacion: Observacion) -> str:
    return f"respuesta_{observacion.pk}"


class FormularioDeOficio(forms.Form):
    """El oficio que se presenta. ``otras``: demás obligaciones que el mismo oficio puede atender."""

    institucion = forms.ChoiceField(label="Institución que presenta", widget=forms.RadioSelect)
    numero = forms.CharField(label="Número de oficio", max_length=80, help_text="Tal como está escrito en el oficio, por ejemplo SSP/UPC/0123/2022.")
    fecha = fecha("Fecha del oficio")
    asunto = forms.CharField(label="Asunto", max_length=300, required=False)
    firmante = forms.CharField(label="Quién lo firma", max_length=150, help_text="Nombre y cargo.")
    archivos = CampoDeArchivos(label="Archivos del oficio")
    trae = forms.MultipleChoiceField(label="Qué trae este oficio", required=False, widget=forms.CheckboxSelectMultiple)
    otras = forms.MultipleChoiceField(label="Otras obligaciones que atiende este mismo oficio", required=False, widget=forms.CheckboxSelectMultiple)
    nota = forms.CharField(
        label="Nota para la Secretaría Técnica",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Lo que ayude a revisar: qué página contesta qué, a quién llamar.",
    )

    def __init__(
        self,
        *args,
        instituciones: Sequence[Institucion],
        otras: Sequence[Obligacion],
        requisitos: Sequence[Requisito] = (),
        observaciones: Sequence[Observacion] = (),
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.observaciones = list(observaciones)
        for observacion in self.observaciones:
            self.fields[campo_de(observacion)] = largo(f"Respuesta a la observación {observacion.numero}", required=False)
        self.fields["institucion"].choices = [(str(i.pk), i.nombre) for i in instituciones]
        if len(instituciones) == 1:
            del self.fields["institucion"]
        self._instituciones, self._otras = {str(i.pk): i for i in instituciones}, {str(o.pk): o for o in otras}
        self.fields["otras"].choices = [(pk, f"{o.compromiso.disposicion}: {o.compromiso.accion}") for pk, o in self._otras.items()]
        if not otras:
            del self.fields["otras"]
        self.requisitos = {str(r.pk): r for r in requisitos}
        self.fields["trae"].choices = [(pk, f"{r.nombre}{'' if r.obligatorio else ' (opcional)'}") for pk, r in self.requisitos.items()]
        if not requisitos:
            del self.fields["trae"]

    @property
    def por_contestar(self) -> list[tuple[Observacion, forms.BoundField]]:
        """Cada observación abierta con su campo."""
        return [(o, self[campo_de(o)]) for o in self.observaciones]

    @property
    def respuestas(self) -> dict[UUID, str]:
        """Lo contestado, por observación."""
        return {o.pk: texto for o in self.observaciones if (texto := self.cleaned_data.get(campo_de(o), "").strip())}

    @property
    def sin_contestar(self) -> list[int]:
        """Las que se quedan sin respuesta propia: se avisa antes de enviar, no se impide."""
        return [o.numero for o in self.observaciones if o.pk not in self.respuestas]

    def clean_fecha(self):
        if self.cleaned_data["fecha"] > reloj.hoy():
            raise forms.ValidationError("La fecha del oficio no puede ser posterior a hoy.")
        return self.cleaned_data["fecha"]

    @property
    def remitente(self) -> Institucion:
        return self._instituciones[self.cleaned_data.get("institucion") or next(iter(self._instituciones))]

    @property
    def otras_elegidas(self) -> list[Obligacion]:
        return [self._otras[pk] for pk in self.cleaned_data.get("otras", [])]

    @property
    def requisitos_que_trae(self) -> list[Requisito]:
        """Los requisitos del entregable que dice traer."""
        return [self.requisitos[pk] for pk in self.cleaned_data.get("trae", [])]

    @property
    def le_faltan(self) -> list[Requisito]:
        """Los obligatorios que no dice traer: se avisa antes de enviar, no se impide."""
        return [r for r in self.requisitos.values() if r.obligatorio and r not in self.requisitos_que_trae]

    def datos(self, llave) -> DatosDeOficio:
        c = self.cleaned_data
        return DatosDeOficio(numero=c["numero"], fecha=c["fecha"], asunto=c["asunto"], firmante=c["firmante"], llave_de_envio=llave)


class FormularioDeDesignacion(forms.Form):
    institucion = forms.ModelChoiceField(Institucion.objects.none(), label="Institución", empty_label="Elige una institución")
    rol = forms.ChoiceField(label="Designación", choices=[(r.value, r.label) for r in ROLES_QUE_SE_DESIGNAN], widget=forms.RadioSelect)
    nombre = forms.CharField(label="Nombre completo", max_length=150)
    email = forms.EmailField(label="Correo oficial", max_length=254, help_text="A este correo llegan los avisos y con él se entra.")
    materia = forms.ModelChoiceField(
        Disposicion.objects.none(), label="Materia", required=False, empty_label="Todas las disposiciones", help_text="Si el oficio la limita a una."
    )
    oficio = forms.ModelChoiceField(
        Oficio.objects.none(),
        label="Oficio que la nombra",
        required=False,
        empty_label="Sin oficio registrado",
        help_text="De los ya recibidos de la institución.",
    )
    desde = fecha("Vigente desde", required=False, help_text="Vacío: desde hoy.")
    hasta = fecha("Vigente hasta", required=False, help_text="Vacío: sin fecha de término.")

    def __init__(self, *args, institucion: Institucion | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["institucion"].queryset = Institucion.objects.exclude(tipo="ST").order_by("entidad__orden", "nombre")
        self.fields["materia"].queryset = Disposicion.objects.filter(acta__estado="publicada").en_orden()
        if institucion:
            self.fields["oficio"].queryset = Oficio.objects.filter(remitente=institucion, sentido="entrada").order_by("-recibido_en")
        else:
            del self.fields["oficio"]


class FormularioDeTermino(forms.Form):
    el = fecha("Deja de regir el", help_text="Desde ese día, inclusive, ya no actúa por la institución.")
    motivo = forms.CharField(label="Motivo", max_length=200, help_text="Renuncia, cambio de adscripción, oficio que lo releva…")


class FiltroDeAvisos(forms.Form):
    q = forms.CharField(label="Correo, institución u obligación", required=False, max_length=100)
    estado = forms.ChoiceField(label="Estado", choices=[("", "Todos"), *EstadoAviso.choices], required=False)
