"""Las reglas de aviso por la API: se leen con su etiqueta, se cambian sobre lo leído, y antes de cambiarlas se ve qué mandarían."""

import pytest

from conferencia.models import Hecho
from enlaces.models import Aviso, ReglaDeAviso
from tests.conferencia.api.conftest import Api
from tests.conferencia.api.escribir import orden, que_escribe
from tests.enlaces.escena import VENCE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
TRES_ANTES = {"clase": "unica", "momento": "antes", "dias": 3, "papel": "enlace", "desde": "2022-07-06"}


@pytest.fixture
def analista() -> Api:
    return que_escribe("analista")


def una(**rasgos) -> ReglaDeAviso:
    return ReglaDeAviso.objects.get(**({"clase": "unica", "momento": "antes", "dias": 7} | rasgos))


def cambio(regla: ReglaDeAviso, **cambios) -> dict:
    return {"activa": regla.activa, "dias": regla.dias, "inmediato": regla.inmediato, "desde": "2022-01-01", "hasta": None} | cambios


def cambiar(api: Api, regla: ReglaDeAviso, *, si_es: str = "", **cambios):
    ruta = f"reglas-de-aviso/{regla.pk}/"
    return orden(api, f"{ruta}cambio/", cambio(regla, **cambios), si_es=si_es or api.get(ruta).get("ETag", '"1"'))


def test_la_escalera_se_lee_por_clase(analista):
    dichas = analista.get("reglas-de-aviso/?clase=unica").json()["resultados"]
    assert sorted((r["dicho"], r["papel"]) for r in dichas) == [
        ("1 día antes", "enlace"),
        ("1 día después", "enlace"),
        ("15 días después", "secretaria"),
        ("15 días después", "titular"),
        ("7 días antes", "enlace"),
        ("Cada lunes, ya vencido", "enlace"),
        ("El mismo día", "enlace"),
    ]
    assert {(r["desde"], r["hasta"], r["activa"]) for r in dichas} == {("2022-01-01", None, True)}


def test_se_cambia_sobre_lo_leido_y_queda_el_hecho_con_el_antes(analista):
    regla = una()
    leida = analista.get(f"reglas-de-aviso/{regla.pk}/")
    respuesta = cambiar(analista, regla, dias=10, hasta="2023-01-01", si_es=leida["ETag"])
    assert (respuesta.status_code, respuesta.json()["dicho"], respuesta.json()["hasta"]) == (200, "10 días antes", "2023-01-01")
    assert analista.get(f"reglas-de-aviso/{regla.pk}/")["ETag"] == respuesta["ETag"] != leida["ETag"]
    assert cambiar(analista, regla, dias=9, si_es=leida["ETag"]).status_code == 412
    hecho = Hecho.objects.get(clase="regla_de_aviso.cambiada")
    assert (hecho.sujeto_id, hecho.motivo.count("7 días antes"), hecho.motivo.count("10 días antes")) == (regla.pk, 1, 1)


def test_se_agrega_un_peldano_y_la_prevision_lo_dice_sin_mandar_nada(analista):
    tres_antes = VENCE.replace(day=8).isoformat()  # el sábado 9 es inhábil: se adelanta al viernes
    assert analista.get(f"reglas-de-aviso/prevision/?dia={tres_antes}").json()["correos"] == []
    nueva = orden(analista, "reglas-de-aviso/alta/", TRES_ANTES)
    assert (nueva.status_code, nueva["Location"]) == (201, f"/api/v1/reglas-de-aviso/{una(dias=3).pk}/")
    previsto = analista.get(f"reglas-de-aviso/prevision/?dia={tres_antes}").json()
    assert (previsto["dia"], len(previsto["correos"]), previsto["tareas"], previsto["sin_destinatario"]) == (tres_antes, 17, 0, 0)
    (de_puebla,) = [c for c in previsto["correos"] if c["correo"] == "enlace.puebla@demo.mx"]
    assert previsto["opiniones"] == []
    assert (de_puebla["nombre"], de_puebla["por_que"]) == (
        "Paula Ibarra (demo)",
        ["eres enlace titular del C5 u homólogo de Puebla, de la Unidad de Policía Cibernética de Puebla y de la Secretaría de Seguridad de Puebla"],
    )
    assert {(r["peldano"], r["vence_el"]) for r in de_puebla["renglones"]} == {("d-3", "2022-07-12")}
    assert len(de_puebla["renglones"]) == 5
    assert Aviso.objects.count() == 0


@pytest.mark.parametrize(
    ("cambios", "apuntador"),
    [
        ({"dias": 7}, "/dias"),  # ya hay una así
        ({"dias": 181}, "/dias"),
        ({"momento": "despues", "dias": 0}, "/dias"),
        ({"papel": "titular"}, "/momento"),
        ({"clase": "otra"}, "/clase"),
        ({"otra": 1}, "/otra"),
    ],
)
def test_lo_que_no_procede_dice_que_dato(analista, cambios, apuntador):
    antes = ReglaDeAviso.objects.count()
    respuesta = orden(analista, "reglas-de-aviso/alta/", TRES_ANTES | cambios)
    assert (respuesta.status_code, [e["pointer"] for e in respuesta.json()["errors"]]) == (422, [apuntador])
    assert ReglaDeAviso.objects.count() == antes


def test_un_cambio_imposible_dice_que_dato_y_no_cambia(analista):
    respuesta = cambiar(analista, una(), dias=1)
    assert (respuesta.status_code, respuesta.json()["errors"][0]["pointer"]) == (422, "/dias")
    respuesta = cambiar(analista, una(), hasta="2021-01-01")
    assert (respuesta.status_code, respuesta.json()["errors"][0]["pointer"]) == (422, "/hasta")
    assert una().version == 1


@pytest.mark.parametrize("quien", ["enlace", "consulta"])
def test_quien_no_ve_a_quien_se_avisa_ni_las_lee_ni_las_cambia(quien):
    api, regla = que_escribe(quien), una()
    rutas = ("reglas-de-aviso/", f"reglas-de-aviso/{regla.pk}/", "reglas-de-aviso/prevision/")
    assert [api.get(r).status_code for r in rutas] == [403, 403, 403]
    assert [cambiar(api, regla, dias=9, si_es='"1"').status_code, orden(api, "reglas-de-aviso/alta/", TRES_ANTES).status_code] == [403, 403]
    assert (una().dias, ReglaDeAviso.objects.filter(dias=3).exists()) == (7, False)


def test_un_dia_mal_escrito_o_un_parametro_de_mas_se_dice(analista):
    assert [analista.get(f"reglas-de-aviso/prevision/?{q}").status_code for q in ("dia=ayer", "fecha=2022-07-05")] == [400, 400]
    assert analista.get("reglas-de-aviso/prevision/").json()["dia"] == "2022-07-06"
