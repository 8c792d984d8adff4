"""Poner derecha una página escaneada, y volver las posiciones a la página tal como se muestra: girada, con su inclinación."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageOps

from .renglones import Vocablo

_MUESTRA = 700  # pixeles de ancho: basta para medir la inclinación
_MAXIMO = 6.0  # grados
_MINIMO = 0.25
_VUELTAS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}


@dataclass(frozen=True, slots=True)
class Postura:
    """Cómo se enderezó una imagen: los grados que se le giró (antihorario) y su tamaño en pixeles."""

    ancho: int
    alto: int
    inclinacion: float = 0.0

    def a_la_original(self, x: float, y: float) -> tuple[float, float]:
        """De un punto de la imagen enderezada al de la imagen como vino."""
        a = -math.radians(self.inclinacion)
        dx, dy = x - self.ancho / 2, y - self.alto / 2
        return math.cos(a) * dx + math.sin(a) * dy + self.ancho / 2, -math.sin(a) * dx + math.cos(a) * dy + self.alto / 2


def girada(imagen: Image.Image, giro: int) -> Image.Image:
    """La imagen con ``giro`` grados horarios de cuartos de vuelta."""
    return imagen.transpose(_VUELTAS[giro]) if giro else imagen


def enderezar(imagen: Image.Image) -> tuple[Image.Image, Postura]:
    """La imagen con los renglones horizontales, según la inclinación que se le mida."""
    angulo = inclinacion(imagen)
    postura = Postura(imagen.width, imagen.height, angulo)
    return (imagen.rotate(angulo, Image.Resampling.BICUBIC, fillcolor=255) if angulo else imagen), postura


def inclinacion(imagen: Image.Image) -> float:
    """Grados que hay que girarla (antihorario) para que los renglones queden horizontales; 0 si ya lo están o no se distingue."""
    alto = max(1, imagen.height * _MUESTRA // imagen.width)
    if alto > 4 * _MUESTRA:
        return 0.0
    muestra = ImageOps.autocontrast(ImageOps.invert(imagen.resize((_MUESTRA, alto), Image.Resampling.BOX)), cutoff=2)
    marcada = muestra.point(lambda v: 255 if v > 96 else 0)
    grueso = max((_contraste(marcada, float(a)), -abs(a), float(a)) for a in range(-int(_MAXIMO), int(_MAXIMO) + 1))[2]
    fino = max((_contraste(marcada, grueso + d / 4), -abs(d), grueso + d / 4) for d in range(-3, 4))[2]
    return fino if abs(fino) >= _MINIMO and _contraste(marcada, fino) > 1.03 * _contraste(marcada, 0.0) else 0.0


def _contraste(marcada: Image.Image, angulo: float) -> float:
    """Qué tanto alternan renglón y blanco con ese giro: suma de diferencias entre filas vecinas."""
    girada = marcada.rotate(angulo) if angulo else marcada
    filas = girada.resize((1, girada.height), Image.Resampling.BOX).tobytes()
    return float(sum((a - b) ** 2 for a, b in pairwise(filas)))


def recolocar(vocablos: list[Vocablo], postura: Postura, puntos_por_pixel: float) -> None:
    """Deshace la inclinación: cada palabra vuelve, del mismo tamaño, a donde se ve en la página."""
    if not postura.inclinacion:
        return
    for v in vocablos:
        x, y = postura.a_la_original((v.x0 + v.x1) / 2 / puntos_por_pixel, (v.y0 + v.y1) / 2 / puntos_por_pixel)
        medio_ancho, medio_alto = (v.x1 - v.x0) / 2, (v.y1 - v.y0) / 2
        v.x0, v.x1 = x * puntos_por_pixel - medio_ancho, x * puntos_por_pixel + medio_ancho
        v.y0, v.y1 = y * puntos_por_pixel - medio_alto, y * puntos_por_pixel + medio_alto
