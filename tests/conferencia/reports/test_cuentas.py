"""Las cuentas cuadran entre sí: matriz, disposiciones y fichas suman el mismo total."""

from dataclasses import replace

import pytest

from conferencia.domain.situacion import Situacion
from conferencia.reports import cuentas
from conferencia.reports.informe_cumplimiento import SIGNIFICADO, leyenda

pytestmark = pytest.mark.django_db


def test_matriz_disposiciones_fichas_y_leyenda_suman_lo_mismo(datos):
    total = cuentas.contar(datos.renglones)
    matriz = cuentas.matriz(datos)
    assert (total.total, total.exentas, total.cumplidas) == (165, 1, 2)
    assert sum(r.total.total for r in matriz.renglones) == total.total
    assert sum(c.cuenta.total for r in matriz.renglones for c in r.celdas if c.cuenta) == total.total
    assert [c.cuenta.total for c in matriz.pie.celdas] == [sum(r.celdas[i].cuenta.total for r in matriz.renglones if r.celdas[i].cuenta) for i in range(14)]
    for partes in (cuentas.resultados(datos), cuentas.fichas(datos)):
        assert sum(p.cuenta.vencidas for p in partes) == total.vencidas
        assert sum(p.cuenta.total for p in partes) == total.total
    assert sum(s.cuantas for s in leyenda(total)) == len(datos.renglones)
    assert set(SIGNIFICADO) == set(Situacion)


def test_la_celda_muestra_lo_mas_apremiante(datos):
    matriz = cuentas.matriz(datos)
    guerrero = next(r for r in matriz.renglones if r.titulo == "Guerrero")
    celdas = dict(zip(matriz.columnas, guerrero.celdas, strict=True))
    assert (celdas["T3"].grupo, celdas["A7"].grupo, celdas["A9"].cuenta) == ("vencida", "exenta", None)
    puebla = next(r for r in matriz.renglones if r.titulo == "Puebla")
    assert dict(zip(matriz.columnas, puebla.celdas, strict=True))["T3"].grupo == "cumplida"


def test_si_no_caben_todas_las_disposiciones_quedan_las_de_mas_vencidas_y_se_dice(datos, monkeypatch):
    monkeypatch.setattr(cuentas, "COLUMNAS_DE_MATRIZ", 3)
    matriz = cuentas.matriz(datos)
    assert (matriz.columnas, matriz.omitidas) == (("T1", "T3", "T4"), 11)
    assert matriz.pie.total.total == 165


def test_los_atrasos_nombran_a_cada_deudor_una_vez(datos):
    por_clave = {a.compromiso.rsplit("/", 1)[-1]: a for a in cuentas.atrasos(datos)}
    assert sorted(por_clave) == ["T1.1", "T3.1", "T4.1"]
    assert sum(a.vencidas for a in por_clave.values()) == cuentas.contar(datos.renglones).vencidas
    t3 = por_clave["T3.1"]
    assert (t3.vencidas, t3.exigibles, t3.dias) == (5, 7, 1)
    assert t3.deudores == ((Situacion.SIN_RESPUESTA, (("SS", ("Ciudad de México", "Guerrero", "México", "Morelos", "Tlaxcala")),)),)


def test_la_ficha_junta_los_periodos_y_a_quienes_van_igual(datos):
    hidalgo = next(f for f in cuentas.fichas(datos) if f.entidad == "Hidalgo")
    t1 = next(r for r in hidalgo.renglones if r.muestra.compromiso.endswith("/T1.1"))
    assert (t1.responde, t1.cuantas, t1.situacion) == ("C5, UPC", 2, Situacion.SIN_RESPUESTA)
    mensual = next(r for r in hidalgo.renglones if r.muestra.compromiso.endswith("/A3.2"))
    assert (mensual.es_serie, mensual.desde) == (True, "2022-07")
    assert (hidalgo.omitidos, sum(r.cuantas for r in hidalgo.renglones)) == (0, hidalgo.cuenta.total)


def test_lo_que_no_cabe_en_la_ficha_se_cuenta_como_omitido(datos):
    propias = [replace(r, accion="palabra " * 30, compromiso=f"X/A{n}.1") for n, r in enumerate(datos.renglones) if r.entidad == "Puebla"]
    muchas = replace(datos, renglones=tuple(propias * 1), entidades=("Puebla",))
    (ficha,) = cuentas.fichas(muchas)
    assert len(ficha.renglones) == 20
    assert ficha.omitidos == len(propias) - 20
    assert all(len(r.accion) <= 92 for r in ficha.renglones)
