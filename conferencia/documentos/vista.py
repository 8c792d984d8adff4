"""La copia que se muestra: un PDF nuevo, sin código ni salidas a la red. El original no se toca.

Un PDF se limpia; una foto se vuelve a dibujar, sin su ubicación; de Word y Excel se muestra el texto.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image

from .errores import DocumentoIlegible
from .examen_de_pdf import ACCIONES, ANOTACIONES, diccionarios, hallados
from .imagenes import cuadro, cuantas
from .limites import VISTA_PIXELES
from .tipos import DOCX, IMAGENES, PDF, XLSX

_SOBRAN = ("/AA", "/JS", "/XFA", "/EF", "/AF", "/JavaScript", "/EmbeddedFiles", "/Renditions", "/RichMediaContent", "/RichMediaSettings", "/3DD", "/URI")
_DE_ACCION = ("/A", "/PA", "/Next", "/OpenAction")


def copia_de_vista(ruta: Path, tipo: str) -> bytes:
    """PDF. ``DocumentoIlegible`` si no se pudo hacer, o si lo hecho no quedó limpio."""
    if tipo == PDF:
        limpio = _limpio(ruta)
    elif tipo in IMAGENES:
        limpio = _de_imagenes(ruta)
    elif tipo in {DOCX, XLSX}:
        # WeasyPrint tarda medio segundo en cargar: solo lo paga quien lo usa.
        from .vista_de_texto import pdf_de_texto  # noqa: PLC0415

        limpio = pdf_de_texto(ruta, tipo)
    else:
        raise DocumentoIlegible("De este tipo de archivo no hay vista: descárgalo.")
    with pikepdf.open(io.BytesIO(limpio)) as pdf:
        if quedan := hallados(pdf, ruta.name):
            raise DocumentoIlegible(f"No se pudo dejar una copia limpia (queda: {', '.join(sorted(quedan))}). Descarga el original con cuidado.")
    return limpio


def _limpio(ruta: Path) -> bytes:
    try:
        with pikepdf.open(ruta, suppress_warnings=True) as pdf:
            _barredora().apply(pdf)
            for diccionario in list(diccionarios(pdf)):
                _podar(diccionario)
            for pagina in pdf.pages:
                _sin_anotaciones_activas(pagina.obj)
            salida = io.BytesIO()
            pdf.save(salida, encryption=False, linearize=False)
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, RecursionError):
        raise DocumentoIlegible("El PDF está mal formado y no se pudo hacer su copia limpia. Descarga el original con cuidado.") from None
    return salida.getvalue()


def _barredora() -> pikepdf.sanitize.Sanitizer:
    barredora = pikepdf.sanitize.Sanitizer().remove_javascript().remove_external_access().remove_attachments().remove_multimedia()
    return barredora.remove_collection().remove_private_app_data().remove_web_capture()


def _podar(diccionario: Any) -> None:
    """Lo que la barredora no alcanza por no colgar de donde un visor lo buscaría."""
    for llave in _DE_ACCION:
        accion = diccionario.get(llave)
        if (isinstance(accion, pikepdf.Dictionary) and str(accion.get("/S", "")) in ACCIONES) or (isinstance(accion, pikepdf.Array) and llave == "/Next"):
            del diccionario[llave]
    for llave in _SOBRAN:
        if llave in diccionario:
            del diccionario[llave]
    if str(diccionario.get("/S", "")) in ACCIONES:
        diccionario["/S"] = pikepdf.Name.GoTo


def _sin_anotaciones_activas(pagina: Any) -> None:
    anotaciones = pagina.get("/Annots")
    if isinstance(anotaciones, pikepdf.Array):
        quedan = [a for a in anotaciones if not (isinstance(a, pikepdf.Dictionary) and str(a.get("/Subtype", "")) in ANOTACIONES)]
        pagina["/Annots"] = pikepdf.Array(quedan)


def _de_imagenes(ruta: Path) -> bytes:
    with pikepdf.new() as junto:
        for numero in range(1, cuantas(ruta) + 1):
            with pikepdf.open(io.BytesIO(_hoja(cuadro(ruta, numero, VISTA_PIXELES)))) as hoja:
                junto.pages.extend(hoja.pages)
        salida = io.BytesIO()
        junto.save(salida)
        return salida.getvalue()


def _hoja(imagen: Image.Image) -> bytes:
    """La foto como hoja del ancho de una carta, sin los datos que la cámara agregó."""
    salida = io.BytesIO()
    imagen.save(salida, "PDF", resolution=72 * max(imagen.width, 1) / 612, quality=82)
    return salida.getvalue()
