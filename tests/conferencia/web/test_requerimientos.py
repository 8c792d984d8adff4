"""Las páginas de requerir: la tarea, preparar, y lo que ve quien debe contestar."""

import pytest

from conferencia import reloj
from conferencia.models import OficioDeSalida
from tests import reparto
from tests.conferencia.oficios import DESPUES_DE_VENCER, emitida, requerimiento, vencidas
from tests.conteo_de_consultas import consultas_como_siempre

pytestmark = pytest.mark.django_db
TAREA = "/oficios/salida/por-requerir/"


@pytest.fixture(autouse=True)
def despues():
    with reloj.fijo(DESPUES_DE_VENCER):
        yield


@pytest.fixture
def entra(client):
    def entrar(quien):
        client.force_login(quien, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return entrar


def html(respuesta) -> str:
    return respuesta.content.decode()


def test_de_la_tarea_al_borrador_con_lo_vencido_ya_marcado(entra, titular, reunion):
    url = f"/reuniones/{reunion.pk}/requerir/PUE-UPC/"
    assert f'href="{url}"' in html(entra(titular).get(TAREA))
    pagina = entra(titular).get(url)
    marcadas = [o.pk for o in vencidas("T1.1/PUE-UPC", "T4.1/PUE-UPC")]
    assert sorted(pagina.context["formulario"].initial["obligaciones"]) == sorted(marcadas)
    assert 'value="17/08/2022"' in html(pagina)
    respuesta = entra(titular).post(url, {"obligaciones": marcadas, "responder_el": "19/08/2022"})
    salida = OficioDeSalida.objects.get()
    assert respuesta.headers["Location"] == f"/oficios/salida/{salida.pk}/"
    assert (salida.institucion.clave, salida.obligaciones.count(), str(salida.responder_el)) == ("PUE-UPC", 2, "2022-08-19")
    assert "Hace 22 días." in html(entra(titular).get(f"/oficios/salida/{salida.pk}/"))


@pytest.mark.parametrize(("datos", "dicho"), [({}, "Elige al menos una obligación."), ({"responder_el": "01/08/2022"}, "debe ser posterior a hoy")])
def test_lo_mal_pedido_se_explica(entra, titular, reunion, datos, dicho):
    completos = {"obligaciones": [o.pk for o in vencidas("T1.1/PUE-UPC")] if datos else [], "responder_el": "19/08/2022"} | datos
    respuesta = entra(titular).post(f"/reuniones/{reunion.pk}/requerir/PUE-UPC/", completos)
    assert (respuesta.status_code, dicho in html(respuesta)) == (422, True)


def test_lo_de_otra_institucion_no_se_puede_colar(entra, titular, reunion):
    ajena = [o.pk for o in vencidas("T1.1/HGO-UPC")]
    respuesta = entra(titular).post(f"/reuniones/{reunion.pk}/requerir/PUE-UPC/", {"obligaciones": ajena, "responder_el": "19/08/2022"})
    assert (respuesta.status_code, OficioDeSalida.objects.count()) == (422, 0)


def test_la_obligacion_vencida_ofrece_requerirla(entra, titular, reunion):
    (o,) = vencidas("T3.1/PUE-SS")
    assert f'href="/obligaciones/{o.pk}/requerir/"' in html(entra(titular).get(f"/obligaciones/{o.pk}/"))
    respuesta = entra(titular).get(f"/obligaciones/{o.pk}/requerir/")
    assert respuesta.headers["Location"] == f"/reuniones/{reunion.pk}/requerir/PUE-SS/"
    (en_plazo,) = vencidas("A8.1/PUE-SS")
    assert "Requerir su cumplimiento" not in html(entra(titular).get(f"/obligaciones/{en_plazo.pk}/"))


def test_quien_no_debe_nada_vencido_no_se_requiere(entra, titular, reunion):
    assert entra(titular).get(f"/reuniones/{reunion.pk}/requerir/SESNSP/").status_code == 404


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.consulta, reparto.sin_designacion])
def test_solo_la_secretaria_tecnica_requiere(entra, reunion, quien):
    (o,) = vencidas("T3.1/PUE-SS")
    cliente = entra(quien())
    codigos = {cliente.get(ruta).status_code for ruta in (TAREA, f"/obligaciones/{o.pk}/requerir/")}
    assert codigos == {403}
    assert cliente.get(f"/reuniones/{reunion.pk}/requerir/PUE-UPC/").status_code in (403, 404)


def test_el_enlace_lo_ve_en_sus_pendientes_solo_ya_emitido_y_el_ajeno_nunca(entra, enlace, enlace_ajeno):
    salida = requerimiento()
    assert "te requiere" not in html(entra(enlace).get("/mis-pendientes/"))
    emitida(salida)
    pagina = html(entra(enlace).get("/mis-pendientes/"))
    assert "La Secretaría Técnica te requiere" in pagina
    assert f'href="/oficios/salida/{salida.pk}/"' in pagina
    assert "miércoles 17 de agosto de 2022" in pagina
    assert "te requiere" not in html(entra(enlace_ajeno).get("/mis-pendientes/"))


def test_consultas_de_la_tarea(entra, titular):
    entra(titular).get(TAREA)
    with consultas_como_siempre("por-requerir"):
        entra(titular).get(TAREA)
