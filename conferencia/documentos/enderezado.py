"""Enderezar una página escaneada, y volver las posiciones a la página como vino."""

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
    """Cómo se acomodó una imagen: ``giro`` horario de cuartos de vuelta y luego ``inclinacion`` en grados. Tamaños en pixeles."""

    ancho: int
    alto: int
    giro: int = 0
    inclinacion: float = 0.0

    def a_la_original(self, x: float, y: float) -> tuple[float, float]:
        """De un punto de la imagen enderezada al de la imagen como vino."""
        ancho, alto = (self.alto, self.ancho) if self.giro in {90, 270} else (self.ancho, self.alto)
        a = -math.radians(self.inclinacion)
        dx, dy = x - ancho / 2, y - alto / 2
        x, y = math.cos(a) * dx + math.sin(a) * dy + ancho / 2, -math.sin(a) * dx + math.cos(a) * dy + alto / 2
        return {0: (x, y), 90: (y, self.alto - x), 180: (self.ancho - x, self.alto - y), 270: (self.ancho - y, x)}[self.giro]


def enderezar(imagen: Image.Image, giro: int = 0) -> tuple[Image.Image, Postura]:
    """La imagen con el texto horizontal: ``giro`` de cuarto de vuelta y la inclinación que se le mida."""
    ancho, alto = imagen.size
    if giro:
        imagen = imagen.transpose(_VUELTAS[giro])
    angulo = inclinacion(imagen)
    if angulo:
        imagen = imagen.rotate(angulo, Image.Resampling.BICUBIC, fillcolor=255)
    return imagen, Postura(ancho, alto, giro, angulo)


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
    """Pasa las posiciones de pixeles de la imagen enderezada a puntos de la página original."""
    for v in vocablos:
        esquinas = [postura.a_la_original(x / puntos_por_pixel, y / puntos_por_pixel) for x in (v.x0, v.x1) for y in (v.y0, v.y1)]
        if postura.inclinacion:
            cx, cy = (sum(c[i] for c in esquinas) / 4 for i in (0, 1))
            acostada = postura.giro in {90, 270}
            medio_ancho, medio_alto = (v.y1 - v.y0, v.x1 - v.x0) if acostada else (v.x1 - v.x0, v.y1 - v.y0)
            medio_ancho, medio_alto = medio_ancho / puntos_por_pixel / 2, medio_alto / puntos_por_pixel / 2
            esquinas = [(cx - medio_ancho, cy - medio_alto), (cx + medio_ancho, cy + medio_alto)]
        v.x0, v.x1 = (f(c[0] for c in esquinas) * puntos_por_pixel for f in (min, max))
        v.y0, v.y1 = (f(c[1] for c in esquinas) * puntos_por_pixel for f in (min, max))
