"""Los avisos por la API: cada quien los suyos con su suerte, y la Secretaría Técnica todos."""

import pytest

from conferencia import reloj
from enlaces.models import Aviso, EstadoAviso, Rebote
from enlaces.services.planeacion import planear
from tests import reparto
from tests.enlaces.escena import DE_PUEBLA, FIRMA, a_las_ocho, como_si_salieran

pytestmark = pytest.mark.django_db
RUTA = "/api/v1/avisos/"
PUEBLA, HIDALGO = "enlace.puebla@demo.mx", "enlace.hidalgo@demo.mx"


@pytest.fixture(autouse=True)
def enviados():
    """El resumen del día de la firma, enviado a todos; el de Hidalgo rebotó."""
    with reloj.fijo(a_las_ocho(FIRMA)) as ahora:
        planear(FIRMA)
        como_si_salieran(FIRMA)
        de_hidalgo = Aviso.objects.get(correo=HIDALGO)
        Rebote.objects.create(aviso=de_hidalgo, direccion=HIDALGO, permanente=True, probado=True, dicho="buzón lleno", rebotado_en=ahora)
        yield


@pytest.fixture
def entra(client, settings):
    settings.SEGUNDO_FACTOR_OBLIGATORIO = False

    def entrar(quien):
        client.force_login(quien)
        return client

    return entrar


def correos(respuesta) -> list[str]:
    return sorted(aviso["correo"] for aviso in respuesta.json()["resultados"])


def test_cada_quien_ve_los_suyos_con_su_suerte(entra):
    (aviso,) = entra(reparto.enlace()).get(RUTA).json()["resultados"]
    suyo = Aviso.objects.get(correo=PUEBLA)
    assert (aviso["id"], aviso["correo"], aviso["regla"], aviso["estado"], aviso["rebotes"]) == (str(suyo.pk), PUEBLA, "resumen", "enviado", [])
    assert (aviso["para_el"], aviso["enviado_en"]) == ("2022-07-05", "2022-07-05T13:00:00Z")
    assert DE_PUEBLA in aviso["obligaciones"]
    assert len(aviso["obligaciones"]) == suyo.renglones.count()


def test_el_ajeno_no_existe_ni_filtrando_por_lo_suyo(entra):
    ajeno = Aviso.objects.get(correo=PUEBLA)
    cliente = entra(reparto.enlace_ajeno())
    assert cliente.get(f"{RUTA}{ajeno.pk}/").status_code == 404
    assert correos(cliente.get(RUTA, {"obligacion": DE_PUEBLA})) == []
    (suyo,) = cliente.get(RUTA).json()["resultados"]
    assert (suyo["correo"], [r["dicho"] for r in suyo["rebotes"]]) == (HIDALGO, ["buzón lleno"])


def test_la_secretaria_tecnica_ve_todos_y_los_busca(entra):
    cliente = entra(reparto.analista())
    assert len(cliente.get(RUTA, {"limite": 100}).json()["resultados"]) == Aviso.objects.count()
    assert correos(cliente.get(RUTA, {"obligacion": DE_PUEBLA})) == [PUEBLA]
    assert correos(cliente.get(RUTA, {"estado": EstadoAviso.FALLIDO})) == []
    assert correos(cliente.get(RUTA, {"para_hasta": "2022-07-04"})) == []
    assert cliente.get(RUTA, {"estado": "perdido"}).status_code == 400


def test_se_pueden_pedir_solo_unos_campos(entra):
    (aviso,) = entra(reparto.enlace()).get(RUTA, {"campos": "estado"}).json()["resultados"]
    assert sorted(aviso) == ["estado", "id"]
    assert entra(reparto.analista()).get("/api/v1/correos/", {"campos": "estado"}).status_code == 200


def test_sin_encargo_o_sin_sesion_no_se_contesta(entra, client):
    assert client.get(RUTA).status_code == 401
    assert entra(reparto.sin_designacion()).get(RUTA).status_code == 403
    assert correos(entra(reparto.consulta()).get(RUTA)) == []
