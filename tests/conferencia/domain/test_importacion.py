"""Qué dice un renglón de la matriz, escrito como la gente lo escribe."""

from datetime import UTC, date, datetime

import pytest

from conferencia.domain.importacion import COLUMNAS, DE_LECTURA, POR_LLENAR, Renglon, Reportada, entender

D = date(2022, 7, 5)


@pytest.mark.parametrize(
    "escrita", [D, datetime(2022, 7, 5, 10, 30, tzinfo=UTC), "05/07/2022", "5/7/2022", " 05-07-2022 ", "2022-07-05", "2022-07-05 00:00:00"]
)
def test_la_misma_fecha_escrita_de_siete_modos(escrita):
    assert entender({"clave": "x", "entregada_el": escrita})[0].entregada_el == D


@pytest.mark.parametrize("escrita", ["5 de julio", "05/07/22", "31/02/2022", "07/25/2022", 44747, True])
def test_lo_que_no_es_una_fecha_se_pide_de_nuevo(escrita):
    renglon, (problema,) = entender({"clave": "x", "entregada_el": escrita})
    assert renglon.entregada_el is None
    assert problema.startswith("«Fecha de entrega»: ")


@pytest.mark.parametrize(
    ("escrita", "es"),
    [
        ("CUMPLIDA", Reportada.CUMPLIDA),
        ("Cumplido", Reportada.CUMPLIDA),
        ("en revision", Reportada.EN_REVISION),
        (" No  aplica ", Reportada.NO_APLICA),
        ("observada", Reportada.CON_OBSERVACIONES),
        ("", None),
        (None, None),
    ],
)
def test_la_situacion_sin_importar_acentos_ni_mayusculas(escrita, es):
    assert entender({"clave": "x", "situacion": escrita}) == (Renglon(clave="x", situacion=es), [])


@pytest.mark.parametrize(("escrito", "es"), [(40, 40), (40.0, 40), ("40 %", 40), ("40%", 40), (0, 0), ("100", 100)])
def test_el_avance(escrito, es):
    assert entender({"clave": "x", "avance": escrito})[0].avance == es


@pytest.mark.parametrize("escrito", [101, -1, 0.5, "medio", "1e2"])
def test_lo_que_no_es_un_avance(escrito):
    assert entender({"clave": "x", "avance": escrito})[1] == [f"«Avance %»: «{escrito}» no es un avance; escríbelo de 0 a 100, sin decimales."]


def test_el_numero_de_oficio_como_numero_y_el_larguisimo():
    assert entender({"clave": "x", "oficio": 1234.0})[0].oficio == "1234"
    assert entender({"clave": "x", "oficio": "9" * 81})[1] == ["«Número de oficio»: caben 80 caracteres."]


def test_guardado_y_vuelto_a_leer_es_el_mismo():
    lleno = Renglon(clave="x", situacion=Reportada.CUMPLIDA, entregada_el=D, oficio="1", avance=0, nota="n", prorroga_hasta=D)
    assert Renglon.de_dict(lleno.como_dict()) == lleno
    assert Renglon(clave="x").en_blanco


def test_cada_columna_es_de_lectura_o_por_llenar_con_su_ayuda():
    assert (*DE_LECTURA, *POR_LLENAR) == COLUMNAS
    assert len({c.rotulo for c in COLUMNAS}) == len(COLUMNAS)
