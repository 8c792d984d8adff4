"""La API de oficios de salida y expedientes: cada quien lo suyo, el acuse con versión, el expediente encargado."""

from uuid import uuid4

import pytest

from conferencia.models import Expediente, OficioDeSalida
from tests.conferencia.api.escribir import obligacion, orden, que_escribe, subir
from tests.conferencia.oficios import archivos_de, emitida, notificacion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


def test_una_institucion_lee_el_suyo_emitido_y_nada_mas():
    suyo, ajeno = emitida(notificacion("PUE-SS")), emitida(notificacion("HGO-SS"))
    api = que_escribe("enlace")
    (dicho,) = api.get("oficios-de-salida/").json()["resultados"]
    (archivo,) = archivos_de(suyo)
    assert (dicho["numero"], dicho["institucion"], dicho["copiadas"], dicho["estado"]) == ("ST-CNSSP/001/2022", "PUE-SS", ["PUE-C5", "PUE-UPC"], "emitido")
    assert len(dicho["obligaciones"]) == 24
    assert dicho["archivos"] == [{"id": str(archivo.pk), "nombre": "oficio.pdf", "tipo": "application/pdf", "tamano": archivo.tamano, "sha256": archivo.sha256}]
    assert api.get(f"oficios-de-salida/{ajeno.pk}/").status_code == 404
    assert que_escribe("consulta").get("oficios-de-salida/").json()["resultados"] == []


def test_los_filtros_son_estrictos():
    emitida(notificacion())
    api = que_escribe("titular")
    assert len(api.get("oficios-de-salida/?estado=borrador").json()["resultados"]) == 10
    assert len(api.get("oficios-de-salida/?estado=emitido&q=ST-CNSSP").json()["resultados"]) == 1
    assert api.get("oficios-de-salida/?estado=perdido").status_code == 400
    assert api.get("oficios-de-salida/?color=rojo").status_code == 400


def test_el_acuse_se_registra_con_su_version_y_una_vez():
    salida, api = emitida(notificacion()), que_escribe("titular")
    ruta, etiqueta = f"oficios-de-salida/{salida.pk}/entrega/", api.get(f"oficios-de-salida/{salida.pk}/")["ETag"]
    cuerpo = {"entregado_en": "2022-07-06T12:00:00-05:00", "medio": "correo", "recibio": "Oficialía", "acuse": [subir(api)["id"]]}
    assert orden(api, ruta, cuerpo).status_code == 428
    llave = uuid4().hex
    respuesta = orden(api, ruta, cuerpo, si_es=etiqueta, llave=llave)
    assert (respuesta.status_code, respuesta.json()["estado"], respuesta.json()["entregado_en"]) == (200, "notificado", "2022-07-06T17:00:00Z")
    assert orden(api, ruta, cuerpo, si_es=etiqueta, llave=llave).headers["Idempotency-Replayed"] == "true"
    assert orden(api, ruta, cuerpo, si_es=etiqueta).status_code == 412
    assert OficioDeSalida.objects.get(pk=salida.pk).acuse.nombre == "oficio.pdf"


def test_quien_lo_recibe_no_registra_su_entrega():
    salida, api = emitida(notificacion()), que_escribe("enlace")
    etiqueta = api.get(f"oficios-de-salida/{salida.pk}/")["ETag"]
    cuerpo = {"entregado_en": "2022-07-06T12:00:00-05:00", "medio": "correo", "recibio": "Yo"}
    assert orden(api, f"oficios-de-salida/{salida.pk}/entrega/", cuerpo, si_es=etiqueta).status_code == 403


@pytest.mark.parametrize(
    ("quien", "codigo", "alcance"), [("titular", 202, None), ("enlace", 202, "PUE-SS"), ("enlace_ajeno", 404, None), ("consulta", 403, None)]
)
def test_el_expediente_se_encarga_y_dice_donde_preguntar(quien, codigo, alcance):
    api = que_escribe(quien)
    respuesta = orden(api, f"obligaciones/{obligacion().pk}/expediente/", {})
    assert respuesta.status_code == codigo
    if codigo == 202:
        expediente = Expediente.objects.get()
        assert (respuesta.headers["Location"], respuesta.json()["alcance"]) == (f"/api/v1/expedientes/{expediente.pk}/", alcance)
        dicho = api.get(f"expedientes/{expediente.pk}/").json()
        assert (dicho["estado"], dicho["avance"], dicho["paquete"]) == ("pendiente", 0, None)
    assert Expediente.objects.count() == (1 if codigo == 202 else 0)


def test_el_expediente_completo_no_lo_ve_la_institucion():
    orden(que_escribe("titular"), f"obligaciones/{obligacion().pk}/expediente/", {})
    api = que_escribe("enlace")
    assert api.get(f"expedientes/{Expediente.objects.get().pk}/").status_code == 404
    assert api.get("expedientes/").json()["resultados"] == []


@pytest.mark.parametrize(
    ("quien", "cuerpo", "codigo", "de_que"),
    [
        ("titular", {"institucion": "PUE-SS", "reunion": "ZC-2022-1"}, 202, ("PUE-SS", None, "ZC-2022-1")),
        ("titular", {"entidad": "PUE"}, 202, (None, "PUE", None)),
        ("enlace", {"entidad": "PUE"}, 202, (None, "PUE", None)),
        ("enlace", {"institucion": "HGO-SS"}, 403, None),
        ("enlace_ajeno", {"entidad": "PUE"}, 403, None),
        ("consulta", {"entidad": "PUE"}, 403, None),
        ("titular", {}, 422, None),
        ("titular", {"entidad": "PUE", "institucion": "PUE-SS"}, 422, None),
        ("titular", {"entidad": "PUE", "reunion": "NO"}, 422, None),
        ("titular", {"entidad": "ZZZ"}, 422, None),
    ],
)
def test_el_de_todo_lo_que_debe_se_encarga_a_quien_le_toca(quien, cuerpo, codigo, de_que):
    api = que_escribe(quien)
    respuesta = orden(api, "expedientes/", cuerpo)
    assert respuesta.status_code == codigo
    if de_que:
        dicho = api.get(respuesta.headers["Location"].removeprefix("/api/v1/")).json()
        assert (dicho["alcance"], dicho["entidad"], dicho["reunion"], dicho["obligacion"], dicho["estado"]) == (*de_que, None, "pendiente")
        assert que_escribe("enlace_ajeno").get("expedientes/").json()["resultados"] == []
    assert Expediente.objects.count() == (1 if de_que else 0)
