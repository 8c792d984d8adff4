"""Registro de lo que un acuerdo deja hecho: quién representa a la zona y el resultado de cada entidad."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from conferencia import reloj
from conferencia.models import CargoDeZona, ClaseDeCargo, Disposicion, EntidadFederativa, Institucion, Reunion
from conferencia.permissions import exigir, puede_disponer_plazos, visibles_para
from conferencia.queries.registro import cargos_de, resultados_de
from conferencia.services.registro import RegistroRechazado, nombrar_cargo, registrar_resultado, terminar_cargo
from conferencia.web.acciones import Accion, inscribir_accion
from conferencia.web.campos import fecha
from conferencia.web.paneles import Panel, inscribir_panel


class HojaDeCargo(forms.Form):
    clase = forms.ChoiceField(label="Qué cargo", choices=ClaseDeCargo, widget=forms.RadioSelect)
    institucion = forms.ModelChoiceField(label="Quién lo ejerce: la persona titular de", queryset=Institucion.objects.none())
    persona = forms.CharField(label="Nombre de la persona, si se conoce", max_length=150, required=False)
    desde = fecha("Desde cuándo", "Si ya lo ejercía alguien, termina la víspera.")

    def __init__(self, *args, zona, **kwargs):
        super().__init__(*args, **kwargs)
        suyas = Institucion.objects.filter(entidad__pertenencias__zona=zona).select_related("entidad")
        self.fields["institucion"].queryset = suyas.order_by("entidad__orden", "tipo").distinct()


class HojaDeTermino(forms.Form):
    el = fecha("Desde qué día ya no lo ejerce")
    motivo = forms.CharField(label="Por qué termina", max_length=300)


class HojaDeResultado(forms.Form):
    entidad = forms.ModelChoiceField(label="Entidad", queryset=EntidadFederativa.objects.order_by("orden"))
    asunto = forms.CharField(label="De qué es el resultado", max_length=200, help_text="Por ejemplo: dictamen de la licencia de conducir digital.")
    resultado = forms.CharField(label="Cuál fue", max_length=120, help_text="Por ejemplo: favorable.")
    el = fecha("De qué fecha es")
    nota = forms.CharField(label="Nota", max_length=300, required=False, help_text="Si corrige uno anterior, por qué cambia.")


@require_http_methods(["GET", "POST"])
def cargo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Nombrar a quien representa a la zona, por lo que ordena esta disposición."""
    disposicion = _disposicion(request, pk)
    formulario = HojaDeCargo(request.POST or None, initial={"desde": disposicion.reunion.fecha}, zona=disposicion.reunion.zona_id)

    def hacer(datos: dict) -> str:
        nuevo = nombrar_cargo(por=request.facultades, disposicion=disposicion, **datos)
        return f"{nuevo.get_clase_display()}: {nuevo.institucion}."

    return _hoja(
        request, disposicion, formulario, hacer, "Registrar quién representa a la zona", "No da derechos en el sistema: es el registro del nombramiento."
    )


@require_http_methods(["GET", "POST"])
def termino(request: HttpRequest, pk: UUID) -> HttpResponse:
    """El cargo queda vacante."""
    exigir(puede_disponer_plazos(request.facultades))
    nombramiento = get_object_or_404(CargoDeZona.objects.select_related("disposicion__reunion__zona", "institucion"), pk=pk)
    formulario = HojaDeTermino(request.POST or None, initial={"el": reloj.hoy()})

    def hacer(datos: dict) -> str:
        terminar_cargo(por=request.facultades, cargo=nombramiento, **datos)
        return "El cargo quedó vacante."

    dicho = f"{nombramiento.get_clase_display()}: {nombramiento.institucion}."
    return _hoja(request, nombramiento.disposicion, formulario, hacer, "Terminar un nombramiento", dicho)


@require_http_methods(["GET", "POST"])
def resultado(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Asentar lo que a una entidad le resultó de este acuerdo."""
    disposicion = _disposicion(request, pk)
    ya = resultados_de(disposicion).first()
    formulario = HojaDeResultado(request.POST or None, initial={"asunto": ya.asunto if ya else "", "el": reloj.hoy()})

    def hacer(datos: dict) -> str:
        nuevo = registrar_resultado(por=request.facultades, disposicion=disposicion, **datos)
        return f"{nuevo.entidad}: {nuevo.resultado}."

    return _hoja(
        request, disposicion, formulario, hacer, "Registrar el resultado de una entidad", "No crea obligaciones: es el registro de lo que el acuerdo dejó."
    )


def _disposicion(request: HttpRequest, pk: UUID) -> Disposicion:
    disposicion = get_object_or_404(visibles_para(request.facultades, Disposicion).select_related("reunion__zona"), pk=pk)
    exigir(puede_disponer_plazos(request.facultades))
    return disposicion


def _hoja(request: HttpRequest, disposicion: Disposicion, formulario: forms.Form, hacer, titulo: str, dicho: str) -> HttpResponse:
    if request.method == "POST" and formulario.is_valid():
        try:
            messages.success(request, hacer(formulario.cleaned_data))
            return redirect("disposicion-detail", disposicion.pk)
        except RegistroRechazado as error:
            formulario.add_error(error.campo if error.campo in formulario.fields else None, str(error))
    migas = [
        {"titulo": disposicion.reunion.nombre, "url": reverse("reunion-detail", args=[disposicion.reunion_id])},
        {"titulo": str(disposicion), "url": reverse("disposicion-detail", args=[disposicion.pk])},
        {"titulo": titulo},
    ]
    contexto = {"disposicion": disposicion, "formulario": formulario, "titulo": titulo, "dicho": dicho, "migas": migas}
    return render(request, "conferencia/registro/hoja.html", contexto, status=422 if formulario.errors else 200)


def panel_de_cargos(request: HttpRequest, reunion: Reunion) -> dict | None:
    cargos = cargos_de(reunion, request.facultades.hoy)
    return {"cargos": cargos, "zona": reunion.zona, "puede": bool(puede_disponer_plazos(request.facultades))} if cargos else None


def panel_de_resultados(_request: HttpRequest, disposicion: Disposicion) -> dict | None:
    resultados = list(resultados_de(disposicion))
    return {"resultados": resultados} if resultados else None


def inscribir() -> None:
    """Los paneles de reunión y disposición, y sus acciones."""
    inscribir_panel("reunion", Panel(30, "conferencia/registro/panel_cargos.html", panel_de_cargos))
    inscribir_panel("disposicion", Panel(30, "conferencia/registro/panel_resultados.html", panel_de_resultados))
    puede = lambda facultades, _objeto: puede_disponer_plazos(facultades)  # noqa: E731 - una regla de una palabra
    inscribir_accion("disposicion", Accion(70, "Registrar quién representa a la zona", "registro-cargo", puede))
    inscribir_accion("disposicion", Accion(71, "Registrar el resultado de una entidad", "registro-resultado", puede))
