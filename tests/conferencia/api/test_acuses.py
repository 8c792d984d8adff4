"""Presentar por la API da el mismo acuse que el portal; y nadie lee el ajeno."""

import pytest

from conferencia.models import Acuse, Entrega, Oficio
from tests import reparto
from tests.conferencia.api.escribir import cuerpo_de_entrega, obligacion, orden, que_escribe, subir
from tests.conferencia.presentaciones import presentar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


def presentado(api, **cambios):
    cuerpo = cuerpo_de_entrega(api) | {"obligaciones": [str(obligacion().pk), str(obligacion("ZC-2022-1/A4.1/PUE-SS").pk)]} | cambios
    return orden(api, "oficios/", cuerpo, llave=cambios.pop("llave", ""))


def test_se_presenta_y_se_recibe_el_acuse():
    puebla = que_escribe("enlace")
    respuesta = presentado(puebla)
    dicho = respuesta.json()
    acuse = Acuse.objects.get(oficio__numero="SSP/1/2022")
    assert (respuesta.status_code, respuesta["Location"]) == (201, f"/api/v1/acuses/{acuse.pk}/")
    assert (dicho["folio"], dicho["codigo"], dicho["url"]) == (acuse.folio, acuse.codigo, f"http://127.0.0.1:8000/v/{acuse.clave_publica}")
    assert [o["clave"] for o in dicho["obligaciones"]] == ["ZC-2022-1/A4.1/PUE-SS", "ZC-2022-1/T3.1/PUE-SS"]
    assert [a["sha256"] for a in dicho["archivos"]] == [acuse.oficio.archivos.get().sha256]
    assert (dicho["recibido_en"], dicho["se_tiene_por_recibido_el"], dicho["canal"], dicho["pdf"]) == ("2022-07-06T17:00:00Z", "2022-07-06", "api", None)
    assert puebla.get(f"acuses/{acuse.pk}/").json() == dicho


def test_repetir_la_llave_no_presenta_dos_veces():
    puebla = que_escribe("enlace")
    cuerpo = cuerpo_de_entrega(puebla) | {"obligaciones": [str(obligacion().pk)]}
    primera, segunda = (orden(puebla, "oficios/", cuerpo, llave="una-sola-vez") for _ in range(2))
    assert (segunda.json(), segunda["Idempotency-Replayed"], Oficio.objects.filter(sentido="entrada").count()) == (primera.json(), "true", 1)


@pytest.mark.parametrize("quien", ["enlace_ajeno", "consulta"])
def test_el_acuse_ajeno_no_existe(quien):
    acuse = presentar(reparto.enlace(), "T3.1/PUE-SS", "PUE-SS").oficio.acuse
    assert que_escribe("titular").get(f"acuses/{acuse.pk}/").status_code == 200
    respuesta = que_escribe(quien).get(f"acuses/{acuse.pk}/")
    assert (respuesta.status_code, acuse.folio in respuesta.content.decode()) == (404, False)


def test_ni_se_presenta_contra_lo_ajeno_ni_sin_obligacion():
    hidalgo, puebla = que_escribe("enlace_ajeno"), que_escribe("enlace")
    ajena = presentado(hidalgo)
    assert (ajena.status_code, ajena.json()["errors"][0]["pointer"]) == (422, "/obligaciones")
    assert presentado(puebla, obligaciones=[]).status_code in (409, 422)
    assert presentado(puebla, recibido_en="2022-07-06T09:00:00-06:00").status_code == 403, "el sello solo lo pone la Secretaría Técnica"
    assert not Entrega.objects.exists()


def test_la_secretaria_tecnica_registra_el_papel_con_su_sello():
    st = que_escribe("analista")
    cuerpo = {"numero": "S/N", "fecha": "2022-07-01", "institucion": "PUE-SS", "archivos": [subir(st)["id"]], "recibido_en": "2022-07-05T19:30:00-05:00"}
    dicho = orden(st, "oficios/", cuerpo).json()
    assert (dicho["canal"], dicho["recibido_en"], dicho["se_tiene_por_recibido_el"], dicho["obligaciones"]) == (
        "ventanilla",
        "2022-07-06T00:30:00Z",
        "2022-07-06",
        [],
    )
