"""El mismo informe como libro de Excel: resumen, situación de los acuerdos, por disposición, por entidad y todas las obligaciones."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from conferencia import reloj
from conferencia.domain.situacion import Grupo
from conferencia.queries.conteo import EN_BARRA, Conteo
from conferencia.reports import cuentas
from conferencia.reports.columnas import COLUMNAS
from conferencia.reports.datos import Datos
from conferencia.reports.graficas import PLURAL
from conferencia.reports.informe_cumplimiento import direccion_de

GRUPOS = (*EN_BARRA, Grupo.EXENTA)
# El texto va siempre como texto: ni fórmulas ni ligas, aunque lo parezca.
SEGURO = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


@dataclass(frozen=True)
class Formatos:
    titulo: Format
    encabezado: Format
    fecha: Format
    texto: Format
    fuerte: Format


def componer(datos: Datos, folio: str, codigo: str = "") -> bytes:
    """El libro completo. ``codigo``: con el folio, la dirección en que cualquiera lo verifica. Los mismos datos e instante dan los mismos bytes."""
    destino = io.BytesIO()
    with xlsxwriter.Workbook(destino, SEGURO) as libro:
        libro.set_properties(
            {
                "title": f"Informe de cumplimiento {folio}",
                "author": datos.organo,
                "created": datos.sabido_al.astimezone(reloj.MEXICO).replace(tzinfo=None),
            }
        )
        formatos = _formatos(libro)
        _resumen(libro.add_worksheet("Resumen"), datos, Identidad(folio, direccion_de(folio, codigo)), formatos)
        _acuerdos(libro.add_worksheet("Acuerdos"), datos, formatos)
        _por_disposicion(libro.add_worksheet("Por disposición"), datos, formatos)
        _por_entidad(libro.add_worksheet("Por entidad"), datos, formatos)
        _obligaciones(libro.add_worksheet("Obligaciones"), datos, formatos)
    return destino.getvalue()


def _formatos(libro: xlsxwriter.Workbook) -> Formatos:
    base = {"font_name": "Noto Sans", "font_size": 10, "valign": "top"}
    return Formatos(
        titulo=libro.add_format({**base, "bold": True, "font_size": 14, "font_color": "#611232"}),
        encabezado=libro.add_format({**base, "bold": True, "font_color": "#ffffff", "bg_color": "#611232", "text_wrap": True, "valign": "vcenter"}),
        fecha=libro.add_format({**base, "num_format": "dd/mm/yyyy", "align": "left"}),
        texto=libro.add_format({**base, "text_wrap": True}),
        fuerte=libro.add_format({**base, "bold": True}),
    )


def _escribir(hoja: Worksheet, fila: int, columna: int, valor: object, formatos: Formatos) -> None:
    """Cada valor con su tipo: fecha de verdad, número de verdad, y lo demás como texto literal."""
    if isinstance(valor, date):
        hoja.write_datetime(fila, columna, valor, formatos.fecha)
    elif isinstance(valor, int):
        hoja.write_number(fila, columna, valor, formatos.texto)
    elif valor:
        hoja.write_string(fila, columna, str(valor), formatos.texto)


def _tabla(hoja: Worksheet, encabezados: Sequence[str], filas: Sequence[Sequence[object]], formatos: Formatos, *, desde: int = 0) -> None:
    """Encabezado fijo y con filtros, lista para imprimirse a lo ancho repitiendo el encabezado."""
    for columna, rotulo in enumerate(encabezados):
        hoja.write_string(desde, columna, rotulo, formatos.encabezado)
    for numero, fila in enumerate(filas, start=desde + 1):
        for columna, valor in enumerate(fila):
            _escribir(hoja, numero, columna, valor, formatos)
    hoja.freeze_panes(desde + 1, 1)
    hoja.autofilter(desde, 0, desde + max(len(filas), 1), len(encabezados) - 1)
    hoja.repeat_rows(desde)
    hoja.set_landscape()
    hoja.set_paper(1)  # carta
    hoja.fit_to_pages(1, 0)


class Identidad(NamedTuple):
    folio: str
    direccion: str


def _resumen(hoja: Worksheet, datos: Datos, identidad: Identidad, formatos: Formatos) -> None:
    total = cuentas.contar(datos.renglones)
    hoja.set_column(0, 0, 34)
    hoja.set_column(1, 1, 70)
    hoja.write_string(0, 0, "Informe de cumplimiento", formatos.titulo)
    pares: list[tuple[str, object]] = [
        ("Reunión", datos.reunion.nombre),
        ("Órgano", datos.organo),
        ("Folio", identidad.folio),
        *((("Verificación", identidad.direccion),) if identidad.direccion else ()),
        ("Corte", datos.corte),
        ("Información asentada hasta", datos.sabido_al.astimezone(reloj.MEXICO).isoformat(timespec="seconds")),
        ("Cabeza de la cadena de hechos", datos.cabeza),
        ("Obligaciones exigibles (denominador)", total.total),
        *((PLURAL[g].capitalize(), total.por_grupo[g]) for g in EN_BARRA),
        ("Exentas (fuera del denominador)", total.exentas),
        *((f"Disposiciones: {a.rotulo}", len(a.siglas)) for a in cuentas.acuerdos(datos)),
        ("Fechas objetivo (no son del acta)", datos.objetivos.total),
        *((f"Fechas objetivo: {rotulo}", n) for rotulo, n in _objetivos(datos)),
    ]
    for fila, (rotulo, valor) in enumerate(pares, start=2):
        hoja.write_string(fila, 0, rotulo, formatos.fuerte)
        _escribir(hoja, fila, 1, valor, formatos)


def _objetivos(datos: Datos) -> list[tuple[str, int]]:
    o = datos.objetivos
    return [("atendidas", o.atendidas), ("en plazo", o.en_plazo), ("por vencer", o.por_vencer), ("rebasadas", o.rebasadas)]


def _acuerdos(hoja: Worksheet, datos: Datos, formatos: Formatos) -> None:
    """Lo que el pleno pregunta, una disposición por renglón."""
    filas = [[d.sigla, d.nombre, d.titulo, d.del_pleno.rotulo, d.del_pleno.concluida_el] for d in datos.disposiciones]
    for columna, ancho in ((1, 26), (2, 70), (3, 30), (4, 16)):
        hoja.set_column(columna, columna, ancho)
    _tabla(hoja, ["Sigla", "Disposición", "Título", "Situación", "Concluida por el órgano el"], filas, formatos)


def _cuenta(cuenta: Conteo) -> list[int]:
    return [cuenta.total, *(cuenta.por_grupo[g] for g in GRUPOS)]


def _rotulos(*primeros: str) -> list[str]:
    return [*primeros, "Exigibles", *(PLURAL[g].capitalize() for g in GRUPOS)]


def _por_disposicion(hoja: Worksheet, datos: Datos, formatos: Formatos) -> None:
    filas = [[r.disposicion.sigla, r.disposicion.nombre, r.disposicion.titulo, *_cuenta(r.cuenta)] for r in cuentas.resultados(datos)]
    hoja.set_column(1, 1, 26)
    hoja.set_column(2, 2, 70)
    _tabla(hoja, _rotulos("Sigla", "Disposición", "Título"), filas, formatos)


def _por_entidad(hoja: Worksheet, datos: Datos, formatos: Formatos) -> None:
    filas = [[f.entidad, *_cuenta(f.cuenta)] for f in cuentas.fichas(datos)]
    hoja.set_column(0, 0, 26)
    _tabla(hoja, _rotulos("Entidad"), filas, formatos)


def _obligaciones(hoja: Worksheet, datos: Datos, formatos: Formatos) -> None:
    for numero, columna in enumerate(COLUMNAS):
        hoja.set_column(numero, numero, columna.ancho)
    _tabla(hoja, [c.rotulo for c in COLUMNAS], [[c.valor(r) for c in COLUMNAS] for r in datos.renglones], formatos)
