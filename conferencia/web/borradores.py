"""Revisar un borrador antes de que se firme. Nada de lo que se pega o se sube se guarda."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from conferencia.domain.borrador import examinar
from conferencia.domain.lectura import leer
from conferencia.permissions import exigir, puede_capturar_actas
from conferencia.services.documentos import DocumentoIlegible, documento_de
from conferencia.web.forms_captura import BorradorForm

SEGUNDOS = 20.0
SIN_DISPOSICIONES = "No se reconoció ningún acuerdo ni disposición transitoria. Revisa que el texto los numere: «PRIMERO.- …», «ACUERDO 1. …»."


@require_http_methods(["GET", "POST"])
def borrador(request: HttpRequest) -> HttpResponse:
    exigir(puede_capturar_actas(request.facultades))
    formulario = BorradorForm(request.POST, request.FILES) if request.method == "POST" else BorradorForm()
    examen = _examinado(formulario) if request.method == "POST" and formulario.is_valid() else None
    contexto = {"formulario": formulario, "examen": examen}
    return render(request, "conferencia/captura/borrador.html", contexto, status=422 if formulario.errors else 200)


def _examinado(formulario: BorradorForm):
    dato = formulario.cleaned_data
    campo = "archivo" if dato["archivo"] else "texto"
    try:
        texto = _texto_de(dato["archivo"]) if dato["archivo"] else dato["texto"]
    except DocumentoIlegible as error:
        formulario.add_error(campo, str(error))
        return None
    lectura = leer(texto, fecha=dato["fecha"])
    if not lectura.disposiciones:
        formulario.add_error(campo, SIN_DISPOSICIONES)
        return None
    return examinar(lectura)


def _texto_de(archivo: UploadedFile) -> str:
    """Pasa por un archivo temporal que se borra al terminar: lo lee otro proceso, con límites."""
    with tempfile.NamedTemporaryFile(prefix="borrador-", suffix=Path(archivo.name or "").suffix[:10]) as temporal:
        for trozo in archivo.chunks():
            temporal.write(trozo)
        temporal.flush()
        return documento_de(Path(temporal.name), avance=_con_prisa(), nombre=f"«{archivo.name}»").texto


def _con_prisa() -> Callable[[int, int], None]:
    """Reconocer un escaneo largo no cabe en una página: se interrumpe y se dice qué hacer."""
    fin = time.monotonic() + SEGUNDOS

    def revisar(hechas: int, total: int) -> None:
        if hechas < total and time.monotonic() > fin:
            raise DocumentoIlegible("Es un escaneo largo y tarda demasiado. Pega el texto, sube el Word, o súbelo como acta.")

    return revisar
