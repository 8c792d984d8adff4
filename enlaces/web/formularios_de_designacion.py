"""Formularios de quien designa: a quién, para qué, por cuánto tiempo y con qué oficio. Validan la forma; lo demás lo dicen los servicios."""

from collections.abc import Sequence
from datetime import datetime, time

from django import forms

from conferencia import reloj
from conferencia.domain.escrito import con_articulo
from conferencia.models import Canal, Designacion, Disposicion, EntidadFederativa, Rol
from conferencia.queries.designaciones import Materia
from conferencia.services.designaciones import Persona
from conferencia.services.oficios import DatosDeOficio
from conferencia.templatetags.fechas import fecha_larga
from conferencia.templatetags.titulos import sin_gritar
from conferencia.web.campos import CampoDeArchivos, largo
from conferencia.web.campos import fecha as campo_de_fecha
from enlaces.queries.nombrados import Remision

TODAS = "todas"
QUE_PUEDE = {
    Rol.ENLACE_TITULAR: "Titular: presenta, captura cifras y designa a los demás",
    Rol.ENLACE_SUPLENTE: "Suplente: presenta y captura cifras",
    Rol.ENLACE_CAPTURA: "De captura: solo captura cifras",
    Rol.ENLACE_CONSULTA: "De consulta: solo mira",
}


class DatosDePersona(forms.Form):
    nombre = forms.CharField(label="Nombre completo", max_length=150)
    cargo = forms.CharField(label="Cargo", max_length=200, required=False)
    email = forms.EmailField(label="Correo oficial", max_length=254, help_text="A este correo le llegan su acceso y los avisos.")
    telefono = forms.CharField(label="Teléfono", max_length=40, required=False, widget=forms.TextInput({"type": "tel"}))

    def persona(self) -> Persona:
        c = self.cleaned_data
        return Persona(nombre=c["nombre"], email=c["email"], cargo=c["cargo"], telefono=c["telefono"])


class FormularioDeNombramiento(DatosDePersona):
    """A quién nombra un oficio y para qué. ``materias``: una por acuerdo; aunque sea la misma persona, se elige cada una."""

    rol = forms.ChoiceField(label="Designación", choices=list(QUE_PUEDE.items()), widget=forms.RadioSelect)
    materias = forms.MultipleChoiceField(
        label="Para qué se designa",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Elige para qué materia se designa."},
        help_text="Puede ser la misma persona para varias: márcalas todas. Nada se da por supuesto.",
    )
    sustituye_a = forms.ModelChoiceField(
        Designacion.objects.none(), label="Sustituye a", required=False, empty_label="A nadie", help_text="Sus derechos terminan el día en que empieza esta."
    )
    desde = campo_de_fecha("Vigente desde", required=False, help_text="Vacío: desde que la Secretaría Técnica la acepte.")
    hasta = campo_de_fecha("Último día que rige", required=False, help_text="Vacío: sin término.")

    def __init__(self, *args, materias: Sequence[Materia], sustituibles, **kwargs):
        super().__init__(*args, **kwargs)
        self._materias = {str(m.disposicion.pk): m for m in materias}
        opciones = [(pk, _dicha(m)) for pk, m in self._materias.items()]
        self.fields["materias"].choices = [*opciones, (TODAS, "Todas las disposiciones, de hoy y las que vengan")]
        self.fields["sustituye_a"].queryset = sustituibles
        if not sustituibles:
            del self.fields["sustituye_a"]

    @property
    def elegidas(self) -> list[Disposicion | None]:
        return [None if v == TODAS else self._materias[v].disposicion for v in self.cleaned_data["materias"]]

    def clean(self) -> dict:
        datos = super().clean() or {}
        if datos.get("desde") and datos.get("hasta") and datos["hasta"] < datos["desde"]:
            self.add_error("hasta", "El último día no puede ser anterior al primero.")
        return datos

    @property
    def obligaciones(self) -> dict:
        """Por id de materia, la obligación de designar que así se atiende."""
        elegidas = (self._materias[v] for v in self.cleaned_data["materias"] if v != TODAS)
        return {m.disposicion.pk: m.obligacion for m in elegidas if m.obligacion}

    def nombramiento(self) -> dict:
        """Los argumentos que comparten ``designar_por_oficio`` y ``proponer_designacion``."""
        c = self.cleaned_data
        comunes = {campo: c.get(campo) for campo in ("rol", "desde", "hasta", "sustituye_a")}
        return comunes | {"persona": self.persona(), "materias": self.elegidas}


def _dicha(m: Materia) -> str:
    titulo = sin_gritar(m.disposicion.titulo)
    dicha = f"{m.disposicion}{f': {titulo}' if titulo else ''}"
    if m.obligacion is None:
        return dicha
    vence = f"; vence el {fecha_larga(m.obligacion.vence_el)}" if m.obligacion.vence_el else ""
    return f"{dicha} (lo pide {con_articulo(str(m.obligacion.compromiso.disposicion))}{vence})"


