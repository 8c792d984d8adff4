from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferencia.domain.calendario import CalendarioHabil
from conferencia.domain.periodos import (
    CON_PERIODOS,
    HABIL,
    NATURAL,
    ULTIMO,
    Regla,
    ReglaInvalida,
    periodo_de,
    periodo_de_clave,
    periodos,
    revisar_regla,
)


@pytest.mark.parametrize(
    ("dia", "periodicidad", "clave", "inicio", "fin"),
    [
        (date(2022, 7, 5), "mensual", "2022-07", date(2022, 7, 1), date(2022, 7, 31)),
        (date(2024, 2, 29), "mensual", "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        (date(2022, 7, 5), "bimestral", "2022-B4", date(2022, 7, 1), date(2022, 8, 31)),
        (date(2022, 9, 30), "trimestral", "2022-T3", date(2022, 7, 1), date(2022, 9, 30)),
        (date(2022, 12, 31), "cuatrimestral", "2022-C3", date(2022, 9, 1), date(2022, 12, 31)),
        (date(2022, 7, 5), "semestral", "2022-S2", date(2022, 7, 1), date(2022, 12, 31)),
        (date(2022, 7, 5), "anual", "2022", date(2022, 1, 1), date(2022, 12, 31)),
    ],
)
def test_periodo_de(dia, periodicidad, clave, inicio, fin):
    periodo = periodo_de(dia, periodicidad)
    assert (periodo.clave, periodo.inicio, periodo.fin) == (clave, inicio, fin)


def test_los_indicadores_de_julio_vencen_el_decimo_habil_de_agosto():
    assert periodo_de(date(2022, 7, 5), "mensual").vence(CalendarioHabil()) == date(2022, 8, 12)


def test_periodos_incluye_el_que_contiene_el_ultimo_dia():
    assert [p.clave for p in periodos(date(2022, 11, 5), date(2023, 1, 1), "mensual")] == ["2022-11", "2022-12", "2023-01"]


def test_lo_diario_no_es_un_periodo():
    with pytest.raises(ValueError, match="diaria"):
        periodo_de(date(2022, 7, 5), "diaria")


@pytest.mark.parametrize(
    ("dia", "periodicidad", "cada", "claves"),
    [
        (date(2022, 7, 5), "quincenal", 1, ["2022-07-Q1", "2022-07-Q2", "2022-08-Q1"]),
        (date(2024, 2, 20), "quincenal", 1, ["2024-02-Q2", "2024-03-Q1", "2024-03-Q2"]),
        (date(2022, 7, 5), "semanal", 1, ["2022-W27", "2022-W28", "2022-W29"]),
        (date(2020, 12, 30), "semanal", 1, ["2020-W53", "2021-W01", "2021-W02"]),
        (date(2022, 7, 5), "semanal", 2, ["2022-W27+2", "2022-W29+2", "2022-W31+2"]),
        (date(2022, 8, 1), "mensual", 5, ["2022-08+5", "2023-01+5", "2023-06+5"]),
        (date(2022, 7, 5), "trimestral", 2, ["2022-07+6", "2023-01+6", "2023-07+6"]),
    ],
)
def test_quincenas_semanas_y_bloques_a_la_medida(dia, periodicidad, cada, claves):
    tres = list(islice(periodos(dia, date.max, periodicidad, cada), 3))
    assert [p.clave for p in tres] == claves
    assert [p.inicio for p in tres[1:]] == [p.fin + timedelta(days=1) for p in tres[:-1]]
    assert [periodo_de_clave(c).inicio for c in claves] == [p.inicio for p in tres]
    assert [periodo_de_clave(c).fin for c in claves] == [p.fin for p in tres]


def test_la_segunda_quincena_de_febrero_bisiesto_acaba_el_29():
    assert [periodo_de(date(a, 2, 20), "quincenal").fin for a in (2023, 2024)] == [date(2023, 2, 28), date(2024, 2, 29)]


@pytest.mark.parametrize(
    ("periodo", "dia_clase", "dia", "vence"),
    [
        ("2022-07", HABIL, 10, date(2022, 8, 12)),
        ("2022-07", HABIL, 5, date(2022, 8, 5)),
        ("2022-07", NATURAL, 15, date(2022, 8, 15)),
        ("2023-01", NATURAL, 31, date(2023, 2, 28)),
        ("2024-01", NATURAL, 30, date(2024, 2, 29)),
        ("2022-12", NATURAL, 31, date(2023, 1, 31)),
        ("2022-12", ULTIMO, 10, date(2022, 12, 31)),
        ("2022-W52", NATURAL, 9, date(2023, 1, 8)),
        ("2022-S2", HABIL, 10, date(2023, 1, 13)),
    ],
)
def test_el_dia_en_que_vence(periodo, dia_clase, dia, vence):
    p = periodo_de_clave(periodo)
    assert Regla(p.periodicidad, p.inicio, dia_clase=dia_clase, dia=dia).vence(p, CalendarioHabil()) == vence


@pytest.mark.parametrize(
    ("regla", "campo"),
    [
        (Regla("diaria", date(2022, 7, 1)), "periodicidad"),
        (Regla("quincenal", date(2022, 7, 1), 2), "cada"),
        (Regla("anual", date(2022, 7, 1), 4), "cada"),
        (Regla("mensual", date(2022, 7, 1), hasta=date(2022, 6, 30)), "hasta"),
        (Regla("mensual", date(2022, 7, 1), dia=32), "dia"),
    ],
)
def test_la_regla_que_no_tiene_sentido_dice_que_campo(regla, campo):
    with pytest.raises(ReglaInvalida) as error:
        revisar_regla(regla)
    assert error.value.campo == campo


def test_la_regla_se_dice_en_palabras():
    assert (Regla("mensual", date(2022, 7, 1)).dicha, Regla("mensual", date(2022, 7, 1), 5).dicha) == ("cada mes", "cada 5 meses")
    assert Regla("mensual", date(2022, 7, 1)).dia_dicho == "el décimo día hábil del periodo siguiente"


@pytest.mark.parametrize("clave", ["", "2022-7", "julio", "2022-Q1", "2022-W27x"])
def test_lo_que_no_es_una_clave_no_es_un_periodo(clave):
    with pytest.raises(ValueError, match="No es un periodo"):
        periodo_de_clave(clave)


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.sampled_from(sorted(CON_PERIODOS)))
def test_los_periodos_cubren_el_calendario_sin_huecos(dia, periodicidad):
    periodo = periodo_de(dia, periodicidad)
    assert periodo.inicio <= dia <= periodo.fin
    assert periodo.siguiente.inicio == periodo.fin + timedelta(days=1)
    assert periodo_de(periodo.fin, periodicidad) == periodo
