"""El denominador excluye lo exento; la cara de una celda es lo más apremiante."""

import pytest

from conferencia.domain.situacion import Situacion
from conferencia.queries.conteo import Conteo


def test_las_exentas_no_cuentan_en_el_denominador():
    conteo = Conteo.sumando([("en_plazo", 3), ("exenta_no_aplica", 2), ("cumplida_a_tiempo", 1), ("en_plazo", 1)])
    assert (conteo.total, conteo.exentas, conteo.cumplidas) == (5, 2, 1)
    assert conteo.por_grupo == {"cumplida": 1, "en_tramite": 0, "en_plazo": 4, "por_vencer": 0, "vencida": 0, "exenta": 2}


def test_la_barra_lleva_los_cinco_grupos_y_suma_el_total():
    conteo = Conteo.sumando((s.value, 1) for s in Situacion)
    assert [s["grupo"] for s in conteo.segmentos] == ["cumplida", "en_tramite", "en_plazo", "por_vencer", "vencida"]
    assert sum(s["valor"] for s in conteo.segmentos) == conteo.total == len(Situacion) - 3


@pytest.mark.parametrize(
    ("situaciones", "peor"),
    [
        ((), ""),
        (("exenta_no_aplica",), "exenta"),
        (("cumplida_a_tiempo", "exenta_no_aplica"), "cumplida"),
        (("cumplida_a_tiempo", "sin_plazo"), "en_plazo"),
        (("sin_plazo", "en_revision"), "en_tramite"),
        (("en_revision", "por_vencer"), "por_vencer"),
        (("por_vencer", "sin_respuesta"), "vencida"),
    ],
)
def test_la_peor(situaciones, peor):
    assert Conteo.sumando((s, 1) for s in situaciones).peor == peor