class FormularioDeLaMesa(FormularioDeNombramiento):
    """Lo que la Secretaría Técnica captura de un oficio ya recibido, con lo que se alcanzó a leer. De quien no se conoce, primero confirma el
    contacto oficial; si se sabe quién lo mandó, eso no se pregunta.
    """

    confirmar = forms.BooleanField(
        label="Pedir antes la confirmación del contacto oficial",
        required=False,
        help_text="Si lo mandó alguien a quien no conocemos: no tendrá cuenta hasta que la confirme.",
    )
    remitente = forms.EmailField(label="Correo de quien lo mandó", required=False, max_length=254)

    def __init__(self, *args, remision: Remision, initial: dict, **kwargs):
        leido = remision.nombrado
        puesto = {"nombre": leido.nombre, "cargo": leido.cargo, "email": leido.correo, "telefono": leido.telefono}
        puesto |= {"rol": Rol.ENLACE_SUPLENTE if leido.suplente else Rol.ENLACE_TITULAR} if leido.nombre else {}
        super().__init__(*args, initial=puesto | initial, **kwargs)
        if remision.de:
            del self.fields["confirmar"], self.fields["remitente"]

    def nombramiento(self) -> dict:
        c = self.cleaned_data
        return super().nombramiento() | {"de_desconocido": c.get("confirmar", False), "remitente": c.get("remitente", "")}


class FormularioPorOficio(FormularioDeNombramiento):
    """Lo anterior, con el oficio que nombra. ``recibido_el`` y ``canal``: solo lo que la Secretaría Técnica registra en su mesa."""

    numero = forms.CharField(label="Número de oficio", max_length=80, help_text="Tal como está escrito en el oficio.")
    fecha = campo_de_fecha("Fecha del oficio")
    firmante = forms.CharField(label="Quién lo firma", max_length=150, help_text="Nombre y cargo.")
    archivos = CampoDeArchivos(label="Archivos del oficio")
    canal = forms.ChoiceField(label="Cómo llegó", choices=[(Canal.VENTANILLA, "Ventanilla"), (Canal.CORREO, "Correo")], widget=forms.RadioSelect)
    recibido_el = campo_de_fecha("Recibido el", required=False, help_text="Vacío: hoy.")

    def __init__(self, *args, en_mesa: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not en_mesa:
            del self.fields["canal"]
            del self.fields["recibido_el"]

    def oficio(self, llave) -> DatosDeOficio:
        c = self.cleaned_data
        asunto = f"Designación de {c['nombre']}"
        return DatosDeOficio(
            numero=c["numero"],
            fecha=c["fecha"],
            firmante=c["firmante"],
            asunto=asunto[:300],
            canal=c.get("canal") or Canal.PORTAL,
            llave_de_envio=llave,
            recibido_en=_instante(c.get("recibido_el")),
        )

    def clean_fecha(self):
        return _no_futura(self.cleaned_data["fecha"], "La fecha del oficio no puede ser posterior a hoy.")

    def clean_recibido_el(self):
        return _no_futura(self.cleaned_data["recibido_el"], "No pudo recibirse después de hoy.")


def _no_futura(dia, dicho: str):
    if dia and dia > reloj.hoy():
        raise forms.ValidationError(dicho)
    return dia


def _instante(dia):
    """El mediodía de ese día; de hoy, o sin decir, ahora mismo."""
    return None if dia is None or dia >= reloj.hoy() else datetime.combine(dia, time(12), reloj.MEXICO)


class FormularioDeRechazo(forms.Form):
    motivo = largo("Por qué no se acepta", "Lo lee quien la propuso.", maximo=500)


class FormularioDeDelegacion(DatosDePersona):
    desde = campo_de_fecha("Desde")
    hasta = campo_de_fecha("Último día", help_text="Ese día, al terminar, la delegación acaba sola.")
    motivo = forms.CharField(label="Motivo", max_length=200, help_text="Vacaciones, comisión, licencia…")


class FormularioDeRenovacion(forms.Form):
    hasta = campo_de_fecha("Nuevo último día", required=False, help_text="Vacío: sin término.")
    motivo = forms.CharField(label="Motivo", max_length=200, required=False)


class FormularioDeMasa(forms.Form):
    """A quién toca un cambio de gobierno."""

    entidad = forms.ModelChoiceField(EntidadFederativa.objects.order_by("orden"), to_field_name="abreviatura", empty_label="Elige una entidad")
    el = campo_de_fecha("Dejan de regir desde el")
    motivo = forms.CharField(label="Motivo", max_length=200, initial="Cambio de administración")
