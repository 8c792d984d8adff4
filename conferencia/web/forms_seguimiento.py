"""Formularios del seguimiento: validan la forma; lo demás lo deciden los servicios."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django import forms

from conferencia.domain import admision
from conferencia.domain.cifras import CifraInvalida, dicha, leer_cifra
from conferencia.domain.periodos import CON_PERIODOS, DIA_HABIL_DE_ENTREGA, Regla
from conferencia.models import Archivo, DiaDeEntrega, EtapaDeParte, Indicador, Institucion, Medicion, Obligacion, Parte
from conferencia.services.cifras import Cifra
from conferencia.services.indicadores import DatosDeIndicador
from conferencia.services.oficios import DatosDeOficio
from conferencia.services.partes import Avance
from conferencia.web.campos import CampoDeArchivos, fecha, largo

PERIODICIDADES = ("semanal", "quincenal", "mensual", "bimestral", "trimestral", "cuatrimestral", "semestral", "anual")
assert set(PERIODICIDADES) == CON_PERIODOS


def motivo(label: str = "Por qué", **opciones) -> forms.CharField:
    return largo(label, maximo=1000, renglones=2, **opciones)


class Cantidad(forms.CharField):
    """Un número como se escribe en México; vacío, ``None``."""

    def __init__(self, **opciones):
        super().__init__(max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **opciones)

    def clean(self, value) -> Decimal | None:
        texto = super().clean(value)
        try:
            return leer_cifra(texto) if texto else None
        except CifraInvalida as error:
            raise forms.ValidationError(str(error)) from error


class CifraPedida(Cantidad):
    """La de un periodo: se pide siempre, salvo que se marque «Sin dato»; quien la exige es el servicio."""

    def validate(self, value) -> None:
        pass


@dataclass(frozen=True)
class RenglonDeCifra:
    """Lo que se pide de un indicador: sus campos, lo que ya había y por qué llama la atención."""

    indicador: Indicador
    valor: forms.BoundField
    sin_dato: forms.BoundField
    nota: forms.BoundField
    previa: Medicion | None
    llama: str


class FormularioDeCifras(forms.Form):
    """Una cifra por indicador. ``previas``: lo ya capturado para ese día; corregirlo pide nota."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    corresponde_el = fecha("Día al que corresponde la cifra")
    numero = forms.CharField(label="Número de oficio", max_length=80, required=False)
    fecha = fecha("Fecha del oficio", required=False)
    firmante = forms.CharField(label="Quién lo firma", max_length=150, required=False, help_text="Nombre y cargo.")
    archivos = CampoDeArchivos(label="Archivos del oficio", required=False)

    def __init__(self, *args, obligacion: Obligacion, indicadores: Sequence[Indicador], previas: Sequence[Medicion] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.indicadores, self.previas = list(indicadores), {m.indicador_id: m for m in previas}
        self.periodica = bool(obligacion.periodo)
        self.llaman: dict = {}
        for i in self.indicadores:
            previa = self.previas.get(i.pk)
            valor = dicha(previa.valor) if previa and previa.valor is not None else None
            self.fields[f"valor_{i.orden}"] = self._campo()(label="Cifra", required=self.periodica, initial=valor, help_text=_se_admite(i))
            self.fields[f"sin_dato_{i.orden}"] = forms.BooleanField(label="Sin dato", required=False, initial=bool(previa and previa.valor is None))
            self.fields[f"nota_{i.orden}"] = forms.CharField(
                label="Nota", required=False, max_length=300, help_text="Obligatoria si no hay dato o si corriges."
            )
        if self.periodica:
            del self.fields["corresponde_el"]
        self.fields["nota"] = motivo("Nota para la Secretaría Técnica", required=False)
        self.fields["confirmo"] = forms.BooleanField(label="Confirmo que las cifras son correctas", required=False)

    def _campo(self) -> type[Cantidad]:
        return CifraPedida if self.periodica else Cantidad

    @property
    def renglones(self) -> list[RenglonDeCifra]:
        return [
            RenglonDeCifra(i, self[f"valor_{i.orden}"], self[f"sin_dato_{i.orden}"], self[f"nota_{i.orden}"], self.previas.get(i.pk), self.llaman.get(i.pk, ""))
            for i in self.indicadores
        ]

    def clean(self) -> dict:
        limpio = super().clean()
        for i in self.indicadores:
            if limpio.get(f"valor_{i.orden}") is not None and limpio.get(f"sin_dato_{i.orden}"):
                self.add_error(f"valor_{i.orden}", f"{i.nombre}: escribe la cifra o marca «Sin dato», no las dos.")
        return limpio

    def oficio(self, archivos: Sequence[Archivo]) -> DatosDeOficio | None:
        """El que las acompaña, si se mandó alguno; a medias, ``None`` con el error en lo que falta."""
        c = self.cleaned_data
        if not (archivos or c.get("numero") or c.get("fecha") or c.get("firmante")):
            return None
        faltan = {"numero": "Escribe el número del oficio.", "fecha": "Escribe la fecha del oficio."}
        for campo, dicho in faltan.items():
            if not c.get(campo) and not self.has_error(campo):
                self.add_error(campo, dicho)
        if not archivos and not self.has_error("archivos"):
            self.add_error("archivos", admision.NINGUNO)
        return None if self.errors else DatosDeOficio(numero=c["numero"], fecha=c["fecha"], firmante=c["firmante"])

    def cifras(self) -> list[Cifra]:
        """Lo escrito; un indicador en blanco no se captura."""
        d = self.cleaned_data
        dadas = [(i, d[f"valor_{i.orden}"], d[f"sin_dato_{i.orden}"], d[f"nota_{i.orden}"]) for i in self.indicadores]
        return [Cifra(i, valor, nota) for i, valor, sin_dato, nota in dadas if valor is not None or sin_dato]


def _se_admite(i: Indicador) -> str:
    entre = [f"desde {dicha(i.minimo)}"] if i.minimo is not None else []
    entre += [f"hasta {dicha(i.maximo)}"] if i.maximo is not None else []
    decimales = "número entero" if i.decimales == 0 else f"hasta {i.decimales} decimal{'es' if i.decimales > 1 else ''}"
    return f"En {i.unidad}; {', '.join([decimales, *entre])}."


class FormularioDeIndicador(forms.Form):
    nombre = forms.CharField(label="Nombre", max_length=200, help_text="Con los términos del acta.")
    unidad = forms.CharField(label="Unidad", max_length=40, help_text="casos, cuentas, %…")
    decimales = forms.IntegerField(label="Decimales", min_value=0, max_value=4, initial=0)
    minimo = Cantidad(label="Mínimo", required=False, initial="0")
    maximo = Cantidad(label="Máximo", required=False)
    meta = Cantidad(label="Meta", required=False)
    mide_avance = forms.BooleanField(label="Mide el avance de la obligación", required=False, help_text="Su valor entre la meta es el avance, en por ciento.")
    motivo = motivo()

    def __init__(self, *args, nuevo: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if nuevo:
            del self.fields["motivo"]

    def datos(self) -> DatosDeIndicador:
        return DatosDeIndicador(**{campo: valor for campo, valor in self.cleaned_data.items() if campo != "motivo"})


class FormularioDeRequisito(forms.Form):
    nombre = forms.CharField(label="Qué debe traer el entregable", max_length=200)
    obligatorio = forms.BooleanField(label="Es obligatorio", required=False, initial=True)


class FormularioDeMotivo(forms.Form):
    motivo = motivo("Por qué se retira")


class FormularioDeRecurrencia(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    periodicidad = forms.ChoiceField(label="Cada cuánto", choices=[(p, p.capitalize()) for p in PERIODICIDADES])
    cada = forms.IntegerField(
        label="De cuántas en cuántas", min_value=1, max_value=36, initial=1, help_text="«Mensual» de 5 en 5 es cada cinco meses desde la fecha de abajo."
    )
    desde = fecha("Rige desde")
    hasta = fecha("Hasta", required=False, help_text="Vacío: sin fecha de término.")
    dia_clase = forms.ChoiceField(label="Qué día vence", choices=DiaDeEntrega.choices, widget=forms.RadioSelect)
    dia = forms.IntegerField(label="Número de día", min_value=1, max_value=31, initial=DIA_HABIL_DE_ENTREGA, help_text="No cuenta en «último día».")
    motivo = motivo()

    def regla(self) -> Regla:
        d = self.cleaned_data
        return Regla(d["periodicidad"], d["desde"], d["cada"], d["hasta"], d["dia_clase"], d["dia"])


class FormularioDeCadencia(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    meses = forms.IntegerField(
        label="Cada cuántos meses se ratifica", required=False, min_value=1, max_value=36, help_text="Vacío: sin cadencia, lo ratificado no caduca."
    )
    motivo = motivo()


class FormularioDeEtapa(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    etapa = forms.ChoiceField(label="En qué etapa va", choices=EtapaDeParte.choices, widget=forms.RadioSelect)
    firmado_el = fecha("Día de la firma", required=False, help_text="Solo si ya firmó.")
    nota = motivo("Nota", required=False, help_text="Obligatoria si regresa de etapa.")

    def avance(self) -> Avance:
        d = self.cleaned_data
        return Avance(etapa=d["etapa"], firmado_el=d["firmado_el"], nota=d["nota"])


class FormularioDeTurno(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    a = forms.MultipleChoiceField(label="A quién le toca actuar ahora", widget=forms.CheckboxSelectMultiple)
    nota = motivo("Nota", required=False)

    def __init__(self, *args, partes: Sequence[Parte], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["a"].choices = [(str(p.institucion_id), p.institucion.nombre) for p in partes]


class FormularioDeConstancia(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    nota = motivo("Qué se hace constar", help_text="Qué documento se firmó y dónde obra.")


class FormularioDeInsumo(forms.Form):
    """Agregar (por clave) o quitar (de las que ya espera) una dependencia; ``confirmar`` llega de la vista previa."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    insumo = forms.CharField(label="Clave de la obligación que se espera", max_length=90, help_text="Como en su página: ZC-2022-1/A8.2/CNI-PM.")
    motivo = motivo()

    def clean_insumo(self) -> Obligacion:
        hallada = Obligacion.objects.filter(clave=self.cleaned_data["insumo"].strip()).first()
        if hallada is None:
            raise forms.ValidationError("No hay ninguna obligación con esa clave.")
        return hallada


def candidatas(instituciones: Sequence[Institucion], clave: str) -> Institucion | None:
    """La elegida por su clave, o la única o primera que hay."""
    return next((i for i in instituciones if i.clave == clave), instituciones[0] if instituciones and not clave else None)
