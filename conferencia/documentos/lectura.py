"""Del archivo al documento, dentro del proceso aparte: el adaptador que toca según lo que el archivo es."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from conferencia.domain.documento import Documento

from .armado import armar
from .enderezado import girada
from .errores import DocumentoIlegible
from .excel import documento_de_excel
from .imagenes import cuadro, cuantas, tomas_de
from .limites import VISTA_PIXELES
from .pdf import abierto, aviso_de, dibujada, documento_de_pdf
from .reconocimiento import reconocer_todas
from .tipos import DOCX, IMAGENES, PDF, XLSX
from .word import documento_de_word

Avance = Callable[[int, int], None]


def leer_documento(ruta: Path, tipo: str, avance: Avance) -> Documento:
    """El documento en ``ruta``, que es de ``tipo``."""
    if tipo == PDF:
        return documento_de_pdf(ruta, avance)
    if tipo == DOCX:
        return documento_de_word(ruta)
    if tipo == XLSX:
        return documento_de_excel(ruta)
    return _documento_de_imagen(ruta, tipo, avance)


def _documento_de_imagen(ruta: Path, tipo: str, avance: Avance) -> Documento:
    total = cuantas(ruta)
    planas, avisos = [], []
    for plana, confianza in reconocer_todas(tomas_de(ruta, total)):
        planas.append(plana)
        avisos += aviso_de(plana, confianza)
        avance(len(planas), total)
    return armar(planas, tipo, avisos)


def dibujar_pagina(ruta: Path, tipo: str, numero: int, ancho: int, giro: int = 0) -> bytes:
    """La página ``numero`` (desde 1), girada ``giro`` grados horarios, como PNG de ``ancho`` pixeles, o menos si no caben."""
    imagen = girada(_pagina_de_pdf(ruta, numero, ancho, giro) if tipo == PDF else _pagina_de_imagen(ruta, tipo, numero), giro)
    if imagen.width > ancho:
        imagen = imagen.resize((ancho, max(1, imagen.height * ancho // imagen.width)))
    salida = io.BytesIO()
    imagen.save(salida, "PNG", compress_level=3)
    return salida.getvalue()


def _pagina_de_pdf(ruta: Path, numero: int, ancho: int, giro: int) -> Image.Image:
    pdf = abierto(ruta)
    try:
        _exigir_pagina(numero, len(pdf), ruta.name)
        pagina = pdf[numero - 1]
        de_ancho = pagina.get_size()[giro in {90, 270}]  # lo que será el ancho ya girada
        return dibujada(pagina, ancho / max(de_ancho, 1), VISTA_PIXELES, gris=False)
    finally:
        pdf.close()


def _pagina_de_imagen(ruta: Path, tipo: str, numero: int) -> Image.Image:
    if tipo not in IMAGENES:
        raise DocumentoIlegible(f"{ruta.name} no tiene páginas que mostrar: se muestra su texto.")
    _exigir_pagina(numero, cuantas(ruta), ruta.name)
    return cuadro(ruta, numero, VISTA_PIXELES)


def _exigir_pagina(numero: int, total: int, nombre: str) -> None:
    if not 1 <= numero <= total:
        raise DocumentoIlegible(f"{nombre} no tiene página {numero}: tiene {total}.")
