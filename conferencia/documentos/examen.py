"""El examen de lo que se sube, dentro del proceso aparte: qué es, cuántas páginas tiene y qué trae que podría hacer daño.

Lo dañado, cifrado o desmesurado no pasa (``NoSeRecibe``). Lo peligroso que sí se lee pasa, con su hallazgo: el original no se toca.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from conferencia.domain.admision import Examen

from .examen_de_imagen import examinar_imagen
from .examen_de_paquete import examinar_paquete
from .examen_de_pdf import examinar_pdf
from .puerta import extension_ajena, que_es, tipo_subido
from .tipos import DOCX, JPEG, PDF, PKCS7, PNG, TIFF, XLSX

_EXAMINAN: dict[str, Callable[[Path, str], tuple[int | None, list[str]]]] = {
    PDF: examinar_pdf,
    DOCX: examinar_paquete,
    XLSX: examinar_paquete,
    JPEG: examinar_imagen,
    PNG: examinar_imagen,
    TIFF: examinar_imagen,
}


def examinar(ruta: Path, nombre: str, tipo: str = "") -> Examen:
    """``tipo``: si quien llama ya lo decidió. Falla con ``NoSeRecibe``."""
    tipo = tipo or tipo_subido(ruta, nombre)
    if tipo == PKCS7:
        return Examen(tipo, hallazgos=("extension",) if extension_ajena(nombre, tipo) else ())
    if tipo not in _EXAMINAN:
        with ruta.open("rb") as archivo:
            return Examen(tipo, es=que_es(archivo.read(8192)))
    paginas, hallazgos = _EXAMINAN[tipo](ruta, nombre)
    if extension_ajena(nombre, tipo):
        hallazgos.append("extension")
    return Examen(tipo, paginas, tuple(dict.fromkeys(hallazgos)))
