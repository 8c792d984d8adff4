"""Cuándo se tiene por recibido: la hora real no cambia; la fecha de la oficina sí."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from conferencia.domain.calendario import CalendarioHabil
from conferencia.domain.recepcion import Horario, se_tiene_por_recibido


def local(*partes: int) -> datetime:
    return datetime(*partes, tzinfo=ZoneInfo("America/Mexico_City"))


OFICINA = Horario(time(9), time(18))
# El viernes 16 de septiembre de 2022 es inhábil.
CALENDARIO = CalendarioHabil.con([date(2022, 9, 16)])


@pytest.mark.parametrize(
    ("llego", "se_tiene"),
    [
        pytest.param(local(2022, 7, 6, 11, 30), date(2022, 7, 6), id="miercoles_en_horario"),
        pytest.param(local(2022, 7, 6, 7, 15), date(2022, 7, 6), id="antes_de_abrir_el_mismo_dia"),
        pytest.param(local(2022, 7, 6, 18, 0, 59), date(2022, 7, 6), id="el_minuto_del_cierre_cuenta"),
        pytest.param(local(2022, 7, 6, 18, 1), date(2022, 7, 7), id="un_minuto_despues_el_dia_siguiente"),
        pytest.param(local(2022, 7, 8, 23, 59), date(2022, 7, 11), id="viernes_de_noche_el_lunes"),
        pytest.param(local(2022, 7, 9, 10, 0), date(2022, 7, 11), id="sabado_el_lunes"),
        pytest.param(local(2022, 9, 15, 19, 0), date(2022, 9, 19), id="vispera_de_puente"),
        pytest.param(local(2022, 9, 16, 10, 0), date(2022, 9, 19), id="inhabil"),
    ],
)
def test_se_tiene_por_recibido(llego, se_tiene):
    assert se_tiene_por_recibido(llego, CALENDARIO, OFICINA) == se_tiene


def test_el_horario_se_lee_y_se_dice():
    assert (Horario.leido("09:00-18:00"), str(OFICINA)) == (OFICINA, "de 09:00 a 18:00")


@pytest.mark.parametrize("texto", ["", "9 a 18", "18:00-09:00", "09:00-09:00", "25:00-26:00"])
def test_un_horario_sin_sentido_no_se_acepta(texto):
    with pytest.raises(ValueError, match=r".*"):
        Horario.leido(texto)
