"""Directorio de enlaces: quién responde por cada institución, quién respondió antes y dónde no hay nadie."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from conferencia.domain.escrito import con_articulo
from conferencia.domain.permisos import Capacidad
from conferencia.models import Designacion, Institucion, Rol, Usuario
from conferencia.permissions import SIN_DESIGNACION, exigir, puede_designar, puede_proponer_designacion, puede_terminar, visibles_para
from conferencia.queries.designaciones import materias_de
from conferencia.services.designaciones import DesignacionRechazada, designar
from conferencia.web.acceso import con_designacion
from enlaces.queries import directorio as lecturas
from enlaces.queries.directorio import Filtro, directorio, vacantes
from enlaces.queries.propuestas import cuantas_por_resolver
from enlaces.queries.vacantes import materias_sin_enlace, vacantes_desde
from enlaces.queries.vacantes import vacantes as lista_de_vacantes
from enlaces.reports.directorio import en_csv, en_xlsx
from enlaces.web.filtros_del_directorio import FiltroDelDirectorio
from enlaces.web.formularios import FormularioDeDesignacion

POR_PAGINA = 40
FORMATOS = {"csv": ("text/csv; charset=utf-8", en_csv), "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", en_xlsx)}


def lista(request: HttpRequest) -> HttpResponse:
    if not request.facultades.encargos:
        exigir(SIN_DESIGNACION)
    formulario, elegido = _filtro(request)
    pagina = Paginator(directorio(request.facultades, Filtro(**elegido)), POR_PAGINA).get_page(request.GET.get("pagina"))
    _decir_vacantes(request, pagina.object_list)
    contexto = {
        "filtro": formulario,
        "fichas": fichas(request.GET, formulario, elegido),
        "pagina": pagina,
        "vacantes": vacantes(request.facultades),
        "por_resolver": cuantas_por_resolver(request.facultades),
        "puede_designar": bool(puede_designar(request.facultades)),
        "propias": {e.institucion for e in request.facultades.encargos if e.rol in ("contacto", "enlace_titular")},
        "administra": {e.institucion for e in request.facultades.encargos if e.rol == "contacto"},
        "ve_personas": request.facultades.tiene(Capacidad.VER_PERSONAS),
        "consulta": request.GET.urlencode(),
        "migas": [{"titulo": "Enlaces"}],
    }
    return render(request, "enlaces/directorio.html", contexto)


def _filtro(request: HttpRequest) -> tuple[FiltroDelDirectorio, dict]:
    ve = request.facultades.tiene(Capacidad.VER_PERSONAS)
    formulario = FiltroDelDirectorio(request.GET, ve_personas=ve)
    formulario.is_valid()
    elegido = {campo: valor for campo, valor in formulario.cleaned_data.items() if valor}
    return FiltroDelDirectorio(initial=request.GET.dict(), ve_personas=ve), elegido


def _decir_vacantes(request: HttpRequest, instituciones) -> None:
    """A cada una sin enlace, desde hace cuántos días lo está."""
    hoy = request.facultades.hoy
    desde = vacantes_desde({i.pk for i in instituciones if not i.con_enlace}, hoy)
    for institucion in instituciones:
        institucion.dias_vacante = (hoy - desde[institucion.pk]).days if institucion.pk in desde else None


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


@require_safe
@con_designacion
def exportar(request: HttpRequest, formato: str) -> HttpResponse:
    """El directorio filtrado como se ve, con las personas: solo la Secretaría Técnica y la auditoría."""
    if not request.facultades.tiene(Capacidad.VER_PERSONAS):
        exigir(puede_designar(request.facultades))
    _, elegido = _filtro(request)
    tipo, componer = FORMATOS[formato]
    respuesta = HttpResponse(componer(lecturas.designaciones_para_exportar(request.facultades, Filtro(**elegido))), content_type=tipo)
    respuesta["Content-Disposition"] = f'attachment; filename="directorio-de-enlaces-{request.facultades.hoy.isoformat()}.{formato}"'
    return respuesta


@require_safe
@con_designacion
def institucion(request: HttpRequest, clave: str) -> HttpResponse:
    """Quién es y quién ha sido, con el oficio detrás de cada designación."""
    suya = get_object_or_404(visibles_para(request.facultades, Institucion).exclude(tipo="ST").select_related("entidad"), clave=clave)
    contexto = {
        "institucion": suya,
        "enlaces": lecturas.enlaces_de(request.facultades, suya.pk),
        "historia": lecturas.historia_de(request.facultades, suya),
        "contactos": lecturas.contactos_de(request.facultades, suya),
        "por_designar": [m for m in materias_de(suya, request.facultades.hoy) if m.obligacion],
        "sin_materia": materias_sin_enlace(request.facultades.hoy).get(suya.pk, []),
        "puede_invitar": bool(puede_designar(request.facultades)) and _por_invitar(suya, request.facultades.hoy),
        "puede_proponer": bool(puede_proponer_designacion(request.facultades, suya)),
        "migas": [{"titulo": "Enlaces", "url": reverse("enlaces-directorio")}, {"titulo": suya.nombre}],
    }
    return render(request, "enlaces/institucion.html", contexto)


def _por_invitar(institucion: Institucion, hoy: date) -> bool:
    """Su contacto oficial tiene correo y aún no abre su cuenta."""
    contacto = institucion.contactos.vigentes(hoy).exclude(correo="").first()
    return contacto is not None and not any(not u.sin_activar for u in Usuario.objects.filter(email__iexact=contacto.correo))


@require_safe
@con_designacion
def persona(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Una persona: sus encargos, los de antes y, a quien puede, los correos que se le mandaron."""
    suya = get_object_or_404(lecturas.personas_visibles(request.facultades), pk=pk)
    historia = lecturas.de_la_persona(request.facultades, suya.pk)
    hoy = request.facultades.hoy
    vigentes = [v for v in historia if not v.designacion.anulada_en and (v.designacion.vigencia.upper is None or v.designacion.vigencia.upper > hoy)]
    contexto = {
        "persona": suya,
        "vigentes": vigentes,
        "anteriores": [v for v in historia if v not in vigentes],
        "gestiona": {v.designacion.pk for v in vigentes if puede_terminar(request.facultades, v.designacion)},
        "ve_avisos": request.facultades.tiene(Capacidad.VER_PERSONAS),
        "migas": [{"titulo": "Enlaces", "url": reverse("enlaces-directorio")}, {"titulo": str(suya)}],
    }
    return render(request, "enlaces/persona.html", contexto)


