"""Las palabras que una página de PDF trae como texto, con su lugar en la página tal como se muestra."""

from __future__ import annotations

import re
from collections.abc import Callable
from ctypes import byref

import pypdfium2
import pypdfium2.raw as pdfium

from .limites import PALABRAS_POR_PAGINA
from .renglones import Vocablo

_PALABRA = re.compile(r"\S+")
_MUESTRA = 1500  # letras que bastan para saber si la codificación está rota
_VOCALES = frozenset("aeiouáéíóúüAEIOUÁÉÍÓÚÜ")
Caja = tuple[float, float, float, float]


def vocablos_de(pagina: pypdfium2.PdfPage) -> tuple[list[Vocablo], int]:
    """Las palabras derechas de la página, en el orden del archivo, y cuántas letras van de lado (sellos al margen) y se dejan fuera."""
    hoja = pagina.get_textpage()
    try:
        texto = hoja.get_text_range()
        lugar = _posiciones(hoja, texto)
        caja, a_la_vista = _cajas(hoja), transformacion(pagina)
        vocablos, de_lado = [], 0
        for hallada in _PALABRA.finditer(texto):
            if len(vocablos) >= PALABRAS_POR_PAGINA:
                break
            primera = a_la_vista(caja(lugar(hallada.start())))
            ultima = a_la_vista(caja(lugar(hallada.end() - 1)))
            if _derecha(primera, ultima, len(hallada.group())):
                vocablos.append(_vocablo(hallada.group(), primera, ultima))
            else:
                de_lado += len(hallada.group())
        return vocablos, de_lado
    finally:
        hoja.close()


def es_legible(texto: str) -> bool:
    """¿Parece español? Una capa de texto con la codificación rota tiene símbolos privados o casi ninguna vocal."""
    visibles = [c for c in texto[:_MUESTRA] if not c.isspace()]
    if len(visibles) < 40:
        return bool(visibles) and not any(c in "\ufffd" or "\ue000" <= c <= "\uf8ff" for c in visibles)
    rotos = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or ord(c) < 32 for c in visibles)
    letras = [c for c in visibles if c.isalpha()]
    if rotos > 0.1 * len(visibles) or len(letras) < 0.4 * len(visibles):
        return False
    return 0.3 <= sum(c in _VOCALES for c in letras) / len(letras) <= 0.65


def _posiciones(hoja: pypdfium2.PdfTextPage, texto: str) -> Callable[[int], int]:
    """De posición en el texto a letra de la página: coinciden, salvo con letras fuera del plano básico."""
    if len(texto) == hoja.count_chars():
        return lambda i: i
    unidades, previas = [], 0
    for c in texto:
        unidades.append(previas)
        previas += 2 if ord(c) > 0xFFFF else 1
    return lambda i: max(pdfium.FPDFText_GetCharIndexFromTextIndex(hoja.raw, unidades[i]), 0)


def _cajas(hoja: pypdfium2.PdfTextPage) -> Callable[[int], Caja]:
    """De letra de la página a su caja, de la altura de la letra y no de su dibujo. Un solo búfer para todas."""
    caja = pdfium.FS_RECTF()
    crudo, destino, pedir = hoja.raw, byref(caja), pdfium.FPDFText_GetLooseCharBox

    def de(indice: int) -> Caja:
        pedir(crudo, indice, destino)
        return caja.left, caja.bottom, caja.right, caja.top

    return de


def transformacion(pagina: pypdfium2.PdfPage) -> Callable[[Caja], Caja]:
    """De coordenadas del PDF (origen abajo, sin girar) a las de la página mostrada (origen arriba)."""
    bx0, by0, bx1, by1 = pagina.get_bbox()
    giros: dict[int, Callable[[Caja], Caja]] = {
        0: lambda c: (c[0] - bx0, by1 - c[3], c[2] - bx0, by1 - c[1]),
        90: lambda c: (c[1] - by0, c[0] - bx0, c[3] - by0, c[2] - bx0),
        180: lambda c: (bx1 - c[2], c[1] - by0, bx1 - c[0], c[3] - by0),
        270: lambda c: (by1 - c[3], bx1 - c[2], by1 - c[1], bx1 - c[0]),
    }
    return giros[pagina.get_rotation() % 360]


def _derecha(primera: Caja, ultima: Caja, letras: int) -> bool:
    """¿La palabra avanza hacia la derecha? De una sola letra no se sabe: se admite."""
    return letras == 1 or (ultima[0] > primera[0] and abs(ultima[1] - primera[1]) < primera[3] - primera[1] + 1)


def _vocablo(texto: str, primera: Caja, ultima: Caja) -> Vocablo:
    return Vocablo(texto, primera[0], min(primera[1], ultima[1]), ultima[2], max(primera[3], ultima[3]))
