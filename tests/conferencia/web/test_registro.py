"""Las páginas del registro: se ven con los demás datos del acuerdo y solo las escribe la Secretaría Técnica."""

import pytest

from conferencia.models import CargoDeZona, Disposicion, Reunion
from tests import reparto

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


def disposicion(sigla: str) -> Disposicion:
    return Disposicion.objects.get(clave=f"ZC-2022-1/{sigla}")


def test_la_reunion_dice_quien_representa_a_la_zona(client):
    client.force_login(reparto.consulta())
    html = client.get(f"/reuniones/{Reunion.objects.get().pk}/").content.decode()
    assert "Quién representa a la Zona Centro" in html
    assert "Terminar el nombramiento" not in html


def test_el_acuerdo_primero_dice_que_entidades_tienen_dictamen(client):
    client.force_login(reparto.enlace())
    html = client.get(f"/disposiciones/{disposicion('A1').pk}/").content.decode()
    assert [e for e in ("Chihuahua", "Nuevo León", "Oaxaca") if f'<th scope="row">{e}</th>' in html] == ["Chihuahua", "Nuevo León", "Oaxaca"]


def test_registrar_y_terminar_por_la_pagina(client):
    client.force_login(reparto.analista())
    pk = disposicion("A9").pk
    pue = str(disposicion("A9").reunion.zona.pertenencias.get(entidad__abreviatura="PUE").entidad.instituciones.get(tipo="UPC").pk)
    respuesta = client.post(f"/disposiciones/{pk}/cargo/", {"clase": "representante_upc", "institucion": pue, "persona": "Ana Ruiz", "desde": "05/07/2022"})
    assert (respuesta.status_code, respuesta["Location"]) == (302, f"/disposiciones/{pk}/")
    cargo = CargoDeZona.objects.get(clase="representante_upc")
    assert client.post(f"/cargos/{cargo.pk}/terminar/", {"el": "06/07/2022", "motivo": "Renunció"}).status_code == 302
    cargo.refresh_from_db()
    assert cargo.motivo_termino == "Renunció"


def test_un_error_conserva_lo_escrito(client):
    client.force_login(reparto.analista())
    respuesta = client.post(f"/disposiciones/{disposicion('A1').pk}/resultado/", {"asunto": "Dictamen", "resultado": "", "el": "06/07/2022"})
    assert respuesta.status_code == 422
    assert 'value="Dictamen"' in respuesta.content.decode()


@pytest.mark.parametrize(("quien", "codigo"), [("enlace", 403), ("consulta", 403), ("sin_designacion", 404)])
@pytest.mark.parametrize("ruta", ["cargo", "resultado"])
def test_nadie_mas_lo_abre(client, quien, codigo, ruta):
    client.force_login(getattr(reparto, quien)())
    assert client.get(f"/disposiciones/{disposicion('A9').pk}/{ruta}/").status_code == codigo
