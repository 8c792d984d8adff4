"""Fechas que se leen: largas, cortas, relativas, siempre en hora de la Ciudad de México."""

from datetime import UTC, date, datetime

import pytest

from conferencia.templatetags import fechas

DIA = date(2022, 9, 30)
# 04:30 UTC del 1 de octubre de 2022 todavía es 30 de septiembre en la Ciudad de México (horario de verano, UTC-5).
INSTANTE = datetime(2022, 10, 1, 4, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("filtro", "valor", "esperado"),
    [
        (fechas.fecha_larga, DIA, "viernes 30 de septiembre de 2022"),
        (fechas.fecha_larga, date(2022, 12, 31), "sábado 31 de diciembre de 2022"),
        (fechas.fecha_larga, INSTANTE, "viernes 30 de septiembre de 2022"),
        (fechas.fecha_larga, None, ""),
        (fechas.fecha_corta, DIA, "30 sep 2022"),
        (fechas.fecha_corta, None, ""),
        (fechas.mes_largo, date(2022, 7, 1), "julio de 2022"),
        (fechas.mes_largo, None, ""),
        (fechas.hora_mx, INSTANTE, "23:30 h"),
        (fechas.hora_mx, datetime(2026, 11, 23, 19, 5, tzinfo=UTC), "13:05 h"),
        (fechas.hora_mx, DIA, ""),
        (fechas.hora_mx, None, ""),
        (fechas.fecha_hora, INSTANTE, "viernes 30 de septiembre de 2022, 23:30 h"),
        (fechas.fecha_hora, DIA, "viernes 30 de septiembre de 2022"),
        (fechas.fecha_hora, None, ""),
        (fechas.iso, DIA, "2022-09-30"),
        (fechas.iso, INSTANTE, "2022-09-30T23:30:00-05:00"),
        (fechas.iso, None, ""),
    ],
)
def test_cada_filtro_escribe_la_fecha_como_se_lee_en_mexico(filtro, valor, esperado):
    assert filtro(valor) == esperado


@pytest.mark.parametrize(
    ("vence", "hoy", "esperado"),
    [
        (date(2022, 7, 12), date(2022, 7, 9), "vence en 3 días"),
        (date(2022, 7, 12), date(2022, 7, 11), "vence mañana"),
        (date(2022, 7, 12), date(2022, 7, 12), "vence hoy"),
        (date(2022, 7, 12), date(2022, 7, 13), "venció ayer"),
        (date(2022, 7, 12), date(2022, 7, 14), "venció hace 2 días"),
        (None, date(2022, 7, 14), ""),
        (date(2022, 7, 12), None, ""),
        (date(2022, 7, 12), "", ""),
    ],
)
def test_lo_relativo_se_cuenta_desde_el_hoy_que_se_da(vence, hoy, esperado):
    assert fechas.relativo(vence, hoy) == esperado
