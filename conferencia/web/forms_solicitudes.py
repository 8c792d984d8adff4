"""Formularios de prórrogas, no competencia, exenciones y adhesiones: validan la forma; lo demás lo deciden los servicios."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django import forms

from conferencia.models import ClasePlazo, ClaseSolicitud, Disposicion, EntidadFederativa, EstadoSolicitud, Institucion, Obligacion, Reunion, Solicitud
from conferencia.services.exenciones import Acto
from conferencia.services.oficios import DatosDeOficio
from conferencia.services.reglas_de_prorroga import CON_VENCIMIENTO
from conferencia.services.solicitudes import Limite
from conferencia.templatetags.fechas import fecha_larga
from conferencia.web.campos import CampoDeArchivos, fecha, largo
from conferencia.web.forms import TODAS, FiltrosEnLaUrl


def fundamento() -> forms.CharField:
    return forms.CharField(label="Fundamento", max_length=300, help_text="Artículo, lineamiento o acto que lo permite.")


class FormularioConOficio(forms.Form):
    """Lo que se pide con oficio: sus datos, sus archivos y por qué."""

    institucion = forms.ChoiceField(label="Institución que lo pide", widget=forms.RadioSelect)
    numero = forms.CharField(label="Número de oficio", max_length=80, help_text="Tal como está escrito en el oficio, por ejemplo SSP/UPC/0123/2022.")
    fecha = fecha("Fecha del oficio")
    firmante = forms.CharField(label="Quién lo firma", max_length=150, help_text="Nombre y cargo.")
    archivos = CampoDeArchivos(label="Archivos del oficio")

    def __init__(self, *args, instituciones: Sequence[Institucion], **kwargs):
        super().__init__(*args, **kwargs)
        self._instituciones = {str(i.pk): i for i in instituciones}
        self.fields["institucion"].choices = [(str(i.pk), i.nombre) for i in instituciones]
        if len(instituciones) == 1:
            del self.fields["institucion"]

    @property
    def remitente(self) -> Institucion:
        return self._instituciones[self.cleaned_data.get("institucion") or next(iter(self._instituciones))]

    def oficio(self, llave: UUID) -> DatosDeOficio:
        c = self.cleaned_data
        return DatosDeOficio(numero=c["numero"], fecha=c["fecha"], firmante=c["firmante"], llave_de_envio=llave)


class FormularioDeProrroga(FormularioConOficio):
    pide_hasta = fecha("Nueva fecha que se pide")
    motivo = largo("Motivo", "Qué impide cumplir en la fecha y qué se hará con el tiempo que se pide.")
    field_order = ("institucion", "pide_hasta", "motivo", "numero", "fecha", "firmante", "archivos")


class FormularioDeNoCompetencia(FormularioConOficio):
    motivo = largo("Por qué no es competente", "La norma que le da la atribución a otra institución y, si se sabe, a cuál.")
    field_order = ("institucion", "motivo", "numero", "fecha", "firmante", "archivos")


class FormularioDeResolucion(forms.Form):
    """Conceder o negar una prórroga. ``rige``: solo se pregunta si el plazo ya venció."""

    CONCEDER, NEGAR = "conceder", "negar"
    version = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(label="Resolución", choices=[(CONCEDER, "Procedente: conceder"), (NEGAR, "Improcedente: negar")], widget=forms.RadioSelect)
    concede_hasta = fecha("Se concede hasta", required=False)
    rige = forms.ChoiceField(label="Desde cuándo rige", widget=forms.RadioSelect, required=False)
    resolucion = largo("Motivo de la resolución")
    fundamento = fundamento()

    def __init__(self, *args, solicitud: Solicitud, hoy, **kwargs):
        super().__init__(*args, **kwargs)
        self.vencia = solicitud.obligacion.vence_el
        if self.vencia and self.vencia < hoy:
            self.fields["rige"].choices = [
                ("hoy", "Desde hoy. Los días que pasaron desde que venció siguen contando como vencidos en la historia."),
                ("vencimiento", f"Desde que vencía, el {fecha_larga(self.vencia)}. Ningún corte posterior a ese día la contará como vencida."),
            ]
            self.fields["rige"].initial = "hoy"
        else:
            del self.fields["rige"]

    def clean(self):
        limpio = super().clean()
        if limpio.get("decision") == self.CONCEDER and "concede_hasta" not in self.errors and not limpio.get("concede_hasta"):
            self.add_error("concede_hasta", "Escribe hasta cuándo se concede.")
        return limpio

    def resuelto(self) -> dict:
        """Los argumentos de ``services.solicitudes.resolver_prorroga``."""
        c = self.cleaned_data
        concede = c["concede_hasta"] if c["decision"] == self.CONCEDER else None
        rige_el = self.vencia if concede and c.get("rige") == "vencimiento" else None
        return {"version": c["version"], "concede_hasta": concede, "resolucion": c["resolucion"], "fundamento": c["fundamento"], "rige_el": rige_el}


def _sustituta(**opciones) -> forms.ModelChoiceField:
    todas = Institucion.objects.exclude(tipo="ST").select_related("entidad").order_by("entidad__orden", "nombre")
    return forms.ModelChoiceField(todas, label="Institución que la sustituye", **opciones)


class FormularioDeCompetencia(forms.Form):
    PROCEDE, NO = "procede", "no"
    version = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label="Resolución", choices=[(PROCEDE, "Procedente: no es competente"), (NO, "Improcedente: le toca y sigue contando")], widget=forms.RadioSelect
    )
    sustituta = _sustituta(
        required=False, empty_label="Todavía no se sabe", help_text="Le nace la misma obligación. Si aún no se sabe, queda en «Faltan por sustituir»."
    )
    vence_el = fecha("Vencimiento para la sustituta", required=False, help_text="Vacío: el mismo. Obligatorio si ya venció.")
    resolucion = largo("Motivo de la resolución")
    fundamento = fundamento()

    def resuelto(self) -> dict:
        """Los argumentos de ``services.sustituciones.resolver_no_competencia``."""
        c = self.cleaned_data
        procede = c["decision"] == self.PROCEDE
        base = {"version": c["version"], "procede": procede, "resolucion": c["resolucion"], "fundamento": c["fundamento"]}
        return base | ({"sustituta": c["sustituta"], "vence_el": c["vence_el"]} if procede else {})


class FormularioDeSustituta(forms.Form):
    sustituta = _sustituta(empty_label="Elige una institución")
    vence_el = fecha("Vencimiento para la sustituta", required=False, help_text="Vacío: el mismo. Obligatorio si ya venció.")
    motivo = largo("Por qué le toca")


class FormularioSinSustituta(forms.Form):
    motivo = largo("Por qué nadie la sustituye", "Por ejemplo: ninguna otra institución de la entidad tiene esa atribución.")


class FormularioDeReglas(forms.Form):
    """Un par de campos por clase de plazo: cuántas y de cuántos días."""

    concede = forms.CharField(label="Quién las concede", max_length=200, required=False, help_text="Por ejemplo: la Secretaría Técnica, o el pleno.")
    fundamento = forms.CharField(label="Con qué fundamento", max_length=300, required=False)

    def __init__(self, *args, limites: dict[str, Limite], **kwargs):
        super().__init__(*args, **kwargs)
        for clase, limite in limites.items():
            nombre = ClasePlazo(clase).label
            self.fields[f"cuantas_{clase}"] = forms.IntegerField(label=f"{nombre}: cuántas", min_value=0, max_value=20, initial=limite.cuantas)
            self.fields[f"dias_{clase}"] = forms.IntegerField(label=f"{nombre}: días naturales cada una", min_value=1, max_value=999, initial=limite.dias)

    @property
    def clases(self) -> list[tuple]:
        """(nombre, campo de cuántas, campo de días) de cada clase de plazo."""
        return [(c.label, self[f"cuantas_{c.value}"], self[f"dias_{c.value}"]) for c in CON_VENCIMIENTO]

    @property
    def limites(self) -> dict[str, Limite]:
        c = self.cleaned_data
        return {clase.value: Limite(c[f"cuantas_{clase.value}"], c[f"dias_{clase.value}"]) for clase in CON_VENCIMIENTO}


class FormularioDeExencion(forms.Form):
    """La razón de eximir, revocar o reabrir. ``disposicion``: solo al dejar sin efecto."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    disposicion = forms.ModelChoiceField(Disposicion.objects.none(), label="Acto posterior que la deja sin efecto", empty_label="Elige una disposición")
    motivo = largo("Motivo")
    fundamento = fundamento()
    rige_el = fecha("Rige desde", required=False, help_text="Vacío: desde hoy. Con fecha pasada, cambian las cifras de los cortes desde ese día.")

    def __init__(self, *args, acto: Acto, posteriores: Iterable[Disposicion], **kwargs):
        super().__init__(*args, **kwargs)
        if acto == Acto.SIN_EFECTO:
            self.fields["disposicion"].queryset = posteriores
        else:
            del self.fields["disposicion"]


