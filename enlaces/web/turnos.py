"""Turnar a un área técnica, y lo que el área ve: solo lo que se le turnó, con su pregunta, su plazo y sus archivos."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from conferencia.domain.errores import NoProcede
from conferencia.models import EstadoTurno, Turno
from conferencia.permissions import SIN_DESIGNACION, Facultades, areas_de, exigir, puede_dictaminar, puede_opinar, visibles_para
from conferencia.services.archivos import PDF, ArchivoInadmisible, guardar_archivo
from conferencia.services.movimiento import OtroSeAdelanto
from conferencia.services.turnos import cancelar_turno, opinar, turnar
from enlaces.queries.turnos import por_opinar, turno_con_todo, turnos
from enlaces.web.bandeja import la_entrega
from enlaces.web.filtros import FiltroDeBandeja
from enlaces.web.formularios_de_turno import FormularioDeCancelacion, FormularioDeOpinion, FormularioDeTurno

POR_PAGINA = 40


def opina(facultades: Facultades) -> bool:
    return bool(areas_de(facultades))


def lista(request: HttpRequest) -> HttpResponse:
    """Lo turnado a las áreas por las que esta persona opina, lo que vence antes primero."""
    if not (opina(request.facultades) or puede_dictaminar(request.facultades)):
        exigir(SIN_DESIGNACION if not request.facultades.encargos else puede_dictaminar(request.facultades))
    pagina = Paginator(turnos(request.facultades), POR_PAGINA).get_page(request.GET.get("pagina"))
    contexto = {"pagina": pagina, "faltan": por_opinar(request.facultades), "opina": opina(request.facultades), "migas": [{"titulo": "Turnos"}]}
    return render(request, "enlaces/turnos.html", contexto)


def detalle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """La pregunta, el oficio y lo acordado, y dónde opinar."""
    turno = _visible(request, pk)
    puede = puede_opinar(request.facultades, turno)
    formulario = FormularioDeOpinion(request.POST or None, request.FILES or None)
    if request.method == "POST":
        exigir(puede)
        if formulario.is_valid() and _opinar(request, turno, formulario):
            return redirect("turnos")
    contexto = {
        "turno": turno,
        "entrega": turno.entrega,
        "obligacion": turno.entrega.obligacion,
        "adjuntos": [a.archivo for a in turno.entrega.oficio.adjuntos.all()] if turno.entrega.oficio else [],
        "puede": bool(puede),
        "vencido": turno.estado == EstadoTurno.PENDIENTE and turno.vence_el < request.facultades.hoy,
        "formulario": formulario,
        "migas": [{"titulo": "Turnos", "url": reverse("turnos")}, {"titulo": turno.entrega.obligacion.clave}],
    }
    return render(request, "enlaces/turno.html", contexto)


def _visible(request: HttpRequest, pk: UUID) -> Turno:
    if not request.facultades.encargos:
        exigir(SIN_DESIGNACION)
    turno = turno_con_todo(request.facultades, pk)
    if turno is None:
        raise Http404
    return turno


def _opinar(request: HttpRequest, turno: Turno, formulario: FormularioDeOpinion) -> bool:
    datos = formulario.cleaned_data
    try:
        subido = datos["archivo"]
        archivo = guardar_archivo(contenido=subido.file, nombre=subido.name, admitidos={PDF}, actor=request.user.pk) if subido else None
        opinar(por=request.facultades, turno=turno, sentido=datos["sentido"], opinion=datos["opinion"], archivo=archivo)
    except ArchivoInadmisible as error:
        formulario.add_error("archivo", str(error))
        return False
    except (NoProcede, OtroSeAdelanto) as error:
        formulario.add_error(None, str(error))
        return False
    messages.success(request, "Tu opinión quedó registrada. La Secretaría Técnica ya la ve.")
    return True


def turnar_entrega(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A qué área, qué se le pregunta y en cuántos días hábiles."""
    entrega = la_entrega(request, pk)
    volver = FiltroDeBandeja(request.GET).en("bandeja-detalle", entrega.pk)
    formulario = FormularioDeTurno(request.POST or None, hoy=request.facultades.hoy)
    if request.method == "POST" and formulario.is_valid():
        try:
            turno = turnar(por=request.facultades, entrega=entrega, **formulario.cleaned_data)
        except NoProcede as error:
            formulario.add_error(error.campo or None, str(error))
        else:
            messages.success(request, f"Turnada a {turno.institucion}. Se le avisa por correo.")
            return redirect(volver)
    contexto = {"entrega": entrega, "formulario": formulario, "volver": volver}
    contexto |= {"titulo": "Turnar a un área técnica", "migas": [{"titulo": "Bandeja", "url": reverse("bandeja")}, {"titulo": "Turnar"}]}
    return render(request, "enlaces/turnar.html", contexto)


def cancelar(request: HttpRequest, pk: UUID) -> HttpResponse:
    exigir(puede_dictaminar(request.facultades))
    turno = get_object_or_404(visibles_para(request.facultades, Turno).select_related("institucion", "entrega__obligacion__compromiso__disposicion"), pk=pk)
    volver = reverse("bandeja-detalle", args=[turno.entrega_id])
    formulario = FormularioDeCancelacion(request.POST or None)
    if request.method == "POST" and formulario.is_valid():
        try:
            cancelar_turno(por=request.facultades, turno=turno, motivo=formulario.cleaned_data["motivo"])
            messages.success(request, f"Turno cancelado: {turno.institucion} ya no ve la entrega.")
        except (NoProcede, OtroSeAdelanto) as error:
            messages.error(request, str(error))
        return redirect(volver)
    contexto = {"entrega": turno.entrega, "formulario": formulario, "volver": volver}
    contexto |= {
        "titulo": f"Cancelar el turno a {turno.institucion}",
        "migas": [{"titulo": "Bandeja", "url": reverse("bandeja")}, {"titulo": "Cancelar turno"}],
    }
    return render(request, "enlaces/turnar.html", contexto)
