"""Fotos y escaneos en JPG, PNG o TIFF, de una o varias páginas."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from .errores import DocumentoIlegible
from .limites import IMAGEN_PIXELES, PAGINA_PIXELES, PAGINAS_POR_RECONOCER
from .reconocimiento import Toma

_CARTA = (612.0, 792.0)  # puntos


@contextmanager
def abierta(ruta: Path) -> Iterator[Image.Image]:
    """La imagen abierta, ya medida. ``DocumentoIlegible`` si está dañada o es desmesurada."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # el tamaño y los datos truncados se comprueban aquí mismo
            with Image.open(ruta, formats=("JPEG", "PNG", "TIFF")) as imagen:
                yield imagen
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise DocumentoIlegible(f"{ruta.name} está dañada: no se pudo abrir como imagen. Vuelve a tomarla o a escanearla.") from None
    except Image.DecompressionBombError:
        raise _desmesurada(ruta.name) from None


def cuantas(ruta: Path) -> int:
    """Páginas de la imagen (un TIFF puede traer varias)."""
    with abierta(ruta) as imagen:
        total = getattr(imagen, "n_frames", 1) if imagen.format == "TIFF" else 1
    if total > PAGINAS_POR_RECONOCER:
        raise DocumentoIlegible(f"{ruta.name} tiene {total} páginas; por reconocimiento óptico se leen hasta {PAGINAS_POR_RECONOCER}. Sube solo el acta.")
    return total


def tomas_de(ruta: Path, total: int) -> Iterator[Toma]:
    """Una toma por página, en grises, derecha según la cámara y a no más de lo que hace falta para leerla."""
    with abierta(ruta) as imagen:
        for numero in range(1, total + 1):
            imagen.seek(numero - 1)
            _medir(imagen, ruta.name)
            ancho, alto = tamano_en_puntos(imagen)
            yield Toma(numero, gris(imagen, PAGINA_PIXELES), ancho, alto, es_foto=imagen.format == "JPEG")


def cuadro(ruta: Path, numero: int, pixeles: int) -> Image.Image:
    """La página ``numero`` (desde 1) como imagen a color, derecha y acotada."""
    with abierta(ruta) as imagen:
        imagen.seek(numero - 1)
        _medir(imagen, ruta.name)
        return _acotada(ImageOps.exif_transpose(imagen).convert("RGB"), pixeles)


def gris(imagen: Image.Image, pixeles: int) -> Image.Image:
    """En grises sobre blanco, y a no más de ``pixeles``."""
    derecha = ImageOps.exif_transpose(imagen)
    if derecha.mode in {"RGBA", "LA", "PA"} or "transparency" in derecha.info:
        fondo = Image.new("RGBA", derecha.size, "white")
        derecha = Image.alpha_composite(fondo, derecha.convert("RGBA"))
    if derecha.mode.startswith("I;16"):
        derecha = derecha.point(lambda v: v / 256)
    return _acotada(derecha.convert("L"), pixeles)


def tamano_en_puntos(imagen: Image.Image) -> tuple[float, float]:
    """Por su resolución si la dice y da una hoja creíble; si no, como si llenara una hoja carta a lo ancho."""
    ancho, alto = imagen.size
    if imagen.getexif().get(0x0112) in {5, 6, 7, 8}:  # la cámara la guardó de lado
        ancho, alto = alto, ancho
    resolucion = float((imagen.info.get("dpi") or (0, 0))[0] or 0)
    if 90 <= resolucion <= 1200 and 200 <= ancho * 72 / resolucion <= 2000:
        return ancho * 72 / resolucion, alto * 72 / resolucion
    base = _CARTA[0] if alto >= ancho else _CARTA[1]
    return base, base * alto / ancho


def _medir(imagen: Image.Image, nombre: str) -> None:
    if imagen.width * imagen.height > IMAGEN_PIXELES:
        raise _desmesurada(nombre)
    if min(imagen.size) < 50:
        raise DocumentoIlegible(f"{nombre} es demasiado pequeña para contener un acta ({imagen.width} × {imagen.height} pixeles).")


def _acotada(imagen: Image.Image, pixeles: int) -> Image.Image:
    sobra = (imagen.width * imagen.height / pixeles) ** 0.5
    if sobra <= 1:
        return imagen
    return imagen.resize(
        (max(1, int(imagen.width / sobra)), max(1, int(imagen.height / sobra))), Image.Resampling.BOX if sobra > 2 else Image.Resampling.LANCZOS
    )


def _desmesurada(nombre: str) -> DocumentoIlegible:
    return DocumentoIlegible(f"{nombre} pasa de {IMAGEN_PIXELES // 1_000_000} millones de pixeles. Redúcela: a 200 ppp una hoja se lee bien.")
