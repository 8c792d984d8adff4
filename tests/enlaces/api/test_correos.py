"""Los correos recibidos por la API: quién los ve, cómo se confirman y se descartan, y qué se contesta si no procede."""

import json

import pytest

from conferencia import reloj
from conferencia.models import Entrega
from enlaces.models import CorreoRecibido
from enlaces.services.buzon.pasos import atender_pendientes
from enlaces.services.buzon.recogida import subido
from tests import reparto
from tests.enlaces.correos import PUEBLA, correo
from tests.enlaces.escena import DE_PUEBLA, obligacion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
RUTA = "/api/v1/correos/"


@pytest.fixture
def propuesto() -> CorreoRecibido:
    c, _ = subido(correo(asunto=f"Designación {DE_PUEBLA}"), recibido_en=reloj.ahora(), por=None)
    atender_pendientes()
    c.refresh_from_db()
    return c


@pytest.fixture
def st(client, analista, settings):
    settings.SEGUNDO_FACTOR_OBLIGATORIO = False
    client.force_login(analista)
    return client


def ordenar(client, c: CorreoRecibido, que: str, cuerpo: dict, *, version: int | None = None, llave: str = "llave-de-prueba"):
    etiqueta = {"HTTP_IF_MATCH": f'"{version or c.version}"'}
    return client.post(f"{RUTA}{c.pk}/{que}/", json.dumps(cuerpo), content_type="application/json", HTTP_IDEMPOTENCY_KEY=llave, **etiqueta)


def confirmacion(c: CorreoRecibido) -> dict:
    return {
        "institucion": "PUE-SS",
        "obligaciones": [DE_PUEBLA],
        "numero": c.numero,
        "fecha": c.fecha_del_oficio.isoformat(),
        "adjuntos": [str(c.adjuntos.get().pk)],
    }


def test_se_lista_con_lo_que_se_entendio(st, propuesto):
    [dicho] = st.get(RUTA, {"estado": "propuesto"}).json()["resultados"]
    assert (dicho["de"], dicho["numero"], dicho["fecha_del_oficio"], dicho["estado"]) == (PUEBLA, "SSP/DGA/0456/2022", "2022-07-06", "propuesto")
    assert [(x["obligacion"], x["por_confirmar"]) for x in dicho["candidatas"]][:1] == [(DE_PUEBLA, True)]
    assert [(a["nombre"], a["sirve"]) for a in dicho["adjuntos"]] == [("oficio.pdf", True)]
    assert st.get(RUTA, {"estado": "cuarentena"}).json()["resultados"] == []


def test_se_confirma_y_queda_en_revision(st, propuesto):
    respuesta = ordenar(st, propuesto, "confirmacion", confirmacion(propuesto))
    assert respuesta.status_code == 200, respuesta.json()
    assert (respuesta.json()["estado"], respuesta.json()["oficio"]) == ("confirmado", "SSP/DGA/0456/2022")
    assert Entrega.objects.get(obligacion=obligacion()).estado == "en_revision"
    repetida = ordenar(st, propuesto, "confirmacion", confirmacion(propuesto))
    assert repetida.headers["Idempotency-Replayed"] == "true"


def test_se_descarta_con_motivo(st, propuesto):
    assert ordenar(st, propuesto, "descarte", {"motivo": ""}).status_code == 422
    respuesta = ordenar(st, propuesto, "descarte", {"motivo": "No es un oficio."}, llave="otra-llave")
    assert (respuesta.json()["estado"], respuesta.json()["motivo"], obligacion().por_confirmar) == ("descartado", "No es un oficio.", False)


def test_lo_que_no_procede_se_dice(st, propuesto):
    assert ordenar(st, propuesto, "descarte", {"motivo": "x"}, version=99).status_code == 412
    sin_archivos = ordenar(st, propuesto, "confirmacion", confirmacion(propuesto) | {"adjuntos": []}, llave="llave-dos-x")
    assert "Elige al menos un archivo" in sin_archivos.content.decode()
    ajena = ordenar(st, propuesto, "confirmacion", confirmacion(propuesto) | {"obligaciones": ["NO/EXISTE"]}, llave="llave-tres-x")
    assert (ajena.status_code, ajena.json()["errors"][0]["pointer"]) == (422, "/obligaciones")


@pytest.mark.parametrize("quien", ["enlace", "enlace_ajeno", "consulta", "sin_designacion"])
def test_solo_la_secretaria_tecnica(client, propuesto, quien):
    client.force_login(getattr(reparto, quien)())
    assert client.get(RUTA).status_code == 403
    assert client.get(f"{RUTA}{propuesto.pk}/").status_code == 403
    assert ordenar(client, propuesto, "descarte", {"motivo": "x"}).status_code == 403


def test_sin_sesion_se_pide_identificarse(client, propuesto):
    assert client.get(RUTA).status_code == 401
