from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferencia.domain.calendario import CalendarioHabil
from conferencia.domain.periodos import MESES_DE, periodo_de, periodos


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


def test_lo_que_no_es_de_meses_no_tiene_calendario():
    with pytest.raises(ValueError, match="semanal"):
        periodo_de(date(2022, 7, 5), "semanal")


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.sampled_from(sorted(MESES_DE)))
def test_los_periodos_cubren_el_calendario_sin_huecos(dia, periodicidad):
    periodo = periodo_de(dia, periodicidad)
    assert periodo.inicio <= dia <= periodo.fin
    assert periodo.siguiente.inicio == periodo.fin + timedelta(days=1)
    assert periodo_de(periodo.fin, periodicidad) == periodo
