"""El directorio en CSV y en XLSX, con las mismas columnas. Solo para quien ve a las personas."""

import csv
import io
from collections.abc import Callable, Iterable
from datetime import date, timedelta

import xlsxwriter

from conferencia.models import Designacion
from conferencia.reports.datos_csv import BOM, texto

Valor = str | date | None
UN_DIA = timedelta(days=1)
SEGURO = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
COLUMNAS: tuple[tuple[str, int, Callable[[Designacion], Valor]], ...] = (
    ("Entidad", 20, lambda d: str(d.institucion.entidad) if d.institucion and d.institucion.entidad else "Federación"),
    ("Clave", 12, lambda d: d.institucion.clave if d.institucion else ""),
    ("Institución", 44, lambda d: d.institucion.nombre if d.institucion else ""),
    ("Designación", 22, lambda d: d.get_rol_display()),
    ("Materia", 26, lambda d: str(d.materia) if d.materia else "Todas"),
    ("Nombre", 30, lambda d: d.usuario.nombre),
    ("Cargo", 30, lambda d: d.cargo),
    ("Correo", 34, lambda d: d.usuario.email),
    ("Teléfono", 18, lambda d: d.telefono),
    ("Desde", 12, lambda d: d.vigencia.lower),
    ("Último día", 12, lambda d: d.vigencia.upper - UN_DIA if d.vigencia.upper else None),
    ("Oficio", 24, lambda d: d.oficio.numero if d.oficio else ""),
    ("Cuenta", 12, lambda d: "sin activar" if d.usuario.sin_activar else "activa"),
    ("Delega", 26, lambda d: str(d.delegada_de.usuario) if d.delegada_de else ""),
)


def en_csv(designaciones: Iterable[Designacion]) -> bytes:
    """UTF-8 con BOM; lo que una hoja tomaría por fórmula va con apóstrofo."""
    destino = io.StringIO()
    escritor = csv.writer(destino)
    escritor.writerow([rotulo for rotulo, _, _ in COLUMNAS])
    escritor.writerows([texto(valor(d)) for _, _, valor in COLUMNAS] for d in designaciones)
    return BOM + destino.getvalue().encode()


def en_xlsx(designaciones: Iterable[Designacion]) -> bytes:
    destino = io.BytesIO()
    with xlsxwriter.Workbook(destino, SEGURO) as libro:
        libro.set_properties({"title": "Directorio de enlaces"})
        hoja = libro.add_worksheet("Enlaces")
        encabezado = libro.add_format({"bold": True, "font_color": "#ffffff", "bg_color": "#611232"})
        fecha = libro.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
        for columna, (rotulo, ancho, _) in enumerate(COLUMNAS):
            hoja.set_column(columna, columna, ancho)
            hoja.write_string(0, columna, rotulo, encabezado)
        filas = list(designaciones)
        for fila, d in enumerate(filas, start=1):
            for columna, (_, _, valor) in enumerate(COLUMNAS):
                dato = valor(d)
                if isinstance(dato, date):
                    hoja.write_datetime(fila, columna, dato, fecha)
                elif dato:
                    hoja.write_string(fila, columna, dato)
        hoja.freeze_panes(1, 0)
        hoja.autofilter(0, 0, max(len(filas), 1), len(COLUMNAS) - 1)
    return destino.getvalue()
