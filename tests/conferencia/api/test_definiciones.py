"""Quién responde y cada cuánto, por la API: se lee con su etiqueta, se cambia sobre lo leído y solo lo hace quien dispone."""

from datetime import date

import pytest

from conferencia.models import Compromiso, Invitada, Obligacion, Recurrencia
from conferencia.services.indice import comparar
from tests.conferencia.api.conftest import Api
from tests.conferencia.api.escribir import orden, que_escribe

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
INDICADORES, PERMANENTE = "ZC-2022-1/A3.2", "ZC-2022-1/A7.1"
TRIMESTRES = {"periodicidad": "trimestral", "desde": "2022-10-01", "motivo": "Lo acordó el pleno"}
VERACRUZ = {"institucion": "VER-UPC", "desde": "2022-07-06", "motivo": "Oficio de adhesión 12/2022", "compromisos": ["ZC-2022-1/A3.2", "ZC-2022-1/T1.1"]}


@pytest.fixture
def analista() -> Api:
    return que_escribe("analista")


def ruta(clave: str, que: str) -> str:
    return f"compromisos/{Compromiso.objects.get(clave=clave).pk}/{que}/"


def cambiar(api: Api, que: str, cuerpo: dict, clave: str, *, si_es: str = "", llave: str = ""):
    return orden(api, ruta(clave, que), cuerpo, si_es=si_es or api.get(ruta(clave, que))["ETag"], llave=llave)


def adherir(api: Api, reunion, **cambios):
    return orden(api, f"reuniones/{reunion.pk}/adhesion/", VERACRUZ | cambios)


# --- Adherir ----------------------------------------------------------------------------------------------------------


def test_se_suma_a_lo_elegido_y_repetirlo_no_duplica(analista, reunion):
    primera = adherir(analista, reunion)
    nacidas = ["ZC-2022-1/A3.2/VER-UPC/2022-07", "ZC-2022-1/T1.1/VER-UPC"]
    assert (primera.status_code, sorted(primera.json().pop("nacidas"))) == (201, nacidas)
    assert {c: primera.json()[c] for c in ("institucion", "desde", "sumadas")} == {"institucion": "VER-UPC", "desde": "2022-07-06", "sumadas": []}
    otra = adherir(analista, reunion)
    assert (otra.status_code, otra.json()["nacidas"], Obligacion.objects.filter(institucion__clave="VER-UPC").count()) == (201, [], 2)
    assert comparar().concuerda


def prever(api: Api, reunion, institucion: str = "VER-UPC", desde: str = "2022-07-06"):
    return api.get(f"reuniones/{reunion.pk}/adhesion/?institucion={institucion}&desde={desde}")


def test_antes_de_sumarla_se_ve_que_le_naceria_y_no_se_guarda_nada(analista, reunion):
    previstos = prever(analista, reunion)
    assert previstos.status_code == 200
    nacerian = {o["compromiso"]: [(n["clave"], n["vence_el"], n["ya_vencida"]) for n in o["nacen"]] for o in previstos.json()["ofrecidos"]}
    assert nacerian["ZC-2022-1/T1.1"] == [("ZC-2022-1/T1.1/VER-UPC", "2022-07-12", False)]
    assert (Invitada.objects.count(), Obligacion.objects.filter(institucion__clave="VER-UPC").count()) == (0, 0)
    hecha = adherir(analista, reunion, compromisos=sorted(nacerian)).json()
    assert sorted(hecha["nacidas"] + hecha["sumadas"]) == sorted(
        c for o in previstos.json()["ofrecidos"] for c in [*(n["clave"] for n in o["nacen"]), *o["entra_en"]]
    )
    assert prever(analista, reunion).json() == {"institucion": "VER-UPC", "desde": "2022-07-06", "ofrecidos": []}


@pytest.mark.parametrize(
    ("datos", "apuntador"),
    [
        (("NO-HAY", "2022-07-06"), "/query/institucion"),
        (("PUE-UPC", "2022-07-06"), "/query/institucion"),
        (("VER-UPC", "2022-07-01"), "/query/desde"),
        (("VER-UPC", "2022-08-01"), "/query/desde"),
        (("VER-UPC", "ayer"), "/query/desde"),
    ],
)
def test_lo_que_no_procede_prever_dice_que_parametro(analista, reunion, datos, apuntador):
    respuesta = prever(analista, reunion, *datos)
    assert (respuesta.status_code, [e["pointer"] for e in respuesta.json()["errors"]]) == (400, [apuntador])


@pytest.mark.parametrize("quien", ["enlace", "consulta"])
def test_solo_quien_dispone_preve(reunion, quien):
    assert prever(que_escribe(quien), reunion).status_code == 403


@pytest.mark.parametrize(
    ("cambios", "apuntador"),
    [
        ({"institucion": "NO-HAY"}, "/institucion"),
        ({"institucion": "PUE-UPC"}, "/institucion"),
        ({"institucion": "ST"}, "/institucion"),
        ({"desde": "2022-07-01"}, "/desde"),
        ({"desde": "2022-08-01"}, "/desde"),
        ({"motivo": ""}, "/motivo"),
        ({"compromisos": []}, "/compromisos"),
        ({"compromisos": ["ZC-2022-1/A3.2", "ZC-2022-1/T3.1"]}, "/compromisos"),
        ({"compromisos": ["ZC-2022-1/Z9.9"]}, "/compromisos"),
        ({"otra": 1}, "/otra"),
    ],
)
def test_lo_que_no_procede_dice_que_dato_y_no_suma_a_nadie(analista, reunion, cambios, apuntador):
    respuesta = adherir(analista, reunion, **cambios)
    assert (respuesta.status_code, [e["pointer"] for e in respuesta.json()["errors"]]) == (422, [apuntador])
    assert not Invitada.objects.exists()


