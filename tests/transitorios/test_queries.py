"""Lo que una transitoria da."""

from datetime import date

import pytest

from conferencia.models import Disposicion
from transitorios.queries import del_transitorio

pytestmark = pytest.mark.django_db


def de(sigla: str):
    return del_transitorio(Disposicion.objects.get(clave=f"ZC-2022-1/{sigla}"))


@pytest.mark.parametrize(
    ("sigla", "destino", "vence", "solo_completa"),
    [
        ("T1", "A6.1", date(2022, 12, 31), False),
        ("T2", "A8.1", date(2022, 9, 30), True),
        ("T3", "A12.1", date(2022, 12, 31), False),
        ("T4", "A13.1", date(2022, 12, 31), False),
    ],
)
def test_da_plazo_a_su_acuerdo(sigla, destino, vence, solo_completa):
    datos = de(sigla)
    assert [(d.destino.clave.removeprefix("ZC-2022-1/"), d.da_plazo, d.compromiso.plazo_vence) for d in datos.dados] == [(destino, True, vence)]
    assert datos.solo_completa is solo_completa


def test_un_acuerdo_no_es_transitorio():
    assert de("A6") is None
