from datetime import date

import pytest

from conferencia.domain.calendario import CalendarioHabil

LFPA_2022 = CalendarioHabil.con([date(2022, 9, 16), date(2022, 11, 20), date(2022, 12, 25)])


@pytest.mark.parametrize(
    ("dia", "habil"),
    [(date(2022, 7, 5), True), (date(2022, 7, 9), False), (date(2022, 7, 10), False), (date(2022, 9, 16), False), (date(2022, 12, 31), False)],
)
def test_es_habil(dia, habil):
    assert LFPA_2022.es_habil(dia) is habil


def test_el_ultimo_dia_de_2022_es_sabado_y_se_corre_a_los_dos_lados():
    assert LFPA_2022.siguiente_habil(date(2022, 12, 31)) == date(2023, 1, 2)
    assert LFPA_2022.anterior_habil(date(2022, 12, 31)) == date(2022, 12, 30)
    assert LFPA_2022.siguiente_habil(date(2022, 7, 5)) == LFPA_2022.anterior_habil(date(2022, 7, 5)) == date(2022, 7, 5)


@pytest.mark.parametrize(
    ("desde", "cantidad", "llega"),
    [
        (date(2022, 7, 5), 1, date(2022, 7, 6)),
        (date(2022, 7, 5), 5, date(2022, 7, 12)),
        (date(2022, 7, 8), 1, date(2022, 7, 11)),
        (date(2022, 9, 15), 1, date(2022, 9, 19)),
    ],
)
def test_se_cuenta_desde_el_dia_siguiente(desde, cantidad, llega):
    assert LFPA_2022.sumar_habiles(desde, cantidad) == llega


def test_un_plazo_de_cero_dias_no_existe():
    with pytest.raises(ValueError, match="al menos uno"):
        LFPA_2022.sumar_habiles(date(2022, 7, 5), 0)
