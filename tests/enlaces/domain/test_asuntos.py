"""El asunto empieza por lo que pasa y cabe siempre en sesenta caracteres."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enlaces.domain.asuntos import LARGO, componer, recortar

VENCE = "Vence el martes 12 de julio"


@pytest.mark.parametrize(
    ("acto", "quien", "otras", "asunto"),
    [
        ("Designar enlace.", "Puebla", 0, "Vence el martes 12 de julio: designar enlace, Puebla"),
        ("designar enlace", "Puebla", 2, "Vence el martes 12 de julio: designar enlace, Puebla y 2 más"),
        ("designar enlace", "Ciudad de México", 2, "Vence el martes 12 de julio: designar enlace y 2 más"),
        ("nombrar a un enlace", "Ciudad de México", 0, "Vence el 12 de julio: nombrar a un enlace, Ciudad de México"),
        ("nombrar a un enlace de forma individual", "Puebla", 4, "Vence el martes 12 de julio: nombrar a un enlace… y 4 más"),
        ("nombrar a un enlace de forma individual", "Puebla", 0, "Vence el martes 12 de julio: nombrar a un enlace…, Puebla"),
        ("AFIS: integrar el diagnóstico", "", 0, "Vence el martes 12 de julio: AFIS: integrar el diagnóstico"),
    ],
)
def test_asunto(acto, quien, otras, asunto):
    assert componer(VENCE, acto, quien, otras) == asunto
    assert len(asunto) <= LARGO


@pytest.mark.parametrize(
    ("inicio", "quien", "otras", "asunto"),
    [
        ("Subsana hasta el miércoles 13 de julio", "Puebla", 0, "Subsana hasta el 13 de julio: continuar trabajando…, Puebla"),
        ("Sin respuesta: venció el lunes 14 de noviembre", "Puebla", 0, "Sin respuesta: venció el 14 de noviembre: acuerdo CUARTO"),
        ("Por subsanar: venció el miércoles 28 de septiembre", "Puebla", 3, "Por subsanar: venció el 28 de septiembre: acuerdo CUARTO"),
        ("Vence el lunes 3 de octubre", "Secretaría de Seguridad y Protección", 0, "Vence el 3 de octubre: acuerdo CUARTO"),
    ],
)
def test_si_no_cabe_se_acorta_en_orden_lo_que_menos_falta_hace(inicio, quien, otras, asunto):
    assert componer(inicio, "Continuar trabajando de manera coordinada.", quien, otras, "Acuerdo CUARTO") == asunto


@given(*[st.text(min_size=1, max_size=90)] * 3, st.integers(0, 900), st.sampled_from(["", "Acuerdo DECIMOSEGUNDO"]))
def test_ninguno_pasa_de_sesenta_caracteres(inicio, acto, quien, otras, breve):
    assert len(componer(inicio, acto, quien, otras, breve)) <= LARGO


@pytest.mark.parametrize(
    ("texto", "largo", "recortado"),
    [("corto", 10, "corto"), ("suministrar, consultar y actualizar", 25, "suministrar, consultar…"), ("palabraenorme", 8, "palabra…")],
)
def test_recortar_no_parte_palabras_ni_deja_una_suelta(texto, largo, recortado):
    assert recortar(texto, largo) == recortado
