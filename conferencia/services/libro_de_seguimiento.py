"""Leer la matriz (XLSX o CSV) tal como la gente la devuelve: columnas en otro orden, fechas como texto, celdas combinadas, fórmulas.

Aquí solo se leen celdas; qué dicen lo entiende ``domain.importacion``. Lo desconfiable (bombas, libros enormes) se niega antes de abrirlo.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from conferencia.domain.importacion import COLUMNAS, POR_LLENAR, ROTULO, llano

HOJA = "Seguimiento"
RENGLONES_MAXIMOS = 20_000
DESCOMPRIMIDO_MAXIMO = 100 * 1024 * 1024  # bytes: un libro honrado de 20,000 renglones no llega a 40 MB
PIEZAS_MAXIMAS = 2_000
ENCABEZADO_ENTRE = 15  # primeros renglones en que se busca el encabezado
_POR_ROTULO = {llano(c.rotulo): c.nombre for c in COLUMNAS} | {llano(c.nombre): c.nombre for c in COLUMNAS} | {"avance": "avance"}
_SE_LEEN = {"clave", *(c.nombre for c in POR_LLENAR)}
COLUMNAS_MAXIMAS = 60
DANADO = "«{}» está dañado o no es un libro de Excel. Ábrelo y vuelve a guardarlo como .xlsx."
_COMBINADA = object()
_COMBINA = re.compile(rb'<mergeCell\b[^>]*\bref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
Celdas = tuple[int, list[object]]  # el renglón que se ve en la hoja y lo que trae


class LibroIlegible(Exception):
    """El libro no se puede leer; el mensaje dice por qué y qué hacer."""


@dataclass(frozen=True)
class Fila:
    """``numero``: el renglón que se ve en la hoja. ``problemas``: celdas que no son un valor."""

    numero: int
    valores: dict[str, object]
    problemas: tuple[str, ...] = ()


@dataclass(frozen=True)
class Libro:
    filas: tuple[Fila, ...]
    avisos: tuple[str, ...] = field(default=())


def leer_libro(contenido: BinaryIO, nombre: str) -> Libro:
    """Las filas con algo escrito. Falla con ``LibroIlegible``."""
    contenido.seek(0)
    cabeza = contenido.read(8)
    contenido.seek(0)
    if cabeza.startswith(b"PK"):
        return _de_tabla(*_celdas_de_xlsx(contenido, nombre))
    if cabeza.startswith(b"\xd0\xcf\x11\xe0"):
        raise LibroIlegible(f"«{nombre}» es un libro de Excel antiguo (.xls) o protegido con contraseña. Guárdalo como .xlsx sin contraseña.")
    return _de_tabla(_celdas_de_csv(contenido.read(), nombre), [])


# --- XLSX ------------------------------------------------------------------------------------------------------------------


def _celdas_de_xlsx(contenido: BinaryIO, nombre: str) -> tuple[list[Celdas], list[str]]:
    _medir(contenido, nombre)
    contenido.seek(0)
    try:
        libro = openpyxl.load_workbook(contenido, read_only=True, data_only=False, keep_links=False)
        hojas = [h for h in libro.worksheets if isinstance(h, ReadOnlyWorksheet)]
        hoja = next((h for h in hojas if llano(h.title) == llano(HOJA)), hojas[0])
        combinadas = _combinadas(contenido, hoja)
        celdas = _con_algo((n, [_valor(c, combinadas) for c in fila]) for n, fila in enumerate(hoja.iter_rows(max_col=COLUMNAS_MAXIMAS), start=1))
    except (InvalidFileException, zipfile.BadZipFile, ParseError, SyntaxError, KeyError, ValueError, TypeError, OSError, AttributeError, IndexError):
        raise LibroIlegible(DANADO.format(nombre)) from None
    avisos = [f"Se leyó la hoja «{hoja.title}»; las demás no."] if len(hojas) > 1 and llano(hoja.title) != llano(HOJA) else []
    return celdas, avisos


def _con_algo(filas: Iterable[Celdas]) -> list[Celdas]:
    """Las que traen algo escrito. Se deja de leer en cuanto pasan del tope."""
    con = list(islice((f for f in filas if any(v not in (None, "") for v in f[1])), RENGLONES_MAXIMOS + ENCABEZADO_ENTRE + 1))
    if len(con) > RENGLONES_MAXIMOS + ENCABEZADO_ENTRE:
        raise LibroIlegible(f"Se reciben hasta {RENGLONES_MAXIMOS:,} renglones por libro. Divídelo.")
    return con


def _combinadas(contenido: BinaryIO, hoja: ReadOnlyWorksheet) -> set[tuple[int, int]]:
    """Las celdas combinadas que quedan a la vista. openpyxl solo las dice leyendo el libro entero, y un rango enorme lo agotaría."""
    with zipfile.ZipFile(contenido) as paquete:
        xml = paquete.read(hoja._worksheet_path)  # type: ignore[attr-defined]
    celdas: set[tuple[int, int]] = set()
    for rango in islice(_COMBINA.finditer(xml), PIEZAS_MAXIMAS):
        columna, fila, ultima_columna, ultima_fila = (n or 1 for n in range_boundaries(rango[1].decode()))
        filas = range(fila, min(ultima_fila, fila + RENGLONES_MAXIMOS) + 1)
        celdas |= {(f, c) for f in filas for c in range(columna, min(ultima_columna, COLUMNAS_MAXIMAS) + 1)}
        if len(celdas) > RENGLONES_MAXIMOS * len(COLUMNAS):
            break
    return celdas


def _medir(contenido: BinaryIO, nombre: str) -> None:
    """Lo que el zip dice que hay dentro, antes de descomprimir nada."""
    try:
        with zipfile.ZipFile(contenido) as paquete:
            piezas = paquete.infolist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        raise LibroIlegible(DANADO.format(nombre)) from None
    if "xl/workbook.xml" not in {p.filename for p in piezas}:
        raise LibroIlegible(f"«{nombre}» no es un libro de Excel (.xlsx). Usa la plantilla de esta reunión.")
    if len(piezas) > PIEZAS_MAXIMAS or sum(p.file_size for p in piezas) > DESCOMPRIMIDO_MAXIMO:
        raise LibroIlegible(f"«{nombre}» es demasiado grande por dentro para una matriz de seguimiento. Copia los renglones a la plantilla.")


def _valor(celda: ReadOnlyCell | Cell | MergedCell, combinadas: set[tuple[int, int]]) -> object:
    if celda.value is None:
        return None
    if combinadas and (celda.row, celda.column) in combinadas:
        return _COMBINADA
    if isinstance(celda.value, (int, float)) and not isinstance(celda.value, bool) and "%" in (celda.number_format or ""):
        return round(celda.value * 100, 6)
    if celda.data_type == "f":
        return _Formula()
    return celda.value


class _Formula:
    """Una celda cuyo valor lo calcula Excel: aquí no se ejecuta nada."""


# --- CSV -------------------------------------------------------------------------------------------------------------------


def _celdas_de_csv(crudo: bytes, nombre: str) -> list[Celdas]:
    if b"\0" in crudo:
        raise LibroIlegible(f"«{nombre}» no es un libro de Excel (.xlsx) ni un CSV.")
    try:
        texto = crudo.decode("utf-8-sig")
    except UnicodeDecodeError:
        texto = crudo.decode("cp1252", errors="replace")
    primera = texto.split("\n", 1)[0]
    separador = max(",;\t", key=primera.count)
    try:
        return _con_algo(enumerate(map(list, csv.reader(io.StringIO(texto, newline=""), delimiter=separador)), start=1))
    except csv.Error as error:
        raise LibroIlegible(f"«{nombre}» no se pudo leer como CSV: {error}.") from None


# --- De celdas a filas -----------------------------------------------------------------------------------------------------


def _de_tabla(celdas: Sequence[Celdas], avisos: list[str]) -> Libro:
    en, columnas, ajenas = _encabezado(celdas)
    if ajenas:
        avisos.append(f"Columnas que no se leyeron: {', '.join(ajenas)}.")
    filas = [f for numero, fila in celdas[en + 1 :] if (f := _fila(numero, fila, columnas))]
    if not filas:
        raise LibroIlegible("La hoja tiene el encabezado y ningún renglón debajo.")
    return Libro(tuple(filas), tuple(avisos))


def _encabezado(celdas: Sequence[Celdas]) -> tuple[int, dict[int, str], list[str]]:
    """Dónde está, qué columna es cada cual y los rótulos que no se conocen."""
    for en, (_, fila) in enumerate(celdas[:ENCABEZADO_ENTRE]):
        dichos = {c: str(v).strip() for c, v in enumerate(fila) if isinstance(v, str) and v.strip()}
        columnas = {c: _POR_ROTULO[llano(v)] for c, v in dichos.items() if llano(v) in _POR_ROTULO}
        nombres = list(columnas.values())
        if "clave" not in nombres:
            continue
        if repetidas := sorted({ROTULO[n] for n in nombres if nombres.count(n) > 1}):
            raise LibroIlegible(f"Columnas repetidas: {', '.join(repetidas)}. Deja una sola de cada una.")
        if "situacion" not in nombres:
            raise LibroIlegible("Falta la columna «Situación reportada». Usa la plantilla de esta reunión.")
        return en, {c: n for c, n in columnas.items() if n in _SE_LEEN}, [v for c, v in dichos.items() if c not in columnas]
    raise LibroIlegible("No se halló la columna «Clave» en los primeros renglones. Usa la plantilla de esta reunión.")


def _fila(numero: int, celdas: Sequence[object], columnas: dict[int, str]) -> Fila | None:
    suyas = {nombre: celdas[c] for c, nombre in columnas.items() if c < len(celdas)}
    if all(v is None or (isinstance(v, str) and not v.strip()) for v in suyas.values()):
        return None
    problemas = (
        *_de_clase(suyas, _es_combinada, "está combinada con otra celda: sepáralas"),
        *_de_clase(suyas, _es_formula, "trae una fórmula: pega su valor"),
    )
    return Fila(numero, {n: v for n, v in suyas.items() if not _es_combinada(v) and not _es_formula(v)}, problemas)


def _de_clase(valores: dict[str, object], es: Callable[[object], bool], dicho: str) -> Iterable[str]:
    return (f"«{ROTULO[n]}» {dicho}." for n, v in valores.items() if es(v))


def _es_combinada(valor: object) -> bool:
    return valor is _COMBINADA


def _es_formula(valor: object) -> bool:
    return isinstance(valor, _Formula)
