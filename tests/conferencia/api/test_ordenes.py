"""La API que escribe: la misma puerta que la web, con versión, con llave y sin repetir efectos."""

from uuid import uuid4

import pytest

from conferencia.models import Archivo, Entrega, LlaveDeIdempotencia, Obligacion
from conferencia.services.indice import comparar
from tests import reparto
from tests.conferencia.api.conftest import Api, ficha_de
from tests.conferencia.api.escribir import cuerpo_de_entrega, etag, obligacion, orden, que_escribe, subir

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


@pytest.fixture
def puebla() -> Api:
    return que_escribe("enlace")


@pytest.fixture
def analista() -> Api:
    return que_escribe("analista")


def presentada(api: Api):
    o = obligacion()
    return orden(api, f"obligaciones/{o.pk}/entregas/", cuerpo_de_entrega(api), si_es=etag(api, o))


def test_se_presenta_y_se_acepta_por_la_api(puebla, analista):
    respuesta = presentada(puebla)
    assert (respuesta.status_code, respuesta.json()["estado"], respuesta.json()["situacion"]) == (201, "en_revision", "en_revision")
    assert respuesta["Location"] == f"/api/v1/obligaciones/{obligacion().pk}/"
    entrega = Entrega.objects.get(obligacion=obligacion())
    assert (entrega.oficio.canal, entrega.oficio.numero, entrega.presentada_por) == ("api", "SSP/1/2022", reparto.enlace())
    dictamen = orden(analista, f"obligaciones/{obligacion().pk}/dictamen/", {"sentido": "aceptar"}, si_es=etag(analista, obligacion()))
    assert (dictamen.status_code, dictamen.json()["situacion"]) == (200, "cumplida_a_tiempo")
    assert comparar().concuerda


@pytest.mark.parametrize(
    ("cuerpo", "queda", "situacion"),
    [
        ({"sentido": "ajena", "motivo": "Es otra cosa"}, "ajena", "respondio_ajeno"),
        ({"sentido": "no_competencia", "motivo": "Le toca al C5"}, "alegacion", "por_vencer"),
        ({"sentido": "captura", "motivo": "Era otro archivo"}, "devuelta", "por_vencer"),
    ],
)
def test_se_decide_lo_mismo_que_en_la_bandeja(puebla, analista, cuerpo, queda, situacion):
    presentada(puebla)
    respuesta = orden(analista, f"obligaciones/{obligacion().pk}/dictamen/", cuerpo, si_es=etag(analista, obligacion()))
    assert (respuesta.status_code, Entrega.objects.get().estado, respuesta.json()["situacion"]) == (200, queda, situacion)


def test_observar_sin_plazo_dice_que_falta(puebla, analista):
    presentada(puebla)
    cuerpo = {"sentido": "observar", "observaciones": ["Falta la firma"]}
    respuesta = orden(analista, f"obligaciones/{obligacion().pk}/dictamen/", cuerpo, si_es=etag(analista, obligacion()))
    assert (respuesta.status_code, respuesta.json()["detail"]) == (422, "Escribe hasta cuándo se puede subsanar.")


def test_la_etiqueta_que_responde_sirve_para_seguir(puebla, analista):
    presentada(puebla)
    vista = analista.get(f"obligaciones/{obligacion().pk}/")
    cuerpo = {"sentido": "observar", "observaciones": ["Falta la firma"], "subsanar_el": "2022-07-20"}
    respuesta = orden(analista, f"obligaciones/{obligacion().pk}/dictamen/", cuerpo, si_es=vista["ETag"])
    assert respuesta.json()["situacion"] == "con_observaciones"
    assert respuesta["ETag"] == analista.get(f"obligaciones/{obligacion().pk}/")["ETag"]


