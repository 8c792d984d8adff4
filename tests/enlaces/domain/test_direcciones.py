"""Las direcciones firmadas: sobreviven a las pasarelas y no se falsifican."""

from uuid import UUID

import pytest

from enlaces.domain import direcciones
from enlaces.domain.direcciones import REBOTE, RESPUESTA, direccion, es_del_buzon, identidad_firmada, parece_firmada

LLAVE = direcciones.llave("un secreto")
AVISO = UUID("01820000-0000-7000-8000-00000000abcd")
OTRO = UUID("01820000-0000-7000-8000-00000000abce")


def test_va_en_minusculas_y_cabe_en_la_parte_local():
    hecha = direccion("Buzon@Dominio.MX", RESPUESTA, AVISO, LLAVE)
    assert hecha == hecha.lower()
    local, dominio = hecha.split("@")
    assert (dominio, local[:7], len(local)) == ("dominio.mx", "buzon+c", 47)
    assert identidad_firmada([hecha], RESPUESTA, LLAVE) == AVISO


@pytest.mark.parametrize(
    "estropeo",
    [
        str.upper,
        lambda d: f"<{d}>".strip("<>"),
        lambda d: d.replace("+", "="),
        lambda d: d.split("+", 1)[1],  # buzón comodín: sin nada antes
        lambda d: d.replace("dominio.mx", "otro.gob.mx"),  # reenviada por otro servidor
        lambda d: f"prvs=1234abcd={d}",
        lambda d: f"srs0=hh=tt={d.replace('@', '=')}@reenvio.mx",
    ],
)
def test_sobrevive_a_lo_que_le_hacen_las_pasarelas(estropeo):
    assert identidad_firmada(["otra@dominio.mx", estropeo(direccion("buzon@dominio.mx", RESPUESTA, AVISO, LLAVE))], RESPUESTA, LLAVE) == AVISO


@pytest.mark.parametrize("otra_llave", [direcciones.llave("otro secreto"), b""])
def test_con_otra_llave_no_vale(otra_llave):
    hecha = direccion("buzon@dominio.mx", RESPUESTA, AVISO, LLAVE)
    assert identidad_firmada([hecha], RESPUESTA, otra_llave) is None
    assert parece_firmada([hecha])


def test_ni_cambiando_el_id_ni_el_tema_ni_la_firma():
    hecha = direccion("buzon@dominio.mx", RESPUESTA, AVISO, LLAVE)
    ajena = direccion("buzon@dominio.mx", RESPUESTA, OTRO, LLAVE)
    firma = hecha.split("-")[1]
    cambiadas = [ajena.split("-")[0] + "-" + firma, hecha.replace("+c", "+r"), hecha.replace(firma, "a" * 13 + "@dominio.mx"), hecha[:-20] + "@dominio.mx"]
    assert [identidad_firmada([c], RESPUESTA, LLAVE) for c in cambiadas] == [None] * 4
    assert identidad_firmada([hecha], REBOTE, LLAVE) is None


def test_buzon_comodin_y_sin_buzon():
    assert direccion("@respuestas.mx", REBOTE, AVISO, LLAVE).startswith("r")
    assert direccion("", REBOTE, AVISO, LLAVE) == ""
    assert direccion("un-nombre-de-buzon-larguisimo-que-no-cabe@dominio.mx", REBOTE, AVISO, LLAVE) == ""


def test_a_quien_va_dirigido():
    buenas = ["buzon@dominio.mx", "BUZON+loquesea@Dominio.mx", "<buzon@dominio.mx>"]
    malas = ["buzones@dominio.mx", "buzon@otro.mx", "buzon", "", "@dominio.mx"]
    assert [es_del_buzon(d, "buzon@dominio.mx") for d in buenas + malas] == [True] * 3 + [False] * 5
    assert es_del_buzon("cualquiera@respuestas.mx", "@respuestas.mx")
    assert not es_del_buzon("buzon@dominio.mx", "")


@pytest.mark.parametrize("basura", ["", "@", "c" + "2" * 26 + "-" + "a" * 13, "\x00+c", "c" + "é" * 26 + "-" + "a" * 13])
def test_lo_que_no_es_direccion_no_revienta(basura):
    assert identidad_firmada([basura], RESPUESTA, LLAVE) is None
