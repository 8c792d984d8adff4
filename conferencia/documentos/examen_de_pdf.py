"""Un PDF por dentro: si abre, cuántas páginas tiene, y qué trae que podría ejecutarse o salir a la red.

Se recorren todos los objetos, no solo los alcanzables: un visor puede reconstruir la tabla y encontrar los demás.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from conferencia.domain import admision
from conferencia.domain.admision import Motivo

from .errores import NoSeRecibe
from .limites import PAGINAS, PDF_HONDURA, PDF_NODOS

ACCIONES = {
    "/JavaScript": "javascript",
    "/Launch": "lanzar",
    "/SubmitForm": "envio",
    "/ImportData": "envio",
    "/GoToR": "externo",
    "/GoToE": "adjuntos",
    "/Rendition": "multimedia",
    "/Movie": "multimedia",
    "/Sound": "multimedia",
    "/RichMediaExecute": "multimedia",
    "/URI": "enlaces",
}
ANOTACIONES = {
    "/RichMedia": "multimedia",
    "/3D": "multimedia",
    "/Movie": "multimedia",
    "/Sound": "multimedia",
    "/Screen": "multimedia",
    "/FileAttachment": "adjuntos",
}
LLAVES = {"/JS": "javascript", "/JavaScript": "javascript", "/AA": "acciones", "/XFA": "xfa", "/EmbeddedFiles": "adjuntos", "/EF": "adjuntos"}


def examinar_pdf(ruta: Path, nombre: str) -> tuple[int | None, list[str]]:
    """Páginas y hallazgos. ``NoSeRecibe`` si está cifrado, dañado, sin páginas o con demasiadas."""
    try:
        with pikepdf.open(ruta, suppress_warnings=True) as pdf:
            total = len(pdf.pages)
            _exigir_paginas(total, nombre)
            hallazgos = sorted(hallados(pdf, nombre))
            hallazgos += ["restricciones"] if pdf.is_encrypted else []
            hallazgos += ["reparado"] if pdf.get_warnings() else []
            return total, hallazgos
    except pikepdf.PasswordError:
        raise NoSeRecibe(admision.con_contrasena(nombre), Motivo.CONTRASENA) from None
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, RecursionError, OverflowError):
        raise _danado(nombre) from None


def _exigir_paginas(total: int, nombre: str) -> None:
    if not total:
        raise NoSeRecibe(f"«{nombre}» no tiene páginas.", Motivo.DANADO)
    if total > PAGINAS:
        raise NoSeRecibe(f"«{nombre}» tiene {total} páginas; se reciben hasta {PAGINAS}. Divídelo.", Motivo.PAGINAS)


def hallados(pdf: pikepdf.Pdf, nombre: str) -> set[str]:
    """Claves de ``domain.admision`` que el PDF trae. ``NoSeRecibe`` si recorrerlo no acaba."""
    hallados = {"al_abrir"} if isinstance(pdf.Root.get("/OpenAction"), pikepdf.Dictionary) and _corre(pdf.Root["/OpenAction"]) else set()
    for vistos, diccionario in enumerate(diccionarios(pdf)):
        if vistos > PDF_NODOS:
            raise NoSeRecibe(f"«{nombre}» es demasiado complejo para revisarlo. Imprímelo de nuevo a PDF.", Motivo.DESMESURADO)
        hallados |= {clave for llave, clave in LLAVES.items() if llave in diccionario}
        hallados |= {ACCIONES.get(_palabra(diccionario, "/S"), ""), ANOTACIONES.get(_palabra(diccionario, "/Subtype"), "")}
    return hallados - {""}


def _corre(accion: Any) -> bool:
    """Ir a una página al abrir es una preferencia; lo demás es una orden."""
    return _palabra(accion, "/S") != "/GoTo"


def _palabra(diccionario: Any, llave: str) -> str:
    valor = diccionario.get(llave)
    return str(valor) if isinstance(valor, pikepdf.Name) else ""


def diccionarios(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Todos, también los que van dentro de otro sin ser objeto aparte."""
    for objeto in pdf.objects:
        yield from _dentro(objeto, 0, propio=True)


def _dentro(objeto: Any, hondura: int, *, propio: bool = False) -> Iterator[Any]:
    if hondura > PDF_HONDURA or (not propio and getattr(objeto, "is_indirect", False)):
        return
    if isinstance(objeto, pikepdf.Dictionary | pikepdf.Stream):
        yield objeto
        hijos = [v for _, v in objeto.items()]
    elif isinstance(objeto, pikepdf.Array):
        hijos = list(objeto)
    else:
        return
    for hijo in hijos:
        if isinstance(hijo, pikepdf.Dictionary | pikepdf.Array):
            yield from _dentro(hijo, hondura + 1)


def _danado(nombre: str) -> NoSeRecibe:
    return NoSeRecibe(f"«{nombre}» está dañado: no se pudo abrir como PDF. Vuelve a generarlo o escanearlo.", Motivo.DANADO)