def test_repetir_la_llave_no_repite_el_efecto(puebla):
    o = obligacion()
    cuerpo, si_es, llave = cuerpo_de_entrega(puebla), etag(puebla, o), uuid4().hex
    primera, segunda = (orden(puebla, f"obligaciones/{o.pk}/entregas/", cuerpo, llave=llave, si_es=si_es) for _ in range(2))
    assert (primera.status_code, segunda.status_code, segunda["Idempotency-Replayed"]) == (201, 201, "true")
    assert (primera.json(), primera["ETag"]) == (segunda.json(), segunda["ETag"])
    assert Entrega.objects.filter(obligacion=o).count() == 1


def test_la_misma_llave_con_otro_cuerpo_se_rechaza(puebla):
    o, llave = obligacion(), uuid4().hex
    cuerpo, si_es = cuerpo_de_entrega(puebla), etag(puebla, o)
    orden(puebla, f"obligaciones/{o.pk}/entregas/", cuerpo, llave=llave, si_es=si_es)
    otra = orden(puebla, f"obligaciones/{o.pk}/entregas/", cuerpo | {"numero": "otro"}, llave=llave, si_es=si_es)
    assert (otra.status_code, otra.json()["code"]) == (422, "llave_reusada")


def test_lo_que_no_procedio_deja_libre_la_llave(puebla):
    o, llave = obligacion(), uuid4().hex
    mala = orden(puebla, f"obligaciones/{o.pk}/entregas/", cuerpo_de_entrega(puebla, fecha="2023-01-01"), llave=llave, si_es=etag(puebla, o))
    assert (mala.status_code, mala.json()["code"], mala.json()["detail"]) == (422, "no_procede", "La fecha del oficio no puede ser posterior a hoy.")
    buena = orden(puebla, f"obligaciones/{o.pk}/entregas/", cuerpo_de_entrega(puebla), llave=llave, si_es=etag(puebla, o))
    assert buena.status_code == 201


def test_mientras_la_primera_sigue_la_segunda_espera(puebla):
    o, llave = obligacion(), uuid4().hex
    cuerpo, si_es = cuerpo_de_entrega(puebla), etag(puebla, o)
    orden(puebla, f"obligaciones/{o.pk}/entregas/", cuerpo, llave=llave, si_es=si_es)
    LlaveDeIdempotencia.objects.filter(llave=llave).update(codigo=None, cuerpo=None)
    otra = orden(puebla, f"obligaciones/{o.pk}/entregas/", cuerpo, llave=llave, si_es=si_es)
    assert (otra.status_code, otra.json()["code"]) == (409, "llave_en_curso")


@pytest.mark.parametrize(
    ("llave", "si_es", "esperado"),
    [
        ("", '"1"', (400, "falta_la_llave")),
        ("corta", '"1"', (400, "falta_la_llave")),
        ("x" * 20, "", (428, "falta_la_version")),
        ("x" * 20, '"9"', (412, "version_superada")),
    ],
    ids=["sin llave", "llave corta", "sin versión", "versión vieja"],
)
def test_sin_llave_o_sin_version_no_hay_orden(puebla, llave, si_es, esperado):
    encabezados = {nombre: valor for nombre, valor in (("Idempotency-Key", llave), ("If-Match", si_es)) if valor}
    respuesta = puebla.cliente.post(
        f"/api/v1/obligaciones/{obligacion().pk}/entregas/", cuerpo_de_entrega(puebla), content_type="application/json", headers=encabezados
    )
    assert (respuesta.status_code, respuesta.json()["code"]) == esperado
    assert Entrega.objects.count() == 0


def test_dos_que_dictaminan_con_la_misma_lectura_uno_gana_y_el_otro_se_entera(puebla, analista):
    presentada(puebla)
    titular, leida = que_escribe("titular"), etag(analista, obligacion())
    ruta = f"obligaciones/{obligacion().pk}/dictamen/"
    assert orden(analista, ruta, {"sentido": "aceptar"}, si_es=leida).status_code == 200
    segundo = orden(titular, ruta, {"sentido": "ajena", "motivo": "otra cosa"}, si_es=leida)
    assert (segundo.status_code, segundo.json()["code"]) == (412, "version_superada")


