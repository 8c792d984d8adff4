"""Las obligaciones del informe en CSV: UTF-8 con BOM (para que Excel acierte los acentos), por partes y sin fórmulas."""

import csv
from collections.abc import Iterator
from datetime import date

from conferencia.reports.columnas import COLUMNAS, Valor
from conferencia.reports.datos import Datos

BOM = b"\xef\xbb\xbf"
ABREN_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Renglon:
    """Destino de ``csv.writer`` que devuelve el renglón en vez de acumularlo."""

    def write(self, texto: str) -> str:
        return texto


def lineas(datos: Datos, verificacion: str = "") -> Iterator[bytes]:
    """El archivo, renglón por renglón. Cada uno repite ``corte`` y ``sabido_al``, y dónde se verifica lo emitido: la cifra no se separa de ellos."""
    escritor = csv.writer(_Renglon())
    fechas = [datos.corte.isoformat(), datos.sabido_al.isoformat(timespec="seconds"), *([verificacion] if verificacion else [])]
    yield BOM + escritor.writerow([*(c.rotulo for c in COLUMNAS), "Corte", "Sabido al", *(["Verificación"] if verificacion else [])]).encode()
    for renglon in datos.renglones:
        yield escritor.writerow([*(texto(c.valor(renglon)) for c in COLUMNAS), *fechas]).encode()


def texto(valor: Valor) -> str:
    """Fechas en ISO 8601; un texto que una hoja de cálculo tomaría por fórmula se antecede con apóstrofo."""
    if valor is None:
        return ""
    if isinstance(valor, date):
        return valor.isoformat()
    if isinstance(valor, str) and valor.startswith(ABREN_FORMULA):
        return f"'{valor}"
    return str(valor)
