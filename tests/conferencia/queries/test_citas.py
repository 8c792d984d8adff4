"""Ningún carácter se pierde y cada compromiso aparece, aunque las citas se encimen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferencia.queries.citas import Tramo, rotulo_de_parrafo, segmentar

TEXTO = "Por lo que acuerdan capacitar y usar el módulo."


def tramo(inicio: int, fin: int, numero: int) -> Tramo:
    return Tramo(inicio, fin, str(numero), numero)


def resumen(segmentos: list[dict]) -> list[tuple]:
    return [(s["texto"], s["compromiso"]) for s in segmentos]


def test_sin_citas_es_el_texto_entero():
    assert resumen(segmentar(TEXTO, [])) == [(TEXTO, None)]


def test_dos_citas_separadas():
    assert resumen(segmentar("uno dos tres", [tramo(0, 3, 1), tramo(8, 12, 2)])) == [("uno", "1"), (" dos ", None), ("tres", "2")]


def test_una_dentro_de_otra_manda_la_de_adentro_y_despues_sigue_la_de_afuera():
    assert resumen(segmentar("abcdef", [tramo(0, 6, 1), tramo(2, 4, 2)])) == [("ab", "1"), ("cd", "2"), ("ef", "1")]


def test_traslape_parcial_manda_la_que_empezo_al_ultimo():
    assert resumen(segmentar("abcdef", [tramo(0, 4, 1), tramo(2, 6, 2)])) == [("ab", "1"), ("cd", "2"), ("ef", "2")]


def test_dos_citas_identicas_dejan_las_dos_su_numero():
    assert resumen(segmentar("abc", [tramo(0, 3, 1), tramo(0, 3, 2)])) == [("", "1"), ("abc", "2")]


@pytest.mark.parametrize(("inicio", "fin"), [(-1, 3), (2, 2), (3, 1), (0, 99)])
def test_una_cita_que_no_cabe_en_el_texto_no_lo_altera(inicio, fin):
    assert resumen(segmentar("abc", [tramo(inicio, fin, 1)])) == [("abc", None)]


@given(texto=st.text(max_size=40), pares=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6))
def test_el_texto_se_reconstruye_y_no_falta_ningun_compromiso(texto, pares):
    tramos = [tramo(a, b, n) for n, (a, b) in enumerate(pares, start=1) if a < b <= len(texto)]
    segmentos = segmentar(texto, tramos)
    assert "".join(s["texto"] for s in segmentos) == texto
    assert {s["compromiso"] for s in segmentos} - {None} == {t.compromiso for t in tramos}


@pytest.mark.parametrize(("numero", "dicho"), [(1, "Párrafo primero"), (2, "Párrafo segundo"), (10, "Párrafo décimo"), (11, "Párrafo 11")])
def test_rotulo(numero, dicho):
    assert rotulo_de_parrafo(numero) == dicho
