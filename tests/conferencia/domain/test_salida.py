"""Cuándo toca requerir y cómo se escribe un número."""

from datetime import date

import pytest

from conferencia.domain.salida import EMITIDOS, NO_SE_PUEDE, POR_EMITIR, VIVOS, EstadoDeSalida, numero_dicho, por_requerir_el


def test_se_requiere_a_los_quince_dias_naturales():
    assert por_requerir_el(date(2022, 7, 12)) == date(2022, 7, 27)


@pytest.mark.parametrize(
    ("formato", "n", "dicho"), [("ST-CNSSP/{n}/{anio}", 7, "ST-CNSSP/007/2022"), ("{n}", 1234, "1234"), ("SSPC/ST/{anio}-{n}", 12, "SSPC/ST/2022-012")]
)
def test_el_numero_se_escribe_con_su_forma(formato, n, dicho):
    assert numero_dicho(formato, n, 2022) == dicho


def test_cada_estado_esta_vivo_o_cancelado_y_tiene_sus_palabras():
    assert {*POR_EMITIR, *EMITIDOS} == VIVOS
    assert set(EstadoDeSalida) - VIVOS == {EstadoDeSalida.CANCELADO}
    assert set(NO_SE_PUEDE) == set(EstadoDeSalida)
