"""Editar los textos de los oficios: vista previa, versiones, campos que no existen, y la numeración."""

import pytest

from conferencia.models import Numeracion, PlantillaDeOficio
from tests import reparto
from tests.conferencia.oficios import emitida, notificacion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
LISTA, UNA = "/oficios/plantillas/", "/oficios/plantillas/notificacion/"


@pytest.fixture
def entra(client):
    def entrar(quien):
        client.force_login(quien, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return entrar


def html(respuesta) -> str:
    return respuesta.content.decode()


def test_ver_como_queda_no_guarda_y_guardar_deja_otra_version(entra, titular):
    datos = {"version": 0, "asunto": "De la {reunion}", "cuerpo": "Se debe {cuantas}.\r\n\r\nEscriba a {buzon}."}
    vista = html(entra(titular).post(UNA, datos | {"ver": "1"}))
    assert "Asunto: De la Primera Reunión Zona Centro 2022" in vista
    assert "Escriba a stcnssp@sspc.gob.mx." in vista
    assert PlantillaDeOficio.objects.count() == 0
    assert entra(titular).post(UNA, datos).headers["Location"] == LISTA
    guardada = PlantillaDeOficio.objects.get()
    assert (guardada.version, guardada.cuerpo) == (1, "Se debe {cuantas}.\n\nEscriba a {buzon}.")
    assert "Versión 1, de Sofía Téllez (demo)" in html(entra(titular).get(LISTA))
    assert notificacion().cuerpo == "Se debe 24 obligaciones.\n\nEscriba a stcnssp@sspc.gob.mx."


@pytest.mark.parametrize("accion", [{}, {"ver": "1"}], ids=["guardar", "ver"])
def test_un_campo_que_no_existe_se_dice_y_lo_escrito_no_se_pierde(entra, titular, accion):
    respuesta = entra(titular).post(UNA, {"version": 0, "asunto": "A", "cuerpo": "Hola {inventado}"} | accion)
    assert (respuesta.status_code, PlantillaDeOficio.objects.count()) == (422, 0)
    assert "No existe el campo «{inventado}»" in html(respuesta)
    assert "Hola {inventado}</textarea>" in html(respuesta)


def test_quien_guarda_sobre_otra_version_se_entera(entra, titular):
    datos = {"version": 0, "asunto": "A", "cuerpo": "B"}
    entra(titular).post(UNA, datos)
    respuesta = entra(titular).post(UNA, datos | {"cuerpo": "C"})
    assert (respuesta.status_code, PlantillaDeOficio.objects.count()) == (422, 1)
    assert "Otra persona guardó la versión 1" in html(respuesta)


def test_la_numeracion_se_fija_y_la_siguen_los_que_se_emitan(entra, titular):
    assert entra(titular).post(LISTA, {"formato": "SSPC/{n}", "ultimo": "41"}).status_code == 302
    assert (Numeracion.objects.get().ultimo, emitida(notificacion()).numero) == (41, "SSPC/042")
    mal = entra(titular).post(LISTA, {"formato": "SSPC", "ultimo": "1"})
    assert (mal.status_code, "Escribe {n} una vez" in html(mal)) == (422, True)


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.consulta])
def test_solo_la_secretaria_tecnica_los_cambia(entra, quien):
    cliente = entra(quien())
    assert {cliente.get(LISTA).status_code, cliente.get(UNA).status_code, cliente.post(UNA, {"asunto": "x"}).status_code} == {403}


def test_una_clase_que_no_hay_no_existe(entra, titular):
    assert entra(titular).get("/oficios/plantillas/carta/").status_code == 404
