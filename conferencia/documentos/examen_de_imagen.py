"""Fotos y escaneos: medidos antes de decodificarlos, y decodificados enteros para saber que están completos."""

from __future__ import annotations

import warnings
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from conferencia.domain.admision import Motivo

from .errores import NoSeRecibe
from .limites import IMAGEN_LADO_MINIMO, IMAGEN_PIXELES, PAGINAS_POR_RECONOCER

_UBICACION = 0x8825  # EXIF: dónde se tomó


def examinar_imagen(ruta: Path, nombre: str) -> tuple[int | None, list[str]]:
    """Páginas y hallazgos. ``NoSeRecibe`` si está dañada o es desmesurada."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # el tamaño se mide aquí mismo
            with Image.open(ruta, formats=("JPEG", "PNG", "TIFF")) as imagen:
                return _examinada(imagen, nombre)
    except Image.DecompressionBombError:
        raise _desmesurada(nombre) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError):
        raise NoSeRecibe(f"«{nombre}» está dañada: no se pudo abrir como imagen. Vuelve a tomarla o a escanearla.", Motivo.DANADO) from None


def _examinada(imagen: Image.Image, nombre: str) -> tuple[int, list[str]]:
    total = getattr(imagen, "n_frames", 1) if imagen.format == "TIFF" else 1
    if total > PAGINAS_POR_RECONOCER:
        raise NoSeRecibe(
            f"«{nombre}» tiene {total} páginas; una imagen puede traer hasta {PAGINAS_POR_RECONOCER}. Divídela o conviértela a PDF.", Motivo.PAGINAS
        )
    for numero in range(total):
        if numero:
            imagen.seek(numero)
        if imagen.width * imagen.height > IMAGEN_PIXELES:
            raise _desmesurada(nombre)
        if min(imagen.size) < IMAGEN_LADO_MINIMO:
            raise NoSeRecibe(f"«{nombre}» es demasiado pequeña para leerse ({imagen.width} × {imagen.height} pixeles). Vuelve a tomarla.", Motivo.DANADO)
        imagen.load()
    return total, ["ubicacion"] if imagen.getexif().get_ifd(_UBICACION) else []


def _desmesurada(nombre: str) -> NoSeRecibe:
    return NoSeRecibe(f"«{nombre}» pasa de {IMAGEN_PIXELES // 1_000_000} millones de pixeles. Redúcela: a 200 ppp una hoja se lee bien.", Motivo.DESMESURADO)
