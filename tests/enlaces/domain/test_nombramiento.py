"""A quién nombra un oficio: el formato que vuelve lleno, la prosa de siempre, y lo que no se sabe queda vacío."""

import pytest

from enlaces.domain.nombramiento import Nombrado, leer_nombrado

DE, BUZON = "particular@puebla.gob.mx", "buzon@secretaria.mx"
FORMATO = """
Anexo 1. Designación de enlace: Secretaría de Seguridad de Puebla
Oficio número SSP/DGA/0456/2022
Lugar y fecha Puebla, Pue., a 6 de julio de 2022
Materia Acuerdo DECIMOSEGUNDO
Nombre completo Sara Ríos de la Vega
Cargo Directora de Vinculación
Correo institucional sara.rios@puebla.gob.mx
Teléfono y extensión 222 555 0101 ext. 12
Calidad ( ) Titular (X) Suplente
Vigente desde
Designa El titular
Cargo Secretario de Seguridad
"""
EN_COLUMNA = "Nombre completo:\n\nSara Ríos\nCargo:\nCorreo institucional:\nsara@puebla.gob.mx\n"


def leido(*textos: str) -> Nombrado:
    return leer_nombrado(textos, {DE, BUZON})


def test_el_formato_que_se_les_mando_vuelve_lleno():
    assert leido(FORMATO) == Nombrado("Sara Ríos de la Vega", "Directora de Vinculación", "sara.rios@puebla.gob.mx", "222 555 0101 ext. 12", suplente=True)


def test_lo_escrito_bajo_su_rotulo_y_lo_que_se_dejo_en_blanco():
    assert leido(EN_COLUMNA) == Nombrado("Sara Ríos", "", "sara@puebla.gob.mx")


def test_el_formato_en_blanco_no_dice_a_nadie():
    assert leido("Nombre completo\nCargo\nCorreo institucional\nTeléfono y extensión\nCalidad") == Nombrado()


@pytest.mark.parametrize(
    ("prosa", "nombre", "cargo"),
    [
        ("me permito designar como enlace al Lic. Juan Pérez Ocampo, Director General de Análisis, quien", "Juan Pérez Ocampo", "Director General de Análisis"),
        ("se designa a la Mtra. Ana María de la Cruz\nGómez, Jefa de Unidad.", "Ana María de la Cruz Gómez", "Jefa de Unidad"),
        ("designo a JOSÉ LUIS MORA para esa materia", "JOSÉ LUIS MORA", ""),
        ("nombro como enlace suplente al C. Pedro Rey.", "Pedro Rey", ""),
        ("se designa enlace.", "", ""),
        ("se designa al personal adscrito", "", ""),
    ],
)
def test_la_prosa_de_un_oficio(prosa, nombre, cargo):
    hallado = leido(prosa)
    assert (hallado.nombre, hallado.cargo) == (nombre, cargo)


def test_ni_el_correo_de_quien_lo_manda_ni_el_del_buzon_son_los_de_la_persona():
    assert leido(f"designo a Sara Ríos. {DE.upper()} {BUZON} sara@puebla.gob.mx").correo == "sara@puebla.gob.mx"


def test_el_anexo_manda_sobre_el_correo_que_lo_acompana():
    assert leido("Sin nombre, c@d.mx", FORMATO).nombre == "Sara Ríos de la Vega"
    assert leido("Solo un correo: c@d.mx", "y nada más").correo == "c@d.mx"
