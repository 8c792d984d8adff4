"""La plantilla para vaciar en ella el seguimiento que ya se llevaba: un renglón por obligación, y al lado lo que falta decir."""

import io
from collections.abc import Iterable
from datetime import date

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from conferencia.domain.importacion import COLUMNAS, FECHAS, POR_LLENAR, Columna, Reportada
from conferencia.models import Obligacion, Reunion
from conferencia.reports.hojas import SEGURO

HOJA = "Seguimiento"
ACCION_MAXIMA = 300  # caracteres: para reconocer el compromiso basta el principio
INSTRUCCIONES = (
    "Las columnas grises dicen de qué obligación se trata: no se cambian. Las blancas son las que se llenan.",
    "El renglón sin «Situación reportada» no se toca. No hace falta borrarlo.",
    "Las fechas son los días en que las cosas pasaron, no el día en que se captura: de ellas sale para siempre si fue a tiempo.",
    "De lo que se importa no se le manda correo a nadie.",
    "Al subir el libro primero se ve, renglón por renglón, qué haría. Nada cambia hasta que se elige «Aplicar».",
    "Los renglones con error no se aplican: se corrigen en este mismo libro y se vuelve a subir. Lo ya aplicado no se repite.",
    "La prórroga que se anota vale desde el vencimiento original: el último día en que pudo concederse.",
)


def componer_plantilla(reunion: Reunion, obligaciones: Iterable[Obligacion]) -> bytes:
    """El libro de esa reunión, con las obligaciones que ya se deben."""
    destino = io.BytesIO()
    with xlsxwriter.Workbook(destino, SEGURO) as libro:
        base = {"font_name": "Noto Sans", "font_size": 10, "valign": "top", "border": 1, "border_color": "#c8c8c8"}
        encabezado = libro.add_format({**base, "bold": True, "font_color": "#ffffff", "bg_color": "#611232", "text_wrap": True, "valign": "vcenter"})
        por_llenar = libro.add_format({**base, "bold": True, "font_color": "#ffffff", "bg_color": "#1e5b4f", "text_wrap": True, "valign": "vcenter"})
        gris = {**base, "bg_color": "#eeeeee", "text_wrap": True}
        formatos = {
            "lectura": libro.add_format(gris),
            "vence": libro.add_format({**gris, "num_format": "dd/mm/yyyy", "align": "left"}),
            "libre": libro.add_format({**base, "locked": False, "text_wrap": True}),
            "texto": libro.add_format({**base, "locked": False, "num_format": "@"}),
            "fecha": libro.add_format({**base, "locked": False, "num_format": "dd/mm/yyyy", "align": "left"}),
        }
        hoja = libro.add_worksheet(HOJA)
        for n, columna in enumerate(COLUMNAS):
            hoja.set_column(n, n, columna.ancho)
            hoja.write_string(0, n, columna.rotulo, por_llenar if columna.ayuda else encabezado)
        ultimo = _renglones(hoja, obligaciones, formatos)
        _validar(hoja, ultimo)
        _acomodar(hoja, ultimo)
        _instrucciones(libro, reunion, base)
    return destino.getvalue()


def _renglones(hoja: Worksheet, obligaciones: Iterable[Obligacion], formatos: dict[str, Format]) -> int:
    """Da el número del último renglón escrito."""
    fila = 0
    for fila, obligacion in enumerate(obligaciones, start=1):
        for n, (columna, valor) in enumerate(zip(COLUMNAS, _valores(obligacion), strict=True)):
            _celda(hoja, fila, n, columna, valor, formatos)
    return fila


def _valores(o: Obligacion) -> tuple[object, ...]:
    dichos = (o.clave, str(o.compromiso.disposicion), o.compromiso.accion[:ACCION_MAXIMA], o.quien, o.periodo, o.vence_el)
    return dichos + ("",) * len(POR_LLENAR)


def _celda(hoja: Worksheet, fila: int, n: int, columna: Columna, valor: object, formatos: dict[str, Format]) -> None:
    if isinstance(valor, date):
        hoja.write_datetime(fila, n, valor, formatos["vence"])
    elif not columna.ayuda:
        hoja.write_string(fila, n, str(valor or ("sin plazo" if columna.nombre == "vence" else "")), formatos["lectura"])
    else:
        formato = "fecha" if columna.nombre in FECHAS else "texto" if columna.nombre in {"oficio", "presento"} else "libre"
        hoja.write_blank(fila, n, None, formatos[formato])


def _validar(hoja: Worksheet, ultimo: int) -> None:
    for n, columna in enumerate(COLUMNAS):
        if not columna.ayuda:
            continue
        regla: dict[str, object] = {"validate": "any"}
        if columna.nombre == "situacion":
            regla = {"validate": "list", "source": [s.value for s in Reportada], "error_title": "No es de la lista"}
        elif columna.nombre in FECHAS:
            regla = {"validate": "date", "criteria": "between", "minimum": date(2000, 1, 1), "maximum": date(2100, 12, 31), "error_title": "No es una fecha"}
        elif columna.nombre == "avance":
            regla = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 100, "error_title": "De 0 a 100"}
        hoja.data_validation(1, n, max(1, ultimo), n, regla | {"input_title": columna.rotulo[:32], "input_message": columna.ayuda[:255]})


def _acomodar(hoja: Worksheet, ultimo: int) -> None:
    """Encabezado y clave siempre a la vista; lo gris, protegido sin contraseña: avisa, no impide."""
    hoja.freeze_panes(1, 1)
    hoja.autofilter(0, 0, max(1, ultimo), len(COLUMNAS) - 1)
    hoja.protect("", {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True})
    hoja.set_landscape()
    hoja.set_paper(1)
    hoja.fit_to_pages(1, 0)
    hoja.repeat_rows(0)


def _instrucciones(libro: xlsxwriter.Workbook, reunion: Reunion, base: dict[str, object]) -> None:
    hoja = libro.add_worksheet("Instrucciones")
    titulo = libro.add_format({"font_name": "Noto Sans", "font_size": 14, "bold": True, "font_color": "#611232"})
    texto, fuerte = libro.add_format({**base, "text_wrap": True}), libro.add_format({**base, "bold": True, "text_wrap": True})
    hoja.set_column(0, 0, 26)
    hoja.set_column(1, 1, 100)
    hoja.write_string(0, 0, f"Seguimiento anterior de {reunion}", titulo)
    for n, dicho in enumerate(INSTRUCCIONES, start=2):
        hoja.write_string(n, 0, f"{n - 1}", fuerte)
        hoja.write_string(n, 1, dicho, texto)
    for n, columna in enumerate(POR_LLENAR, start=3 + len(INSTRUCCIONES)):
        hoja.write_string(n, 0, columna.rotulo, fuerte)
        hoja.write_string(n, 1, columna.ayuda, texto)
