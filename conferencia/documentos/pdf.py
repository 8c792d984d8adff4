"""PDF: el texto que trae, y lo escaneado por reconocimiento óptico, página por página."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from conferencia.domain.documento import Documento

from .armado import Plana, armar
from .errores import DocumentoIlegible
from .hojas_pdf import es_legible, transformacion, vocablos_de
from .limites import PAGINA_PIXELES, PAGINAS, PAGINAS_POR_RECONOCER
from .reconocimiento import DUDOSA, Toma, reconocer_todas
from .renglones import Renglon, Vocablo
from .tablas import con_tablas, cuadriculas
from .tablas_sin_lineas import cuadricula_por_titulos
from .tipos import PDF

_POCO_TEXTO = 400  # letras: con menos, y una imagen que ocupa la página, es un escaneo con un sello encima
_RESOLUCION = 200  # ppp: lo que hace falta para reconocer una hoja
_COMO_VINO = (140, 165)  # ppp: a 150 se reconoce sin agrandar, que difumina comas («suministrar consultar»); más fino gana a 200
Avance = Callable[[int, int], None]


def documento_de_pdf(ruta: Path, avance: Avance) -> Documento:
    """El documento. ``DocumentoIlegible`` si está dañado, cifrado, vacío o es demasiado largo."""
    pdf = abierto(ruta)
    try:
        total = len(pdf)
        planas, pendientes = {}, []
        for numero in range(1, total + 1):
            plana = _plana_con_texto(pdf, numero)
            if plana is None:
                pendientes.append(numero)
            else:
                planas[numero] = plana
                avance(len(planas), total)
        _exigir_alcance(len(pendientes), ruta.name)
        avisos = []
        for plana, confianza in reconocer_todas(_tomas(pdf, pendientes)) if pendientes else ():
            planas[plana.numero] = plana
            avisos += aviso_de(plana, confianza)
            avance(len(planas), total)
        return armar([planas[n] for n in sorted(planas)], PDF, avisos)
    finally:
        pdf.close()


def abierto(ruta: Path) -> pypdfium2.PdfDocument:
    """El PDF abierto, con páginas y sin pasarse de ellas."""
    try:
        pdf = pypdfium2.PdfDocument(ruta)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise DocumentoIlegible(f"{ruta.name} está protegido con contraseña. Quítasela y vuelve a subirlo.") from None
        raise DocumentoIlegible(f"{ruta.name} está dañado: no se pudo abrir como PDF. Vuelve a generarlo o escanearlo.") from None
    total = len(pdf)
    if not 0 < total <= PAGINAS:
        pdf.close()
        if total:
            raise DocumentoIlegible(f"{ruta.name} tiene {total} páginas; se leen hasta {PAGINAS}. Sube solo el acta.")
        raise DocumentoIlegible(f"{ruta.name} no tiene páginas.")
    return pdf


def aviso_de(plana: Plana, confianza: float) -> list[str]:
    """Qué conviene revisar de una página reconocida."""
    if not plana.renglones:
        return [f"Página {plana.numero}: no se reconoció texto."]
    if confianza < DUDOSA:
        return [f"Página {plana.numero}: se lee con dificultad (confianza de {confianza:.0f} %). Revisa nombres, números y fechas."]
    return []


def dibujada(pagina: pypdfium2.PdfPage, escala: float, pixeles: int, *, gris: bool) -> Image.Image:
    """La página como imagen, sin pasar de ``pixeles``."""
    ancho, alto = pagina.get_size()
    if not (0 < ancho < math.inf and 0 < alto < math.inf):
        raise DocumentoIlegible("Una página del PDF no dice de qué tamaño es: el archivo está dañado.")
    tope = (pixeles / (ancho * alto)) ** 0.5
    return pagina.render(scale=min(escala, tope), grayscale=gris).to_pil()


def _plana_con_texto(pdf: pypdfium2.PdfDocument, numero: int) -> Plana | None:
    """La página si trae su texto (o está en blanco); ``None`` si hay que reconocerla."""
    try:
        pagina = pdf[numero - 1]
    except pypdfium2.PdfiumError:
        raise DocumentoIlegible(f"La página {numero} está dañada. Vuelve a generar el PDF o a escanearlo.") from None
    try:
        ancho, alto = pagina.get_size()
        vocablos, de_lado = vocablos_de(pagina)
        if _hay_que_reconocer(pagina, vocablos, de_lado):
            return None
        return Plana(numero, ancho, alto, _renglones(pagina, vocablos, numero))
    finally:
        pagina.close()


def _hay_que_reconocer(pagina: pypdfium2.PdfPage, vocablos: list[Vocablo], de_lado: int) -> bool:
    letras = sum(len(v.texto) for v in vocablos)
    if letras < 20 or de_lado > letras:
        return _hay_tinta(pagina)
    if not es_legible(" ".join(v.texto for v in vocablos)):
        return True
    return letras < _POCO_TEXTO and _es_imagen(pagina)


def _hay_tinta(pagina: pypdfium2.PdfPage) -> bool:
    muestra = dibujada(pagina, 0.7, 400_000, gris=True)
    oscuros = sum(muestra.histogram()[:160])
    return oscuros > 40


def _es_imagen(pagina: pypdfium2.PdfPage) -> bool:
    return _imagen_de_fondo(pagina) is not None


def _imagen_de_fondo(pagina: pypdfium2.PdfPage) -> pypdfium2.PdfImage | None:
    """La imagen que ocupa más de la mitad de la página, si la hay."""
    ancho, alto = pagina.get_size()
    for objeto in pagina.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        x0, y0, x1, y1 = objeto.get_bounds()
        if isinstance(objeto, pypdfium2.PdfImage) and abs(x1 - x0) * abs(y1 - y0) > 0.5 * ancho * alto:
            return objeto
    return None


def _resolucion(pagina: pypdfium2.PdfPage) -> float:
    """A cuántos ppp dibujarla para reconocerla: la del escaneo si basta, sin agrandarlo; si no, ``_RESOLUCION``."""
    imagen = _imagen_de_fondo(pagina)
    if imagen is None:
        return _RESOLUCION
    x0, y0, x1, y1 = imagen.get_bounds()
    lado_mayor = max(abs(x1 - x0), abs(y1 - y0))
    propia = max(imagen.get_px_size()) * 72 / lado_mayor
    return propia if _COMO_VINO[0] <= propia <= _COMO_VINO[1] else _RESOLUCION


def _renglones(pagina: pypdfium2.PdfPage, vocablos: list[Vocablo], numero: int) -> list[Renglon]:
    tablas = cuadriculas(pagina, transformacion(pagina))
    if not tablas and (adivinada := cuadricula_por_titulos(vocablos)):
        tablas = [adivinada]
    return con_tablas(vocablos, tablas, numero)


def _exigir_alcance(por_reconocer: int, nombre: str) -> None:
    if por_reconocer > PAGINAS_POR_RECONOCER:
        raise DocumentoIlegible(
            f"{nombre} tiene {por_reconocer} páginas escaneadas; por reconocimiento óptico se leen hasta {PAGINAS_POR_RECONOCER}. Sube solo el acta."
        )


def _tomas(pdf: pypdfium2.PdfDocument, numeros: list[int]) -> Iterator[Toma]:
    for numero in numeros:
        pagina = pdf[numero - 1]
        ancho, alto = pagina.get_size()
        yield Toma(numero, dibujada(pagina, _resolucion(pagina) / 72, PAGINA_PIXELES, gris=True).convert("L"), ancho, alto)
        pagina.close()
