"""La situación de una disposición: una sola tabla de casos."""

from datetime import date

import pytest

from conferencia.domain.pleno import DeDisposicion, SituacionDelPleno, contar_acuerdos, situacion_de_disposicion

S = SituacionDelPleno
CASOS = [
    ({}, True, None, DeDisposicion(S.AGOTADA)),
    ({}, False, None, DeDisposicion(S.EN_PROCESO)),
    ({"exenta_no_aplica": 2}, False, None, DeDisposicion(S.EXENTA)),
    ({"cumplida_a_tiempo": 9, "sin_respuesta": 1}, False, None, DeDisposicion(S.INCUMPLIDA)),
    ({"respondio_ajeno": 1}, False, None, DeDisposicion(S.INCUMPLIDA)),
    ({"cumplida_a_tiempo": 7, "exenta_no_competente": 1}, False, None, DeDisposicion(S.CUMPLIDA)),
    ({"cumplida_a_tiempo": 6, "cumplida_extemporanea": 1}, False, None, DeDisposicion(S.CUMPLIDA, extemporanea=True)),
    ({"permanente_al_dia": 7}, False, None, DeDisposicion(S.PERMANENTE)),
    ({"permanente_al_dia": 6, "permanente_sin_ratificar": 1}, False, None, DeDisposicion(S.EN_PROCESO)),
    ({"cumplida_a_tiempo": 6, "en_revision": 1}, False, None, DeDisposicion(S.EN_PROCESO)),
    ({"sin_respuesta": 7}, False, date(2023, 1, 9), DeDisposicion(S.CONCLUIDA, concluida_el=date(2023, 1, 9))),
]


@pytest.mark.parametrize(("cuentas", "solo_actos", "concluida", "esperada"), CASOS)
def test_cada_caso(cuentas, solo_actos, concluida, esperada):
    assert situacion_de_disposicion(cuentas, solo_actos=solo_actos, concluida_el=concluida) == esperada


def test_el_pleno_cuenta_todas_tambien_las_que_estan_en_cero():
    suma = contar_acuerdos([DeDisposicion(S.AGOTADA), DeDisposicion(S.AGOTADA), DeDisposicion(S.INCUMPLIDA)])
    assert suma == dict.fromkeys(S, 0) | {S.AGOTADA: 2, S.INCUMPLIDA: 1}
