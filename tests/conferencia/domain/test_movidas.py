"""Cada causa que mueve una fecha tiene su palabra, y ninguna se confunde con una rectificación."""

import pytest

from conferencia.domain.movidas import PALABRA_DE, palabra_de
from conferencia.queries.titulos_de_hechos import TITULOS


@pytest.mark.parametrize(
    ("clase", "palabra"),
    [
        ("prorroga.concedida", "Prorrogado"),
        ("importada.prorroga", "Prorrogado"),
        ("obligacion.plazo_recorrido", "Recorrido"),
        ("obligacion.plazo_iniciado", "Recalculado"),
        ("obligacion.reprogramada", "Reprogramado"),
        ("obligacion.vencimiento_rectificado", "Rectificado"),
        (None, "Rectificado"),
    ],
)
def test_la_palabra_de_cada_causa(clase, palabra):
    assert palabra_de(clase) == palabra


def test_toda_causa_es_un_hecho_que_la_historia_sabe_decir():
    assert sorted(set(PALABRA_DE) - set(TITULOS)) == []
