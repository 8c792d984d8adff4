"""Capturar un acta: subirla, ver lo que se leyó y publicarla."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conferencia.domain.reparto import RepartoImposible
from conferencia.fuentes import ClaseSinFuente
from conferencia.models import Acta, EstadoActa
from conferencia.permissions import exigir, puede_capturar_actas
from conferencia.services.actas import ActaRechazada, registrar_acta
from conferencia.services.archivos import ArchivoInadmisible
from conferencia.services.prevision import prever
from conferencia.services.publicacion import Publicacion, publicar
from conferencia.web.forms import ActaForm


@require_http_methods(["GET", "POST"])
def nueva(request: HttpRequest) -> HttpResponse:
    exigir(puede_capturar_actas(request.facultades))
    formulario = ActaForm(request.POST, request.FILES) if request.method == "POST" else ActaForm()
    if request.method == "POST" and formulario.is_valid():
        acta = _registrar(request, formulario)
        if acta is not None:
            return redirect("acta-detail", pk=acta.pk)
    return render(request, "conferencia/acta_form.html", {"formulario": formulario}, status=422 if formulario.errors else 200)


def _registrar(request: HttpRequest, formulario: ActaForm) -> Acta | None:
    """El acta leída, o ``None`` con el porqué en el formulario."""
    datos = formulario.cleaned_data
    archivo, zona = datos["archivo"], datos["zona"]
    try:
        return registrar_acta(por=request.facultades, contenido=archivo, nombre=archivo.name, zona=zona.nombre if zona else "", fecha=datos["fecha"])
    except (ActaRechazada, ArchivoInadmisible) as error:
        formulario.add_error("archivo", str(error))
        return None


@require_safe
def detalle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lo leído y lo que dará al publicarse. Ya publicada, su página es la de la reunión."""
    exigir(puede_capturar_actas(request.facultades))
    acta = get_object_or_404(Acta.objects.select_related("reunion__zona", "archivo"), pk=pk)
    if acta.estado == EstadoActa.PUBLICADA:
        return redirect("reunion-detail", pk=acta.reunion_id)
    return render(request, "conferencia/acta_detail.html", {"acta": acta, "reunion": acta.reunion, "prevision": prever(acta)})


@require_POST
def publicacion(request: HttpRequest, pk: UUID) -> HttpResponse:
    exigir(puede_capturar_actas(request.facultades))
    acta = get_object_or_404(Acta, pk=pk)
    try:
        hecha = publicar(por=request.facultades, acta=acta)
    except (RepartoImposible, ClaseSinFuente) as error:
        messages.error(request, f"No se publicó nada. {error}")
        return redirect("acta-detail", pk=pk)
    _contar(request, hecha)
    return redirect("reunion-detail", pk=acta.reunion_id)


def _contar(request: HttpRequest, hecha: Publicacion) -> None:
    if not hecha.nueva:
        messages.info(request, "El acta ya estaba publicada; no se cambió nada.")
        return
    messages.success(request, f"Acta publicada. Disposiciones: {hecha.disposiciones}; compromisos: {hecha.compromisos}; obligaciones: {hecha.obligaciones}.")
    if hecha.avisos:
        messages.warning(request, f"{len(hecha.avisos)} avisos por revisar: {'; '.join(hecha.avisos[:5])}{'…' if len(hecha.avisos) > 5 else ''}")
