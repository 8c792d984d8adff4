"""Recibir un acta, seguir su lectura, mirar sus páginas y publicarla."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from conferencia.almacen import copia_local
from conferencia.domain.reparto import RepartoImposible
from conferencia.fuentes import ClaseSinFuente
from conferencia.models import Acta, EstadoActa, EstadoRecepcion, EstadoTrabajo, Recepcion
from conferencia.permissions import exigir, puede_capturar_actas
from conferencia.services.archivos import ArchivoInadmisible
from conferencia.services.captura import ActaCambiada
from conferencia.services.documentos import DocumentoIlegible, imagen_de_pagina
from conferencia.services.posiciones import giro_de
from conferencia.services.prevision import prever
from conferencia.services.publicacion import FaltaConfirmar, FaltaIdentificar, Publicacion, publicar
from conferencia.services.recepcion import Recibido, recibir
from conferencia.web.captura import acta_en_captura
from conferencia.web.forms import ActaForm
from conferencia.web.mesa import mesa_de

ANCHO_DE_PAGINA = 1400  # pixeles: se lee en la mitad de una pantalla ancha
DESCOMPUESTO = "La lectura se interrumpió varias veces. El original está guardado; vuelve a subirlo y, si se repite, avisa a quien opera el sistema."


@require_http_methods(["GET", "POST"])
def nueva(request: HttpRequest) -> HttpResponse:
    exigir(puede_capturar_actas(request.facultades))
    formulario = ActaForm(request.POST, request.FILES) if request.method == "POST" else ActaForm()
    if request.method == "POST" and formulario.is_valid() and (recibido := _recibir(request, formulario)):
        if recibido.acta:
            messages.info(request, "Ese mismo archivo ya se había recibido: esta es su acta.")
            return redirect("acta-detail", pk=recibido.acta.pk)
        return redirect("recepcion-detail", pk=recibido.recepcion.pk)
    return render(request, "conferencia/acta_form.html", {"formulario": formulario}, status=422 if formulario.errors else 200)


def _recibir(request: HttpRequest, formulario: ActaForm) -> Recibido | None:
    """Lo recibido, o ``None`` con el porqué en el formulario."""
    dato = formulario.cleaned_data
    archivo = dato["archivo"]
    try:
        return recibir(por=request.facultades, contenido=archivo, nombre=archivo.name, zona=dato["zona"], fecha=dato["fecha"])
    except ArchivoInadmisible as error:
        formulario.add_error("archivo", str(error))
        return None


@require_safe
def recibida(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Cómo va la lectura. Terminada, sigue a la captura; si no se pudo, dice por qué y qué hacer."""
    recepcion = _recepcion(request, pk)
    if recepcion.acta_id:
        return redirect("acta-detail", pk=recepcion.acta_id)
    return render(request, "conferencia/acta_recibida.html", _avance(recepcion))


@require_safe
def estado(request: HttpRequest, pk: UUID) -> HttpResponse:
    """El avance, para irlo refrescando. Al terminar manda a la captura."""
    recepcion = _recepcion(request, pk)
    respuesta = render(request, "conferencia/captura/avance_de_lectura.html", _avance(recepcion) | {"refrescado": True})
    if recepcion.acta_id:
        respuesta["HX-Redirect"] = reverse("acta-detail", args=[recepcion.acta_id])
    return respuesta


def _recepcion(request: HttpRequest, pk: UUID) -> Recepcion:
    exigir(puede_capturar_actas(request.facultades))
    return get_object_or_404(Recepcion.objects.select_related("archivo", "trabajo", "zona"), pk=pk)


def _avance(recepcion: Recepcion) -> dict:
    trabajo = recepcion.trabajo
    fallido = recepcion.estado == EstadoRecepcion.POR_LEER and trabajo is not None and trabajo.estado == EstadoTrabajo.FALLIDO
    return {
        "recepcion": recepcion,
        "error": DESCOMPUESTO if fallido else recepcion.error,
        "en_cola": trabajo is not None and trabajo.estado == EstadoTrabajo.PENDIENTE,
        "reintento": trabajo is not None and trabajo.intentos > 1 and not fallido,
        "sigue": recepcion.estado == EstadoRecepcion.POR_LEER and not fallido,
    }


@require_safe
def pagina(request: HttpRequest, pk: UUID, numero: int) -> HttpResponse:
    """La imagen de una página del original, derecha, para quien captura."""
    acta = acta_en_captura(request, pk)
    try:
        giro = giro_de(getattr(acta, "recepcion", None), numero)
        with copia_local(acta.archivo.contenido) as ruta:
            imagen = imagen_de_pagina(ruta, acta.archivo.tipo, numero, ANCHO_DE_PAGINA, giro)
    except (DocumentoIlegible, FileNotFoundError) as error:
        raise Http404 from error
    respuesta = HttpResponse(imagen, content_type="image/png")
    respuesta["Cache-Control"] = "private, max-age=3600"
    respuesta["X-Content-Type-Options"] = "nosniff"
    return respuesta


# --- Publicar --------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def publicacion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Antes, lo que nacerá; al enviar, nace."""
    acta = acta_en_captura(request, pk)
    if request.method == "POST":
        return _publicar(request, acta)
    if acta.estado == EstadoActa.PUBLICADA:
        return redirect("reunion-detail", pk=acta.reunion_id)
    return _vista_previa(request, acta)


def _vista_previa(request: HttpRequest, acta: Acta, *, error: str = "", status: int = 200) -> HttpResponse:
    errores = [{"texto": error, "ancla": "publicar"}] if error else []
    contexto = {"acta": acta, "reunion": acta.reunion, "mesa": mesa_de(acta), "prevision": prever(acta), "errores": errores, "hay_errores": bool(error)}
    return render(request, "conferencia/acta_publicar.html", contexto, status=status)


def _publicar(request: HttpRequest, acta: Acta) -> HttpResponse:
    version = request.POST.get("version", "")
    vista = int(version) if version.isdecimal() and len(version) < 9 else 0
    try:
        hecha = publicar(por=request.facultades, acta=acta, confirmar_todo="confirmar_todo" in request.POST, version=vista)
    except (FaltaConfirmar, FaltaIdentificar, RepartoImposible, ClaseSinFuente, ActaCambiada) as error:
        acta.refresh_from_db()
        return _vista_previa(request, acta, error=f"No se publicó nada. {error}", status=409)
    _contar(request, hecha)
    return redirect("reunion-detail", pk=acta.reunion_id)


def _contar(request: HttpRequest, hecha: Publicacion) -> None:
    if not hecha.nueva:
        messages.info(request, "El acta ya estaba publicada; no se cambió nada.")
        return
    messages.success(request, f"Acta publicada. Disposiciones: {hecha.disposiciones}; compromisos: {hecha.compromisos}; obligaciones: {hecha.obligaciones}.")
    if hecha.avisos:
        messages.warning(request, f"{len(hecha.avisos)} avisos por revisar: {'; '.join(hecha.avisos[:5])}{'…' if len(hecha.avisos) > 5 else ''}")
