"""XLSX y CSV: fechas de verdad, filtros, y ningún texto que una hoja de cálculo tome por fórmula."""

import csv
import io
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest

from conferencia.reports import cuentas, datos_csv, hojas
from conferencia.reports.columnas import COLUMNAS
from tests.conferencia.reports.conftest import FOLIO

pytestmark = pytest.mark.django_db
VENENO = '=HYPERLINK("http://malo","ver")'


def libro(datos) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(hojas.componer(datos, FOLIO)))


def filas_csv(datos) -> list[dict]:
    crudo = b"".join(datos_csv.lineas(datos))
    assert crudo.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(crudo.decode("utf-8-sig"))))


def test_el_libro_trae_todas_con_encabezado_fijo_filtros_y_fechas(datos):
    abierto = libro(datos)
    assert abierto.sheetnames == ["Resumen", "Acuerdos", "Por disposición", "Por entidad", "Obligaciones"]
    hoja = abierto["Obligaciones"]
    assert (hoja.max_row, hoja.freeze_panes, hoja.auto_filter.ref) == (len(datos.renglones) + 1, "B2", f"A1:U{len(datos.renglones) + 1}")
    encabezados = [c.value for c in hoja[1]]
    assert encabezados == [c.rotulo for c in COLUMNAS]
    renglon = dict(zip(encabezados, next(f for f in hoja.iter_rows(min_row=2, values_only=True) if f[0] == "ZC-2022-1/T3.1/MOR-SS"), strict=True))
    assert (renglon["Vence"].date(), renglon["Situación"], renglon["Días vencida"]) == (date(2022, 7, 12), "vencida · sin respuesta", 1)


def test_los_totales_del_libro_son_los_del_informe(datos):
    abierto, total = libro(datos), cuentas.contar(datos.renglones)
    resumen = {f[0]: f[1] for f in abierto["Resumen"].iter_rows(min_row=3, values_only=True)}
    assert (resumen["Folio"], resumen["Obligaciones exigibles (denominador)"], resumen["Vencidas"]) == (FOLIO, total.total, total.vencidas)
    for nombre, columna in (("Por disposición", 3), ("Por entidad", 1)):
        assert sum(f[columna] for f in abierto[nombre].iter_rows(min_row=2, values_only=True)) == total.total


@pytest.mark.parametrize("veneno", [VENENO, "+1+1", "-2", "@SUM(A1)", "\t=1"])
def test_un_texto_con_cara_de_formula_no_se_evalua(datos, veneno):
    envenenados = replace(datos, renglones=(replace(datos.renglones[0], accion=veneno),))
    (fila,) = filas_csv(envenenados)
    assert fila["Compromiso"] == f"'{veneno}"
    celda = libro(envenenados)["Obligaciones"]["C2"]
    assert (celda.data_type, celda.value, celda.hyperlink) == ("s", veneno, None)


def test_el_csv_va_por_partes_y_no_pierde_ni_acentos_ni_renglones(datos):
    partes = datos_csv.lineas(datos)
    assert next(partes).decode("utf-8-sig").startswith("Clave,Disposición,Compromiso")
    filas = filas_csv(datos)
    assert [f["Clave"] for f in filas] == [r.clave for r in datos.renglones]
    assert {datetime.fromisoformat(f["Sabido al"]) for f in filas} == {datos.sabido_al}
    vencidas = [f for f in filas if f["Grupo"] == "vencida"]
    assert {f["Vence"] for f in vencidas} == {"2022-07-12"}


def test_los_dos_dicen_donde_se_verifica_lo_emitido(datos, settings):
    """En el libro, junto al folio; en el CSV, en cada renglón: quien lo recibe suelto sabe comprobarlo."""
    direccion = f"{settings.BASE_URL}/v/{FOLIO}-ABCDEFGHJK"
    abierto = openpyxl.load_workbook(io.BytesIO(hojas.componer(datos, FOLIO, "ABCDEFGHJK")))
    assert {f[0]: f[1] for f in abierto["Resumen"].iter_rows(min_row=3, values_only=True)}["Verificación"] == direccion
    crudo = b"".join(datos_csv.lineas(datos, direccion)).decode("utf-8-sig")
    assert {fila["Verificación"] for fila in csv.DictReader(io.StringIO(crudo))} == {direccion}
    assert all("Verificación" not in fila for fila in filas_csv(datos)), "lo pedido antes de que hubiera código"
