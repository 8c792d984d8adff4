"""Directorio de enlaces: quién responde por cada institución, y dónde no hay nadie."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from conferencia.models import Designacion, Institucion, Rol
from conferencia.permissions import SIN_DESIGNACION, exigir, puede_designar
from conferencia.services.designaciones import DesignacionRechazada, designar, terminar_designacion
from enlaces.queries.directorio import Filtro, directorio, vacantes
from enlaces.web.formularios import FiltroDelDirectorio, FormularioDeDesignacion, FormularioDeTermino

POR_PAGINA = 40


def lista(request: HttpRequest) -> HttpResponse:
    if not request.facultades.encargos:
        exigir(SIN_DESIGNACION)
    formulario = FiltroDelDirectorio(request.GET)
    formulario.is_valid()
    elegido = {campo: valor for campo, valor in formulario.cleaned_data.items() if valor}
    pagina = Paginator(directorio(request.facultades, Filtro(**elegido)), POR_PAGINA).get_page(request.GET.get("pagina"))
    contexto = {
        "filtro": FiltroDelDirectorio(initial=request.GET.dict()),
        "fichas": fichas(request.GET, FiltroDelDirectorio(), elegido),
        "pagina": pagina,
        "vacantes": vacantes(request.facultades),
        "puede_designar": bool(puede_designar(request.facultades)),
        "migas": [{"titulo": "Enlaces"}],
    }
    return render(request, "enlaces/directorio.html", contexto)


def fichas(parametros: QueryDict, formulario, elegido: dict) -> list[dict]:
    """Los filtros puestos, cada uno con la dirección que lo quita."""
    listas = []
    for campo, valor in elegido.items():
        resto = parametros.copy()
        resto.pop(campo, None)
        resto.pop("pagina", None)
        opciones = dict(getattr(formulario.fields[campo], "choices", [])) if isinstance(valor, str) else {}
        dicho = "sí" if valor is True else opciones.get(valor, valor)
        listas.append({"titulo": formulario[campo].label, "valor": dicho, "url_quitar": f"?{resto.urlencode()}"})
    return listas


def designar_enlace(request: HttpRequest) -> HttpResponse:
    exigir(puede_designar(request.facultades))
    institucion = Institucion.objects.filter(clave=request.GET.get("institucion", "")).first()
    formulario = FormularioDeDesignacion(request.POST or None, institucion=institucion, initial={"institucion": institucion, "rol": Rol.ENLACE_TITULAR})
    if request.method == "POST" and formulario.is_valid() and (hecha := _designar(request, formulario)):
        messages.success(request, f"{hecha.usuario} es {hecha.get_rol_display().lower()} de {hecha.institucion}.")
        return redirect(
            f"{reverse('enlaces-directorio')}?entidad={hecha.institucion.entidad.abreviatura}" if hecha.institucion.entidad else "enlaces-directorio"
        )
    migas = [{"titulo": "Enlaces", "url": reverse("enlaces-directorio")}, {"titulo": "Registrar designación"}]
    return render(request, "enlaces/designar.html", {"formulario": formulario, "institucion": institucion, "migas": migas})


def _designar(request: HttpRequest, formulario: FormularioDeDesignacion) -> Designacion | None:
    try:
        return designar(por=request.facultades, **formulario.cleaned_data)
    except DesignacionRechazada as error:
        formulario.add_error(None, str(error))
        return None


def terminar(request: HttpRequest, pk: UUID) -> HttpResponse:
    exigir(puede_designar(request.facultades))
    filas = Designacion.objects.vigentes(request.facultades.hoy).filter(institucion__isnull=False)
    designacion = get_object_or_404(filas.select_related("usuario", "institucion"), pk=pk)
    formulario = FormularioDeTermino(request.POST or None, initial={"el": request.facultades.hoy})
    if request.method == "POST" and formulario.is_valid() and _terminar(request, designacion, formulario):
        messages.success(request, f"Terminó la designación de {designacion.usuario}. Lo pendiente se queda en {designacion.institucion}.")
        return redirect("enlaces-directorio")
    migas = [{"titulo": "Enlaces", "url": reverse("enlaces-directorio")}, {"titulo": "Terminar designación"}]
    return render(request, "enlaces/terminar.html", {"formulario": formulario, "designacion": designacion, "migas": migas})


def _terminar(request: HttpRequest, designacion: Designacion, formulario: FormularioDeTermino) -> bool:
    try:
        terminar_designacion(por=request.facultades, designacion=designacion, **formulario.cleaned_data)
    except DesignacionRechazada as error:
        formulario.add_error("el", str(error))
        return False
    return True
