"""Los filtros de la bandeja: viven en la URL, y la lista, el dictamen y la que sigue los conservan."""

from urllib.parse import parse_qsl

from django import forms
from django.db.models import Model
from django.urls import reverse

from conferencia.models import Canal, Disposicion, EntidadFederativa, Institucion
from conferencia.web.forms import FiltrosEnLaUrl
from enlaces.domain.colas import ROTULOS, Cola, Orden
from enlaces.queries.bandeja import Filtro

ESPERAS = (2, 5, 10, 15, 30)


class FiltroDeBandeja(FiltrosEnLaUrl):
    """Un valor que no existe se ignora: una dirección vieja o mal copiada abre la bandeja y no un error."""

    DE_CADA_QUIEN = ("cola", "orden")

    cola = forms.ChoiceField(label="Cola", choices=list(ROTULOS.items()), required=False)
    entidad = forms.ModelChoiceField(
        EntidadFederativa.objects.order_by("orden"), label="Entidad", required=False, to_field_name="abreviatura", empty_label="Todas"
    )
    institucion = forms.ModelChoiceField(
        Institucion.objects.exclude(tipo="ST").order_by("entidad__orden", "nombre"),
        label="Institución",
        required=False,
        to_field_name="clave",
        empty_label="Todas",
    )
    disposicion = forms.ModelChoiceField(
        Disposicion.objects.filter(acta__estado="publicada"), label="Disposición", required=False, to_field_name="clave", empty_label="Todas"
    )
    canal = forms.ChoiceField(label="Llegó por", choices=[("", "Cualquier canal"), *Canal.choices], required=False)
    dias = forms.TypedChoiceField(
        label="Esperan más de",
        choices=[("", "Cualquier tiempo"), *((d, f"{d} días") for d in ESPERAS)],
        coerce=int,
        empty_value=None,
        required=False,
    )
    orden = forms.ChoiceField(label="Primero", choices=[("", "Lo más antiguo"), (Orden.VENCIMIENTO.value, "Lo que vence antes")], required=False)
    tarde = forms.BooleanField(label="Llegó después de vencer", required=False)
    hallazgos = forms.BooleanField(label="Con hallazgos en sus archivos", required=False)

    @property
    def puestos(self) -> dict[str, object]:
        self.is_valid()
        return {nombre: valor for nombre, valor in self.cleaned_data.items() if valor not in (None, "", False)}

    @property
    def fichas(self) -> list:
        return [f for n, f in zip(self.puestos, super().fichas, strict=True) if n not in self.DE_CADA_QUIEN]

    @property
    def filtro(self) -> Filtro:
        puestos = self.puestos
        dichos = {"cola": Cola(puestos.get("cola", Cola.POR_REVISAR)), "orden": Orden(puestos.get("orden", Orden.ANTIGUAS))}
        return Filtro(**(puestos | dichos))  # type: ignore[arg-type]

    @property
    def consulta(self) -> str:
        """Lo que va después de «?», ya depurado."""
        return self.direccion().removeprefix("?")

    @property
    def pares(self) -> list[tuple[str, str]]:
        """Lo puesto, para que otro formulario lo conserve en campos ocultos."""
        return parse_qsl(self.consulta)

    @property
    def limpia(self) -> str:
        """La misma cola, sin filtros."""
        cola = self.puestos.get("cola")
        return f"?cola={cola}" if cola else "?"

    @property
    def usa_otros(self) -> bool:
        return bool({"canal", "tarde", "hallazgos", "disposicion"} & set(self.puestos))

    def en(self, nombre: str, *args: object) -> str:
        """La dirección de una página de la bandeja, con la cola y los filtros puestos."""
        return f"{reverse(nombre, args=args)}{self.direccion() if self.puestos else ''}"

    def direccion(self, **cambios) -> str:
        valores = {n: _clave(v) for n, v in (self.puestos | cambios).items()}
        return super().direccion(**valores)

    def _dicho(self, nombre: str, valor: object) -> str:
        if isinstance(valor, Model):
            return str(valor)
        return "sí" if valor is True else super()._dicho(nombre, valor)


def _clave(valor: object) -> object:
    """Lo que se escribe en la URL: la clave de lo elegido, nunca su id."""
    if isinstance(valor, EntidadFederativa):
        return valor.abreviatura
    if isinstance(valor, Institucion | Disposicion):
        return valor.clave
    return "si" if valor is True else valor
