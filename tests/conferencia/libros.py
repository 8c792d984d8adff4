"""Matrices de seguimiento como las que la gente sube: la plantilla llena, o la suya con los mismos encabezados."""

import io
from collections.abc import Iterable, Mapping
from datetime import date

import openpyxl

from conferencia.domain.importacion import ROTULO
from conferencia.models import Importacion, Reunion
from conferencia.permissions import Facultades
from conferencia.services.importacion import revisar_libro

R = "ZC-2022-1/"


def renglon(clave: str, situacion: str = "", **otros: object) -> dict[str, object]:
    """«T3.1/PUE-SS» basta como clave de la reunión sembrada."""
    return {"clave": clave if clave.startswith(R) or not clave else R + clave, "situacion": situacion or None, **otros}


def cumplida(clave: str, entregada: date, *, oficio: str = "SSP/1/2022", **otros: object) -> dict[str, object]:
    return renglon(clave, "cumplida", entregada_el=entregada, oficio=oficio, **otros)


def xlsx(filas: Iterable[Mapping[str, object]], *, columnas: Iterable[str] = ROTULO, hoja: str = "Seguimiento", titulos: int = 0) -> io.BytesIO:
    """Un libro con esas columnas, en ese orden. ``titulos``: renglones sueltos antes del encabezado."""
    columnas = list(columnas)
    libro = openpyxl.Workbook()
    activa = libro.active
    activa.title = hoja
    for _ in range(titulos):
        activa.append(["Matriz de la Conferencia"])
    activa.append([ROTULO.get(c, c) for c in columnas])
    for fila in filas:
        activa.append([fila.get(c) for c in columnas])
    salida = io.BytesIO()
    libro.save(salida)
    salida.seek(0)
    return salida


def subir(por: Facultades, *filas: Mapping[str, object], nombre: str = "matriz.xlsx") -> Importacion:
    reunion = Reunion.objects.get(clave="ZC-2022-1")
    return revisar_libro(por=por, reunion=reunion, contenido=xlsx(filas), nombre=nombre)[0]
