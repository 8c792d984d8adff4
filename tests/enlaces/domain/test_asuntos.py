"""El asunto empieza por el acto y cabe en sesenta caracteres cuando se puede."""

import pytest

from enlaces.domain.asuntos import LARGO, componer, recortar

VENCE = "Vence el martes 12 de julio"


@pytest.mark.parametrize(
    ("acto", "quien", "otras", "asunto"),
    [
        ("Designar enlace.", "Puebla", 0, "Vence el martes 12 de julio: designar enlace, Puebla"),
        ("designar enlace", "Puebla", 2, "Vence el martes 12 de julio: designar enlace, Puebla y 2 más"),
        ("nombrar a un enlace de forma individual", "Puebla", 4, "Vence el martes 12 de julio: nombrar a un enlace… y 4 más"),
        ("nombrar a un enlace de forma individual", "Puebla", 0, "Vence el martes 12 de julio: nombrar a un enlace…, Puebla"),
        ("AFIS: integrar el diagnóstico", "", 0, "Vence el martes 12 de julio: AFIS: integrar el diagnóstico"),
    ],
)
def test_asunto(acto, quien, otras, asunto):
    assert componer(VENCE, acto, quien, otras) == asunto
    assert len(asunto) <= LARGO


def test_si_el_inicio_es_largo_el_acto_conserva_lo_minimo_para_entenderse():
    inicio = "Venció el plazo para subsanar, el miércoles 28 de septiembre"
    assert componer(inicio, "nombrar a un enlace de forma individual", "Puebla") == f"{inicio}: nombrar a un enlace…, Puebla"


@pytest.mark.parametrize(
    ("texto", "largo", "recortado"),
    [("corto", 10, "corto"), ("suministrar, consultar y actualizar", 25, "suministrar, consultar…"), ("palabraenorme", 8, "palabra…")],
)
def test_recortar_no_parte_palabras_ni_deja_una_suelta(texto, largo, recortado):
    assert recortar(texto, largo) == recortado


@pytest.mark.parametrize(
    ("acto", "asunto"),
    [
        ("continuar trabajando de manera coordinada", "Subsana hasta el miércoles 13 de julio: acuerdo CUARTO, Puebla"),
        ("designar enlace", "Subsana hasta el miércoles 13 de julio: designar enlace, Puebla"),
        ("designar", "Subsana hasta el miércoles 13 de julio: designar, Puebla"),
    ],
)
def test_si_del_acto_solo_cabe_una_palabra_se_dice_la_disposicion(acto, asunto):
    assert componer("Subsana hasta el miércoles 13 de julio", acto, "Puebla", breve="Acuerdo CUARTO") == asunto
