"""La página del acuse: la ve quien presentó y la Secretaría Técnica; a los demás no les existe."""

import pytest
from django.urls import reverse

from conferencia.services.acuses import guardar_pdf
from tests import reparto
from tests.conferencia.presentaciones import presentar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


@pytest.fixture
def acuse():
    return presentar(reparto.enlace(), "T3.1/PUE-SS", "PUE-SS", numero="SSP/1/2022").oficio.acuse


def pagina(client, quien, acuse, nombre="acuse-detail"):
    client.force_login(quien)
    return client.get(reverse(nombre, args=[acuse.pk]))


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.titular, reparto.analista])
def test_lo_ve_quien_presento_y_la_secretaria_tecnica(client, acuse, quien):
    respuesta = pagina(client, quien(), acuse)
    html = respuesta.content.decode()
    assert respuesta.status_code == 200
    for dicho in (acuse.folio, acuse.codigo, "SSP/1/2022", acuse.oficio.archivos.get().sha256, "Recibir no es cumplir", "miércoles 6 de julio de 2022"):
        assert dicho in html


@pytest.mark.parametrize(("quien", "codigo"), [(reparto.enlace_ajeno, 404), (reparto.consulta, 404), (reparto.sin_designacion, 403)])
@pytest.mark.parametrize("nombre", ["acuse-detail", "acuse-pdf", "acuse-ver"])
def test_los_demas_no_saben_que_existe(client, acuse, quien, codigo, nombre):
    respuesta = pagina(client, quien(), acuse, nombre)
    assert respuesta.status_code == codigo
    assert acuse.folio not in respuesta.content.decode()


def test_sin_sesion_se_va_a_la_entrada(client, acuse):
    assert client.get(reverse("acuse-detail", args=[acuse.pk])).status_code == 302


def test_mientras_se_compone_se_dice_y_despues_se_descarga(client, acuse, enlace):
    assert "se está componiendo" in pagina(client, enlace, acuse).content.decode()
    archivo = guardar_pdf(acuse, b"%PDF-1.7 de prueba").archivo
    html = pagina(client, enlace, acuse, "acuse-pdf").content.decode()
    assert ("hx-get" in html, reverse("archivo-descargar", args=[archivo.pk]) in html) == (False, True)
    assert b"".join(client.get(reverse("archivo-descargar", args=[archivo.pk])).streaming_content) == b"%PDF-1.7 de prueba"
    en_pantalla = pagina(client, enlace, acuse, "acuse-ver")
    assert (en_pantalla["Content-Type"], b"".join(en_pantalla.streaming_content)) == ("application/pdf", b"%PDF-1.7 de prueba")


@pytest.mark.parametrize("quien", [reparto.enlace_ajeno, reparto.consulta])
@pytest.mark.parametrize("nombre", ["archivo-descargar", "archivo-ver"])
def test_el_pdf_tampoco_se_adivina(client, acuse, quien, nombre):
    archivo = guardar_pdf(acuse, b"%PDF-1.7 de prueba").archivo
    client.force_login(quien())
    assert client.get(reverse(nombre, args=[archivo.pk])).status_code == 404


def test_la_direccion_de_antes_lleva_al_acuse(client, acuse, enlace, enlace_ajeno):
    client.force_login(enlace)
    assert client.get(reverse("oficio-recibido", args=[acuse.oficio_id])).url == reverse("acuse-detail", args=[acuse.pk])
    client.force_login(enlace_ajeno)
    assert client.get(reverse("oficio-recibido", args=[acuse.oficio_id])).status_code == 404