class FormularioDeAdhesion(forms.Form):
    institucion = forms.ModelChoiceField(Institucion.objects.none(), label="Institución", empty_label="Elige una institución")
    desde = fecha("Responde desde")
    motivo = forms.CharField(label="En qué consta", max_length=300, help_text="La lista de asistencia del acta, el oficio de adhesión, el acuerdo.")
    compromisos = forms.MultipleChoiceField(label="Compromisos a los que se suma", required=False, widget=forms.CheckboxSelectMultiple)
    vence_lo_vencido = fecha("Nueva fecha para lo ya vencido", required=False, help_text="Solo si eligió algo cuya fecha ya pasó.")

    def __init__(self, *args, ajenas: Iterable[Institucion], opciones: Sequence[tuple[str, str]] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["institucion"].queryset = ajenas
        self.fields["compromisos"].choices = opciones


class FiltrosDeSolicitudes(FiltrosEnLaUrl):
    estado = forms.ChoiceField(label="Estado", required=False, choices=TODAS + list(EstadoSolicitud.choices))
    clase = forms.ChoiceField(label="Clase", required=False, choices=TODAS + list(ClaseSolicitud.choices))
    entidad = forms.ChoiceField(label="Entidad", required=False)
    reunion = forms.ChoiceField(label="Reunión", required=False)

    def __init__(self, datos, *, solicitudes):
        super().__init__(datos)
        entidades = EntidadFederativa.objects.filter(instituciones__solicitudes__in=solicitudes).distinct().order_by("orden")
        self.fields["entidad"].choices = TODAS + list(entidades.values_list("abreviatura", "nombre"))
        reuniones = Reunion.objects.filter(disposiciones__compromisos__obligaciones__solicitudes__in=solicitudes).distinct().order_by("-fecha")
        self.fields["reunion"].choices = TODAS + list(reuniones.values_list("clave", "nombre"))

    def filtrar(self, solicitudes):
        campos = {"estado": "estado", "clase": "clase", "entidad": "institucion__entidad__abreviatura"}
        campos["reunion"] = "obligacion__compromiso__disposicion__reunion__clave"
        return solicitudes.filter(**{campos[nombre]: valor for nombre, valor in self.puestos.items()})


class FiltrosDeLote(FiltrosEnLaUrl):
    entidad = forms.ChoiceField(label="Entidad", required=False)
    disposicion = forms.ChoiceField(label="Disposición", required=False)

    def __init__(self, datos, *, obligaciones):
        super().__init__(datos)
        entidades = EntidadFederativa.objects.filter(obligaciones__in=obligaciones).distinct().order_by("orden")
        self.fields["entidad"].choices = TODAS + list(entidades.values_list("abreviatura", "nombre"))
        disposiciones = Disposicion.objects.filter(compromisos__obligaciones__in=obligaciones).distinct().en_orden()
        self.fields["disposicion"].choices = TODAS + [(d.clave, str(d)) for d in disposiciones]

    def filtrar(self, obligaciones):
        campos = {"entidad": "entidad__abreviatura", "disposicion": "compromiso__disposicion__clave"}
        return obligaciones.filter(**{campos[nombre]: valor for nombre, valor in self.puestos.items()})


def versiones_elegidas(elegidas: Iterable[str]) -> dict[str, int]:
    """De «clave|versión», la versión que se vio de cada una. Lo que no tenga esa forma se ignora."""
    pares = (x.rpartition("|") for x in elegidas)
    return {clave: int(version) for clave, _, version in pares if clave and version.isdigit()}


def elegida(obligacion: Obligacion) -> str:
    """Lo contrario: cómo viaja una obligación elegida."""
    return f"{obligacion.clave}|{obligacion.version}"