@require_safe
@con_designacion
def las_vacantes(request: HttpRequest) -> HttpResponse:
    """A quién le falta enlace, desde cuándo y cuánto tiene por responder: para la Secretaría Técnica."""
    exigir(puede_designar(request.facultades))
    hoy = request.facultades.hoy
    parciales = materias_sin_enlace(hoy)
    instituciones = Institucion.objects.in_bulk(list(parciales))
    contexto = {
        "vacantes": lista_de_vacantes(hoy),
        "parciales": [(instituciones[pk], disposiciones) for pk, disposiciones in parciales.items()],
        "migas": [{"titulo": "Enlaces", "url": reverse("enlaces-directorio")}, {"titulo": "Vacantes"}],
    }
    return render(request, "enlaces/vacantes.html", contexto)


def designar_enlace(request: HttpRequest) -> HttpResponse:
    """Sin oficio de por medio: lo que la Secretaría Técnica ya sabe (el contacto oficial, una corrección)."""
    exigir(puede_designar(request.facultades))
    suya = Institucion.objects.filter(clave=request.GET.get("institucion", "")).first()
    formulario = FormularioDeDesignacion(request.POST or None, institucion=suya, initial={"institucion": suya, "rol": Rol.ENLACE_TITULAR})
    if request.method == "POST" and formulario.is_valid() and (hecha := _designar(request, formulario)):
        messages.success(
            request, f"{hecha.usuario} es {hecha.get_rol_display().lower()} {con_articulo(str(hecha.institucion), de=True)}. Se le avisa por correo."
        )
        return redirect(
            f"{reverse('enlaces-directorio')}?entidad={hecha.institucion.entidad.abreviatura}" if hecha.institucion.entidad else "enlaces-directorio"
        )
    migas = [{"titulo": "Enlaces", "url": reverse("enlaces-directorio")}, {"titulo": "Registrar designación"}]
    return render(request, "enlaces/designar.html", {"formulario": formulario, "institucion": suya, "migas": migas})


def _designar(request: HttpRequest, formulario: FormularioDeDesignacion) -> Designacion | None:
    try:
        return designar(por=request.facultades, **formulario.cleaned_data)
    except DesignacionRechazada as error:
        formulario.add_error(error.campo if error.campo in formulario.fields else None, str(error))
        return None