@pytest.mark.parametrize("quien", ["enlace", "consulta"])
def test_solo_quien_dispone_suma_o_cambia(reunion, quien):
    api = que_escribe(quien)
    respuestas = [adherir(api, reunion), cambiar(api, "recurrencia", TRIMESTRES, INDICADORES)]
    respuestas.append(cambiar(api, "cadencia", {"meses": 3, "motivo": "m"}, PERMANENTE))
    assert [r.status_code for r in respuestas] == [403, 403, 403]
    assert (Invitada.objects.count(), Recurrencia.objects.count(), Compromiso.objects.filter(ratificar_cada__isnull=False).count()) == (0, 0, 0)


# --- Cada cuánto ------------------------------------------------------------------------------------------------------


def test_la_regla_se_lee_se_cambia_y_lo_que_ya_corre_no_se_toca(analista):
    leida = analista.get(ruta(INDICADORES, "recurrencia"))
    assert (leida.json()["periodicidad"], leida.json()["capturada"], leida["ETag"][:3]) == ("mensual", False, '"0-')
    respuesta = cambiar(analista, "recurrencia", TRIMESTRES, INDICADORES, si_es=leida["ETag"])
    assert respuesta.status_code == 200, respuesta.json()
    dicho = respuesta.json()
    assert dicho["proximos"][0] == {"periodo": "2022-T4", "vence_el": "2023-01-13"}
    assert (dicho["regla"]["periodicidad"], dicho["sin_cubrir"], dicho["cesan"]) == ("trimestral", 61, [])
    ahora = analista.get(ruta(INDICADORES, "recurrencia"))
    assert ahora.json() == dicho["regla"]
    assert Obligacion.objects.get(clave="ZC-2022-1/A3.2/PUE-UPC/2022-07").vence_el == date(2022, 8, 12)
    assert cambiar(analista, "recurrencia", TRIMESTRES, INDICADORES, si_es=leida["ETag"]).status_code == 412
    assert cambiar(analista, "recurrencia", TRIMESTRES | {"cada": 2}, INDICADORES, si_es=ahora["ETag"]).status_code == 200
    assert comparar().concuerda


@pytest.mark.parametrize(
    ("cambios", "apuntador"),
    [
        ({"periodicidad": "diaria"}, "/periodicidad"),
        ({"periodicidad": "quincenal", "cada": 2}, "/cada"),
        ({"hasta": "2022-09-01"}, "/hasta"),
        ({"desde": "2022-07-01"}, "/desde"),
        ({"dia": 32}, "/dia"),
        ({"motivo": ""}, "/motivo"),
    ],
)
def test_una_regla_sin_sentido_dice_que_dato(analista, cambios, apuntador):
    respuesta = cambiar(analista, "recurrencia", TRIMESTRES | cambios, INDICADORES)
    assert (respuesta.status_code, [e["pointer"] for e in respuesta.json()["errors"]]) == (422, [apuntador])
    assert not Recurrencia.objects.exists()


def test_lo_que_no_se_repite_no_tiene_regla(analista):
    assert analista.get(ruta(PERMANENTE, "recurrencia")).status_code == 404
    respuesta = cambiar(analista, "recurrencia", TRIMESTRES, PERMANENTE, si_es='"0"')
    assert (respuesta.status_code, respuesta.json()["code"]) == (422, "no_procede")


def test_la_cadencia_se_fija_se_quita_y_exige_haberla_visto(analista):
    sin = analista.get(ruta(PERMANENTE, "cadencia"))
    assert sin.json() == {"meses": None}
    fijada = cambiar(analista, "cadencia", {"meses": 3, "motivo": "Lo pidió el pleno"}, PERMANENTE, llave="cadencia-1")
    assert (fijada.status_code, fijada.json()) == (200, {"meses": 3, "obligaciones": 7, "caducas": 0})
    assert analista.get(ruta(PERMANENTE, "cadencia")).json() == {"meses": 3}
    assert Obligacion.objects.get(clave="ZC-2022-1/A7.1/PUE-SS").ratificar_el == date(2022, 10, 5)
    assert cambiar(analista, "cadencia", {"meses": 6, "motivo": "m"}, PERMANENTE, si_es=sin["ETag"]).status_code == 412
    assert cambiar(analista, "cadencia", {"meses": 99, "motivo": "m"}, PERMANENTE).status_code == 422
    assert cambiar(analista, "cadencia", {"meses": None, "motivo": "Se retira"}, PERMANENTE).json()["meses"] is None
    assert comparar().concuerda


def test_sin_llave_o_sin_version_no_se_cambia(analista):
    url = f"/api/v1/{ruta(PERMANENTE, 'cadencia')}"
    cuerpo = {"meses": 3, "motivo": "m"}
    sin_llave = analista.cliente.post(url, cuerpo, content_type="application/json", headers={"If-Match": '"0"'})
    sin_version = orden(analista, ruta(PERMANENTE, "cadencia"), cuerpo)
    assert (sin_llave.status_code, sin_version.status_code) == (400, 428)
