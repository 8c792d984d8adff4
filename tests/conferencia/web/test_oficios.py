"""La lista de oficios y la ventanilla en pantalla."""

from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conferencia import reloj
from conferencia.models import Archivo, Institucion, Oficio
from conferencia.services.oficios import DatosDeOficio
from conferencia.services.ventanilla import registrar_en_ventanilla
from tests import reparto
from tests.conferencia.presentaciones import archivo_de, obligacion, presentar
from tests.pdfs import pdf_de_una_pagina

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


@pytest.fixture
def llegados():
    presentar(reparto.enlace(), "T3.1/PUE-SS", "PUE-SS", numero="PUE/DESIGNA/1")
    presentar(reparto.enlace_ajeno(), "T3.1/HGO-SS", "HGO-SS", numero="HGO/DESIGNA/1")
    registrar_en_ventanilla(
        por=reparto.facultades(reparto.analista()),
        institucion=Institucion.objects.get(clave="PUE-C5"),
        obligaciones=[],
        datos=DatosDeOficio(numero="PUE/SALUDO/9", fecha=date(2022, 7, 4), asunto="Cambio de domicilio", recibido_en=reloj.ahora()),
        archivos=[archivo_de(reparto.analista())],
    )


def lista(client, quien, **filtros) -> set[str]:
    client.force_login(quien)
    html = client.get(reverse("oficio-list"), filtros).content.decode()
    return {n for n in ("PUE/DESIGNA/1", "HGO/DESIGNA/1", "PUE/SALUDO/9") if n in html}


def test_cada_quien_ve_los_suyos(client, llegados):
    assert lista(client, reparto.titular()) == {"PUE/DESIGNA/1", "HGO/DESIGNA/1", "PUE/SALUDO/9"}
    assert lista(client, reparto.enlace()) == {"PUE/DESIGNA/1", "PUE/SALUDO/9"}
    assert lista(client, reparto.enlace_ajeno()) == {"HGO/DESIGNA/1"}


@pytest.mark.parametrize(
    ("filtros", "hallados"),
    [
        ({"q": "domicilio"}, {"PUE/SALUDO/9"}),
        ({"q": "designa pue"}, {"PUE/DESIGNA/1"}),
        ({"institucion": "HGO-SS"}, {"HGO/DESIGNA/1"}),
        ({"canal": "ventanilla"}, {"PUE/SALUDO/9"}),
        ({"atiende": "sin"}, {"PUE/SALUDO/9"}),
        ({"atiende": "con"}, {"PUE/DESIGNA/1", "HGO/DESIGNA/1"}),
        ({"desde": "07/07/2022"}, set()),
        ({"hasta": "2022-07-06"}, {"PUE/DESIGNA/1", "HGO/DESIGNA/1", "PUE/SALUDO/9"}),
    ],
)
def test_los_filtros(client, llegados, filtros, hallados):
    assert lista(client, reparto.titular(), **filtros) == hallados


def test_el_folio_tambien_se_busca_y_un_filtro_ajeno_no_se_ofrece(client, llegados):
    folio = Oficio.objects.get(numero="PUE/SALUDO/9").acuse.folio
    assert lista(client, reparto.titular(), q=folio) == {"PUE/SALUDO/9"}
    client.force_login(reparto.enlace_ajeno())
    assert client.get(reverse("oficio-list"), {"institucion": "PUE-SS"}).status_code == 400


@pytest.mark.parametrize(("quien", "codigo"), [(reparto.consulta, 403), (reparto.sin_designacion, 403)])
def test_quien_mira_sin_archivos_no_los_lista(client, llegados, quien, codigo):
    client.force_login(quien())
    respuesta = client.get(reverse("oficio-list"))
    assert (respuesta.status_code, "PUE/SALUDO/9" in respuesta.content.decode()) == (codigo, False)


def test_vacia_dice_que_hacer(client, titular):
    client.force_login(titular)
    assert "Aún no se recibe ningún oficio" in client.get(reverse("oficio-list")).content.decode()


# --- Ventanilla --------------------------------------------------------------------------------------------------------


@pytest.fixture
def mostrador(client, analista):
    client.force_login(analista)
    return client


def datos(*claves: str, **cambios) -> dict:
    return {
        "llave": "0190b0c0-0000-7000-8000-000000000001",
        "numero": "SSP/44/2022",
        "fecha": "04/07/2022",
        "recibido_el": "05/07/2022",
        "recibido_a_las": "17:45",
        "firmante": "La titular",
        "asunto": "",
        "nota": "",
        "obligaciones": [str(obligacion(c).pk) for c in claves],
        "archivos": [SimpleUploadedFile("oficio.pdf", pdf_de_una_pagina(), "application/pdf")],
    } | cambios


def ruta(clave: str = "PUE-SS") -> str:
    return reverse("ventanilla-registrar", args=[clave])


def test_se_elige_la_institucion_y_se_ofrecen_sus_obligaciones(mostrador):
    assert mostrador.get(reverse("ventanilla"), {"institucion": "PUE-SS"}).url == ruta()
    assert mostrador.get(reverse("ventanilla"), {"institucion": "NADIE"}).status_code == 400
    html = mostrador.get(ruta()).content.decode()
    assert ("ZC-2022-1/T3.1/PUE-SS" in html, "ZC-2022-1/T3.1/HGO-SS" in html) == (True, False)


def test_se_registra_y_el_acuse_sale_en_pantalla(mostrador):
    respuesta = mostrador.post(ruta(), datos("T3.1/PUE-SS", "A4.1/PUE-SS"))
    oficio = Oficio.objects.get(numero="SSP/44/2022")
    assert respuesta.url == reverse("acuse-detail", args=[oficio.acuse.pk])
    assert (oficio.canal, oficio.recibido_en, oficio.entregas.count()) == ("ventanilla", datetime(2022, 7, 5, 17, 45, tzinfo=reloj.MEXICO), 2)
    assert mostrador.post(ruta(), datos("T3.1/PUE-SS")).url == respuesta.url, "el doble envío da el mismo acuse"
    assert Oficio.objects.filter(numero="SSP/44/2022").count() == 1


def test_sin_obligacion_hay_que_decirlo(mostrador):
    negada = mostrador.post(ruta(), datos())
    assert (negada.status_code, "marca que no atiende ninguna" in negada.content.decode()) == (422, True)
    assert mostrador.post(ruta(), datos(ninguna="on")).status_code == 302


def test_lo_que_falta_se_dice_y_lo_subido_no_se_pierde(mostrador):
    respuesta = mostrador.post(ruta(), datos("T3.1/PUE-SS", numero="", recibido_el="07/07/2022"))
    html, archivo = respuesta.content.decode(), Archivo.objects.latest("subido_en")
    assert respuesta.status_code == 422
    for dicho in ("El sello no puede ser posterior a ahora.", f'name="conservar" value="{archivo.pk}"', 'value="17:45"'):
        assert dicho in html
    de_nuevo = mostrador.post(ruta(), datos("T3.1/PUE-SS", archivos=[], conservar=[str(archivo.pk)]))
    assert (de_nuevo.status_code, Oficio.objects.get(numero="SSP/44/2022").archivos.get()) == (302, archivo)


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.consulta])
def test_la_ventanilla_es_de_la_secretaria_tecnica(client, quien):
    client.force_login(quien())
    assert [client.get(reverse("ventanilla")).status_code, client.get(ruta()).status_code, client.post(ruta(), datos()).status_code] == [403, 403, 403]
    assert not Oficio.objects.filter(numero="SSP/44/2022").exists()
