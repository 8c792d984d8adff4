"""El ruido del reconocimiento óptico se lee reparado y se cita tal como vino."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferencia.domain.lectura import leer
from conferencia.domain.lectura.modelo import Tramo
from conferencia.domain.lectura.reparos import reparar


@pytest.mark.parametrize(
    ("danado", "legible"),
    [
        ("se cornprometen a rernitir", "se comprometen a remitir"),
        ("el 3 de j u l i o de 2023", "el 3 de julio de 2023"),
        ("al 5 de dici embre", "al 5 de diciembre"),
        ("el 11 de ag0sto", "el 11 de agosto"),
        ("el 11 de ju1io", "el 11 de julio"),
        ("CONFERENClA NACI0NAL", "CONFERENCIA NACIONAL"),
        ("A C U E R D O S", "ACUERDOS"),
        ("en cumplimiento al acuerd0 SEGUNDO", "en cumplimiento al acuerdo SEGUNDO"),
    ],
)
def test_rehace_la_palabra_que_quiso_ser(danado, legible):
    assert reparar(danado).texto == legible


@pytest.mark.parametrize(
    "sano", ["el gobierno interno y su entorno", "C5 y FASP 2024", "CNSP/38/15", "el 1o. de enero", "a partir de esta fecha", "los internos del turno"]
)
def test_lo_sano_no_se_toca(sano):
    assert reparar(sano).texto == sano


def test_la_fecha_se_entiende_y_la_cita_sigue_siendo_la_del_papel():
    primero = "PRIMERO.- La Secretaria de Seguridad se cornpromete a rernitir el padron a mas tardar el 3 de j u l i o de 2023."
    acta = f"Puebla, a 2 de junio de 2023.\n\nACUERDAN:\n\n{primero}"
    (compromiso,) = leer(acta).disposiciones[0].compromisos

    assert (compromiso.accion, compromiso.plazo.vence) == ("remitir el padron", date(2023, 7, 3))
    assert compromiso.plazo.texto == "a mas tardar el 3 de j u l i o de 2023"


@given(
    st.lists(st.sampled_from(["j unio", "acuerd0", "cornprometen", "sano", "A C U E R D O", ",", "2O23", "rn", "0", "l"]), max_size=12).map(" ".join), st.data()
)
def test_todo_tramo_del_legible_cae_dentro_del_original(texto, datos):
    legible = reparar(texto)
    a = datos.draw(st.integers(0, len(legible.texto)))
    b = datos.draw(st.integers(a, len(legible.texto)))
    tramo = legible.tramo(Tramo(a, b))

    assert 0 <= tramo.inicio <= tramo.fin <= len(texto)
    if not legible.cambios:
        assert tramo.de(texto) == legible.texto[a:b]