def test_una_credencial_de_lectura_no_escribe(analista):
    lectora = Api(ficha_de(reparto.analista()))
    respuesta = orden(lectora, f"obligaciones/{obligacion().pk}/dictamen/", {"sentido": "aceptar"}, si_es=etag(lectora, obligacion()))
    assert (respuesta.status_code, respuesta.json()["code"]) == (403, "sin_permiso")
    assert "solo lectura" in respuesta.json()["detail"]


def test_con_sesion_se_exige_el_token_csrf(client):
    estricto = type(client)(enforce_csrf_checks=True)
    estricto.force_login(reparto.analista())
    respuesta = estricto.post(f"/api/v1/obligaciones/{obligacion().pk}/dictamen/", {"sentido": "aceptar"}, content_type="application/json")
    assert respuesta.status_code == 403


@pytest.mark.parametrize("quien", ["enlace_ajeno", "consulta"])
def test_nadie_presenta_por_otro(quien, puebla):
    ajena, o = que_escribe(quien), obligacion()
    respuesta = orden(ajena, f"obligaciones/{o.pk}/entregas/", cuerpo_de_entrega(ajena), si_es='"1"')
    assert respuesta.status_code == {"enlace_ajeno": 404, "consulta": 403}[quien]
    assert Entrega.objects.count() == 0


def test_no_se_presenta_con_el_archivo_que_otro_subio(puebla):
    ajeno = subir(que_escribe("enlace_ajeno"))["id"]
    respuesta = orden(puebla, f"obligaciones/{obligacion().pk}/entregas/", cuerpo_de_entrega(puebla, archivos=[ajeno]), si_es=etag(puebla, obligacion()))
    assert (respuesta.status_code, respuesta.json()["errors"][0]["pointer"]) == (422, "/archivos")
    assert puebla.get(f"/archivos/{ajeno}/").status_code in (302, 404)


def test_la_otra_obligacion_ajena_no_se_cuela(puebla):
    ajena = Obligacion.objects.get(clave="ZC-2022-1/T3.1/HGO-SS")
    cuerpo = cuerpo_de_entrega(puebla, otras=[str(ajena.pk)])
    respuesta = orden(puebla, f"obligaciones/{obligacion().pk}/entregas/", cuerpo, si_es=etag(puebla, obligacion()))
    assert (respuesta.status_code, respuesta.json()["errors"][0]["pointer"]) == (422, "/otras")


def test_el_enlace_no_dictamina(puebla):
    presentada(puebla)
    respuesta = orden(puebla, f"obligaciones/{obligacion().pk}/dictamen/", {"sentido": "aceptar"}, si_es=etag(puebla, obligacion()))
    assert (respuesta.status_code, respuesta.json()["detail"]) == (403, "Solo la Secretaría Técnica dictamina lo presentado.")


@pytest.mark.parametrize(
    ("cambios", "apuntador"),
    [
        ({"numero": ""}, "/numero"),
        ({"fecha": "ayer"}, "/fecha"),
        ({"archivos": []}, "/archivos"),
        ({"institucion": "NADIE"}, "/institucion"),
        ({"de_mas": 1}, "/de_mas"),
    ],
)
def test_un_cuerpo_malo_dice_todo_lo_que_esta_mal(puebla, cambios, apuntador):
    respuesta = orden(puebla, f"obligaciones/{obligacion().pk}/entregas/", cuerpo_de_entrega(puebla, **cambios), si_es=etag(puebla, obligacion()))
    assert respuesta.status_code == 422
    assert [e["pointer"] for e in respuesta.json()["errors"]] == [apuntador]


def test_un_archivo_que_no_es_pdf_dice_por_que(puebla):
    subido = subir(puebla, b"MZ esto es un programa")
    assert (subido["estado_http"], subido["code"]) == (422, "no_procede")
    assert Archivo.objects.filter(subido_por=reparto.enlace()).count() == 0


def test_get_no_se_atiende_en_una_orden(puebla):
    respuesta = puebla.get(f"obligaciones/{obligacion().pk}/dictamen/")
    assert (respuesta.status_code, respuesta["Allow"]) == (405, "POST")
