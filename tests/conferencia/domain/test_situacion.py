from datetime import date

import pytest

from conferencia.domain.situacion import GRUPO_DE, ROTULOS, Grupo, Rasgos, Situacion, situacion
from tests.conferencia.domain.casos_situacion import CASOS


@pytest.mark.parametrize(("rasgos", "hoy", "esperada"), [c[1:] for c in CASOS], ids=[c[0] for c in CASOS])
def test_la_tabla_de_casos(rasgos: Rasgos, hoy: date, esperada: Situacion):
    assert situacion(rasgos, hoy) == esperada


def test_la_tabla_toca_todas_las_situaciones():
    assert {esperada for *_, esperada in CASOS} == set(Situacion)


def test_cada_situacion_tiene_grupo_y_palabras():
    assert set(GRUPO_DE) == set(ROTULOS) == set(Situacion)
    assert set(GRUPO_DE.values()) == set(Grupo)
