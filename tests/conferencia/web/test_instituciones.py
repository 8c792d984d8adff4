"""Una institución y su contacto oficial, que la Secretaría Técnica cambia."""

from datetime import date

import pytest

from conferencia.models import Hecho, Institucion
from tests import reparto
from tests.conteo_de_consultas import consultas_como_siempre

pytestmark = pytest.mark.django_db
PAGINA, CONTACTO = "/instituciones/PUE-UPC/", "/instituciones/PUE-UPC/contacto/"
CORREO = "titular.pue-upc@demo.mx"


def test_lo_que_debe_y_su_contacto(entrar, texto):
    dicho = texto(entrar(reparto.titular()).get(PAGINA))
    assert "Al miércoles 6 de julio de 2022, de 6 obligaciones: 0 cumplidas, 2 por vencer y 0 vencidas." in dicho
    assert CORREO in dicho


@pytest.mark.parametrize(
    ("quien", "lo_ve"), [(reparto.titular, True), (reparto.analista, True), (reparto.enlace, True), (reparto.enlace_ajeno, False), (reparto.consulta, False)]
)
def test_el_correo_del_titular_no_es_de_todos(quien, lo_ve, entrar):
    assert (CORREO in entrar(quien()).get(PAGINA).content.decode()) is lo_ve


def test_una_que_no_existe(entrar):
    assert entrar(reparto.titular()).get("/instituciones/NADIE/").status_code == 404


def test_cambiar_el_contacto_rige_desde_hoy_y_conserva_el_anterior(entrar, texto):
    datos = {"titular": "Laura Méndez", "cargo": "Comisaria", "correo": "LAURA@puebla.gob.mx"}
    respuesta = entrar(reparto.analista()).post(CONTACTO, datos, follow=True)
    assert respuesta.redirect_chain == [(PAGINA, 302)]
    assert "quedó guardado y rige desde hoy" in texto(respuesta)
    contactos = Institucion.objects.get(clave="PUE-UPC").contactos.order_by("vigencia")
    assert [(c.titular, c.correo, c.vigencia.upper) for c in contactos] == [("", CORREO, date(2022, 7, 6)), ("Laura Méndez", "laura@puebla.gob.mx", None)]
    assert Hecho.objects.order_by("-numero").first().clase == "contacto.cambiado"


def test_un_contacto_mal_escrito_no_pierde_lo_capturado(entrar, texto):
    respuesta = entrar(reparto.titular()).post(CONTACTO, {"titular": "Laura Méndez", "cargo": "", "correo": "no es correo"})
    assert respuesta.status_code == 422
    assert "Escribe el dato: Cargo" in texto(respuesta)
    assert 'value="Laura Méndez"' in respuesta.content.decode()
    assert not Hecho.objects.filter(clase="contacto.cambiado").exists()


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.consulta])
def test_nadie_mas_lo_cambia(quien, entrar):
    assert entrar(quien()).post(CONTACTO, {"cargo": "Intruso"}).status_code == 403
    assert not Hecho.objects.filter(clase="contacto.cambiado").exists()


def test_consultas(entrar):
    cliente = entrar(reparto.titular())
    with consultas_como_siempre("institución"):
        assert cliente.get(PAGINA).status_code == 200
