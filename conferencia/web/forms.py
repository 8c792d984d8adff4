"""Formularios de las páginas del núcleo. Los de filtros viven en la URL (GET) y saben decirse como fichas que se quitan."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet

from conferencia import reloj
from conferencia.domain.situacion import GRUPO_DE, ROTULOS, Grupo
from conferencia.models import Disposicion, EntidadFederativa, Institucion, Obligacion, Reunion, Usuario, Zona
from conferencia.queries.corte import HORIZONTE, Corte, tomar
from conferencia.queries.cuentas import FEDERALES
from conferencia.queries.obligaciones import Filtro
from conferencia.queries.titulos_de_hechos import titulo_de
from conferencia.templatetags.titulos import sin_gritar
from conferencia.web.campos import fecha

DE_ARCHIVO = {
    "empty": "Ese archivo está vacío. Elige otro.",
    "missing": "El archivo no llegó. Vuelve a elegirlo.",
    "invalid": "El archivo no llegó. Vuelve a elegirlo.",
}
ROTULOS_DE_GRUPO = {
    Grupo.VENCIDA: "Vencida",
    Grupo.POR_VENCER: "Por vencer",
    Grupo.EN_TRAMITE: "En trámite",
    Grupo.EN_PLAZO: "En plazo",
    Grupo.CUMPLIDA: "Cumplida",
    Grupo.EXENTA: "Exenta (fuera del denominador)",
}
TODAS = [("", "Todas")]


@dataclass(frozen=True)
class Ficha:
    """Un filtro puesto y la dirección que resulta de quitarlo."""

    titulo: str
    valor: str
    url_quitar: str


class FechaEnLaUrl(forms.DateField):
    """En la dirección va como ISO; en el campo se ve como la gente la escribe, día/mes/año."""

    def bound_data(self, data, initial):
        try:
            return self.to_python(data)
        except forms.ValidationError:
            return data


def _fecha(rotulo: str) -> forms.DateField:
    return fecha(rotulo, required=False, campo=FechaEnLaUrl)


class FiltrosEnLaUrl(forms.Form):
    """``formulario.is_valid()`` antes de usar ``puestos`` o ``fichas``."""

    use_required_attribute = False

    @property
    def puestos(self) -> dict[str, object]:
        """Los filtros con valor, por nombre de parámetro."""
        return {nombre: valor for nombre, valor in self.cleaned_data.items() if valor not in (None, "")}

    def direccion(self, **cambios) -> str:
        """La misma página con otros filtros; ``None`` quita uno."""
        valores = {n: _en_url(v) for n, v in (self.puestos | cambios).items() if v not in (None, "")}
        return f"?{urlencode(valores)}"

    @property
    def fichas(self) -> list[Ficha]:
        return [Ficha(self.fields[n].label, self._dicho(n, v), self.direccion(**{n: None})) for n, v in self.puestos.items()]

    def _dicho(self, nombre: str, valor: object) -> str:
        opciones = getattr(self.fields[nombre], "choices", None)
        planas = dict(_planas(opciones)) if opciones else {}
        if isinstance(valor, datetime):
            return f"{valor.astimezone(reloj.MEXICO):%d/%m/%Y %H:%M:%S}"
        return str(planas.get(valor, f"{valor:%d/%m/%Y}" if hasattr(valor, "strftime") else valor))


def _en_url(valor: object) -> str:
    if isinstance(valor, datetime):
        return valor.astimezone(reloj.MEXICO).isoformat()
    return valor.isoformat() if hasattr(valor, "isoformat") else str(valor)


def _planas(opciones) -> list[tuple]:
    return [par for valor, dicho in opciones for par in (dicho if isinstance(dicho, list | tuple) else [(valor, dicho)])]


class ConCorte(FiltrosEnLaUrl):
    """El par del corte, en la URL. Sin él: hoy, con lo sabido ahora."""

    corte = _fecha("Corte")
    sabido_al = forms.DateTimeField(
        label="Según lo sabido al",
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local", "step": "1"}, format="%Y-%m-%dT%H:%M:%S"),
        help_text="Hora de la Ciudad de México. Vacío: todo lo asentado hasta ahora.",
    )
    DEL_CORTE = ("corte", "sabido_al")

    def clean_corte(self) -> date | None:
        corte = self.cleaned_data["corte"]
        if corte and corte > reloj.hoy() + HORIZONTE:
            raise forms.ValidationError("La proyección llega hasta un año: elige un corte más cercano.")
        return corte

    def clean_sabido_al(self) -> datetime | None:
        sabido_al = self.cleaned_data["sabido_al"]
        if sabido_al and sabido_al > reloj.ahora():
            raise forms.ValidationError("Ese instante aún no llega: nada se sabe todavía de entonces.")
        return sabido_al

    @property
    def del_corte(self) -> list:
        return [self[nombre] for nombre in self.DEL_CORTE]

    @property
    def sin_corte(self) -> list[tuple[str, str]]:
        """Los demás filtros puestos, para que el selector del corte los conserve."""
        return [(n, _en_url(v)) for n, v in self.puestos.items() if n not in self.DEL_CORTE] if self.is_valid() else []

    def tomar(self, de: QuerySet[Obligacion] | None = None) -> Corte:
        """El corte pedido. ``de``: las obligaciones que quien mira puede ver, si no son todas."""
        return tomar(self.cleaned_data["corte"], self.cleaned_data["sabido_al"], de=de)

    def permanente(self, corte: Corte) -> str:
        """La dirección que reproduce siempre estas cifras."""
        return self.direccion(**corte.parametros)


class SoloCorte(ConCorte):
    """Las páginas sin más filtro que el corte."""


class FiltrosDeTablero(ConCorte):
    reunion = forms.ChoiceField(label="Reunión", required=False)
    entidad = forms.ChoiceField(label="Entidad", required=False)
    grupo = forms.ChoiceField(label="Situación", required=False, choices=TODAS + [(g.value, r) for g, r in ROTULOS_DE_GRUPO.items() if g != Grupo.EXENTA])

    def __init__(self, datos, *, reuniones: QuerySet[Reunion], obligaciones: QuerySet[Obligacion]):
        super().__init__(datos)
        self.fields["reunion"].choices = TODAS + list(reuniones.order_by("-fecha").values_list("clave", "nombre"))
        self.fields["entidad"].choices = TODAS + entidades_de(obligaciones)

    def filtro(self) -> Filtro:
        """Sin el grupo: la situación no recorta lo que el tablero cuenta, solo lo que resalta."""
        return Filtro(reunion=self.cleaned_data["reunion"], entidad=self.cleaned_data["entidad"])


def entidades_de(obligaciones: QuerySet[Obligacion]) -> list[tuple[str, str]]:
    con_algo = EntidadFederativa.objects.filter(Exists(obligaciones.order_by().filter(entidad=OuterRef("pk")))).order_by("orden")
    return [*con_algo.values_list("abreviatura", "nombre"), (FEDERALES, "Federales y de zona")]


class FiltrosDeObligaciones(ConCorte):
    q = forms.CharField(label="Buscar", required=False, max_length=120)
    entidad = forms.ChoiceField(label="Entidad", required=False)
    disposicion = forms.ChoiceField(label="Disposición", required=False)
    grupo = forms.ChoiceField(label="Situación", required=False, choices=TODAS + [(g.value, r) for g, r in ROTULOS_DE_GRUPO.items()])
    institucion = forms.ChoiceField(label="Institución", required=False)
    situacion = forms.ChoiceField(
        label="Situación exacta",
        required=False,
        choices=TODAS + [(rotulo, [(s.value, ROTULOS[s].capitalize()) for s, de in GRUPO_DE.items() if de == g]) for g, rotulo in ROTULOS_DE_GRUPO.items()],
    )
    periodo = forms.RegexField(
        r"^\d{4}(-(0[1-9]|1[0-2]|B[1-6]|T[1-4]|C[1-3]|S[12]))?$",
        label="Periodo",
        required=False,
        error_messages={"invalid": "Escribe el periodo como 2022-07, 2022-T3 o 2022."},
        help_text="2022-07, 2022-T3, 2022-S2 o 2022",
    )
    vence_desde = _fecha("Vence desde")
    vence_hasta = _fecha("Vence hasta")
    reunion = forms.CharField(label="Reunión", required=False, max_length=30, widget=forms.HiddenInput)
    compromiso = forms.CharField(label="Compromiso", required=False, max_length=50, widget=forms.HiddenInput)

    PRINCIPALES = ("q", "entidad", "disposicion", "grupo")
    OTROS = ("institucion", "situacion", "periodo", "vence_desde", "vence_hasta")

    def __init__(self, datos, *, disposiciones: QuerySet[Disposicion], obligaciones: QuerySet[Obligacion]):
        super().__init__(datos)
        self.fields["entidad"].choices = TODAS + entidades_de(obligaciones)
        self.fields["disposicion"].choices = TODAS + _disposiciones(disposiciones, obligaciones, datos)
        partes = Institucion.objects.filter(Exists(obligaciones.order_by().filter(partes__institucion=OuterRef("pk"))))
        self.fields["institucion"].choices = TODAS + list(partes.order_by("entidad__orden", "tipo", "nombre").values_list("clave", "nombre"))

    def clean(self) -> dict:
        datos = super().clean()
        desde, hasta = datos.get("vence_desde"), datos.get("vence_hasta")
        if desde and hasta and hasta < desde:
            self.add_error("vence_hasta", "«Vence hasta» debe ser igual o posterior a «Vence desde».")
        return datos

    @property
    def principales(self) -> list:
        return [self[nombre] for nombre in self.PRINCIPALES]

    @property
    def otros(self) -> list:
        return [self[nombre] for nombre in self.OTROS]

    @property
    def usa_otros(self) -> bool:
        """Hay que mostrar abiertos los filtros menos usados: alguno está puesto o tiene error."""
        return any(self.data.get(nombre) for nombre in self.OTROS)

    def filtro(self) -> Filtro:
        return Filtro(**{n: v for n, v in self.puestos.items() if n not in self.DEL_CORTE})


REUNIONES_A_ELEGIR = 3  # de cuántas reuniones se ofrecen las disposiciones si no se ha elegido una


def _disposiciones(disposiciones: QuerySet[Disposicion], obligaciones: QuerySet[Obligacion], datos) -> list:
    """Las que tienen algo, de la reunión elegida o de las últimas; y la pedida, aunque sea de otra."""
    con_algo = disposiciones.filter(Exists(obligaciones.order_by().filter(compromiso__disposicion=OuterRef("pk"))))
    reuniones = list(Reunion.objects.filter(clave=datos.get("reunion") or None).values_list("pk", flat=True))
    if not reuniones:
        recientes = Reunion.objects.filter(Exists(con_algo.filter(reunion=OuterRef("pk")))).order_by("-fecha", "-pk")
        reuniones = list(recientes.values_list("pk", flat=True)[:REUNIONES_A_ELEGIR])
    elegibles = con_algo.filter(Q(reunion__in=reuniones) | Q(clave=datos.get("disposicion", ""))).en_orden()
    return [(d.clave, f"{d.sigla} · {sin_gritar(d.titulo) or d}"[:90]) for d in elegibles]


class FiltrosDeBitacora(FiltrosEnLaUrl):
    clase = forms.ChoiceField(label="Qué pasó", required=False)
    persona = forms.ModelChoiceField(Usuario.objects.none(), label="Persona", required=False, empty_label="Todas")
    desde = _fecha("Desde")
    hasta = _fecha("Hasta")

    def __init__(self, datos, *, clases: list[str], personas: QuerySet[Usuario]):
        super().__init__(datos)
        self.fields["clase"].choices = [("", "Todo")] + [(c, titulo_de(c)) for c in clases]
        self.fields["persona"].queryset = personas

    def direccion(self, **cambios) -> str:
        puestos = {n: (v.pk if isinstance(v, Usuario) else v) for n, v in (self.puestos | cambios).items() if v not in (None, "")}
        return f"?{urlencode({n: _en_url(v) for n, v in puestos.items()})}"

    def _dicho(self, nombre: str, valor: object) -> str:
        return str(valor) if isinstance(valor, Usuario) else super()._dicho(nombre, valor)


class ActaForm(forms.Form):
    """El documento firmado. Lo demás lo dice el propio texto; se captura solo si calla o se equivoca."""

    archivo = forms.FileField(
        label="Documento del acta",
        help_text="El original firmado, tal como se recibió: se guarda byte por byte con su huella.",
        error_messages=DE_ARCHIVO,
    )
    zona = forms.ModelChoiceField(
        Zona.objects.order_by("nombre"),
        to_field_name="nombre",
        label="Zona",
        required=False,
        empty_label="La que diga el acta",
        help_text="Solo si el acta no la dice. De ella salen las entidades obligadas.",
    )
    fecha = fecha("Fecha del acto", "Solo si el acta no la dice. Con ella se lee «presente año».", required=False)

    def clean_archivo(self):
        archivo = self.cleaned_data["archivo"]
        if not archivo.name:
            raise forms.ValidationError("Elige el documento del acta.")
        return archivo


class ContactoForm(forms.Form):
    titular = forms.CharField(label="Titular", required=False, max_length=150, help_text="Nombre de la persona titular, si se conoce.")
    cargo = forms.CharField(label="Cargo", max_length=200)
    correo = forms.EmailField(
        label="Correo oficial", required=False, help_text="Recibe los avisos y la primera invitación mientras la institución no tenga enlace."
    )
