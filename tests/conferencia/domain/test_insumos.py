import pytest

from conferencia.domain.insumos import Pieza, insumos_de

SS, CNI, DG = frozenset({"SS"}), frozenset({"CNI-PM"}), frozenset({"DGGSCDT"})


@pytest.mark.parametrize(
    ("producto", "insumo", "esperado"),
    [
        (("convenios de colaboración", "establecer convenios", SS), ("Modelo de Convenio de colaboración", "presentar un modelo", DG), [(0, 1)]),
        (("acuerdos de colaboración", "establecer acuerdos", SS), ("modelo de acuerdo de colaboración", "presentar un modelo", DG), [(0, 1)]),
        (("documento diagnóstico", "integrar el documento", SS), ("documento diagnóstico", "hacer llegar el documento a los enlaces", CNI), [(0, 1)]),
        (("documento diagnóstico", "integrar", SS), ("documento diagnóstico", "enviar el documento", SS), []),
        (("convenios", "celebrar convenios", SS), ("padrón de jueces", "enviar el padrón", CNI), []),
        (("", "continuar", SS), ("Modelo de Convenio", "presentar", DG), []),
    ],
    ids=["modelo de convenio", "modelo de acuerdo", "lo que otro manda", "lo que uno mismo manda", "otro entregable", "sin entregable"],
)
def test_que_alimenta_a_que(producto, insumo, esperado):
    piezas = [Pieza(i, *datos) for i, datos in enumerate((producto, insumo))]
    assert insumos_de(piezas) == esperado
