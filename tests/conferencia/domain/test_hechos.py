from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferencia.domain.hechos import GENESIS, canonico, encadenar, huella, primera_rotura

CONTENIDOS = [{"clase": "a", "n": n} for n in range(1, 6)]


def cadena():
    return list(encadenar(CONTENIDOS, ultimo=0, ultima=GENESIS))


def test_el_orden_de_las_llaves_no_cambia_la_huella():
    assert canonico({"b": 1, "a": "ñ"}) == canonico({"a": "ñ", "b": 1}) == '{"a":"ñ","b":1}'
    assert huella(GENESIS, {"a": 1, "b": 2}) == huella(GENESIS, {"b": 2, "a": 1})


def test_una_cadena_entera_no_tiene_rotura():
    eslabones = cadena()
    assert primera_rotura(eslabones) == (None, 5, eslabones[-1].huella)


def test_una_cadena_vacia_termina_en_genesis():
    assert primera_rotura([]) == (None, 0, GENESIS)


@pytest.mark.parametrize("indice", range(5))
def test_cambiar_un_contenido_se_localiza(indice):
    eslabones = cadena()
    eslabones[indice] = replace(eslabones[indice], contenido={"clase": "b", "n": indice + 1})
    rotura, buenos, _ = primera_rotura(eslabones)
    assert (rotura.numero, buenos) == (indice + 1, indice)
    assert rotura.motivo == "su contenido no corresponde a su huella"


def test_cambiar_contenido_y_huella_rompe_el_enlace_del_siguiente():
    eslabones = cadena()
    otro = {"clase": "b", "n": 2}
    eslabones[1] = replace(eslabones[1], contenido=otro, huella=huella(eslabones[1].anterior, otro))
    rotura, _, _ = primera_rotura(eslabones)
    assert (rotura.numero, rotura.motivo) == (3, "no enlaza con el hecho anterior")


def test_borrar_uno_se_localiza():
    eslabones = cadena()
    del eslabones[2]
    rotura, _, _ = primera_rotura(eslabones)
    assert (rotura.numero, rotura.motivo) == (3, "falta el hecho 3: el siguiente es el 4")


@given(st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=5) | st.integers() | st.none()), max_size=8), st.integers(0, 8))
def test_encadenar_por_partes_es_encadenar_de_una_vez(contenidos, corte):
    entera = list(encadenar(contenidos, ultimo=0, ultima=GENESIS))
    primera = list(encadenar(contenidos[:corte], ultimo=0, ultima=GENESIS))
    ultima = primera[-1].huella if primera else GENESIS
    assert primera + list(encadenar(contenidos[corte:], ultimo=len(primera), ultima=ultima)) == entera
