"""El esquema versionado es el del código, sin advertencias, en español y completo."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from conferencia.api.documentacion import RUTA_DEL_ESQUEMA
from conferencia.management.commands import esquema as orden

ESQUEMA = json.loads(RUTA_DEL_ESQUEMA.read_text(encoding="utf-8"))
OPERACIONES = {ruta: metodos["get"] for ruta, metodos in ESQUEMA["paths"].items() if "get" in metodos}
ORDENES = {ruta: metodos["post"] for ruta, metodos in ESQUEMA["paths"].items() if "post" in metodos}


def test_lo_versionado_es_lo_que_se_genera():
    call_command("esquema", "--comprobar", stdout=io.StringIO())


def test_un_esquema_viejo_se_nota(tmp_path: Path, monkeypatch):
    viejo = tmp_path / "openapi.json"
    viejo.write_text("{}")
    monkeypatch.setattr(orden, "RUTA", viejo)
    with pytest.raises(CommandError, match="no es el del código"):
        call_command("esquema", "--comprobar", stdout=io.StringIO())
    assert viejo.read_text() == "{}"


def test_se_genera_sin_una_sola_advertencia(tmp_path):
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "s.yaml"))


def test_es_openapi_31_y_dice_todas_las_rutas_de_datos():
    assert ESQUEMA["openapi"] == "3.1.1"
    recursos = (
        "reuniones",
        "disposiciones",
        "compromisos",
        "obligaciones",
        "designaciones",
        "designaciones/propuestas",
        "correos",
        "avisos",
        "reglas-de-aviso",
        "entregas",
        "oficios-de-salida",
        "expedientes",
        "extractos",
    )
    esperadas = {
        "/api/v1/",
        "/api/v1/busqueda/",
        "/api/v1/rectificaciones/",
        "/api/v1/reglas-de-aviso/prevision/",
        "/api/v1/acuses/{id}/",
        "/api/v1/reuniones/{id}/adhesion/",
        *(f"/api/v1/obligaciones/{{id}}/{cola}/" for cola in ("hechos", "plazo", "solicitudes", "cifras")),
        *(f"/api/v1/compromisos/{{id}}/{cola}/" for cola in ("recurrencia", "cadencia")),
    }
    esperadas |= {f"/api/v1/{r}/{cola}" for r in recursos for cola in ("", "{id}/")}
    assert set(OPERACIONES) == esperadas
    dobles = {ruta for ruta, metodos in ESQUEMA["paths"].items() if len(metodos) != 1}
    de_obligacion = {f"/api/v1/obligaciones/{{id}}/{cola}/" for cola in ("solicitudes", "cifras")}
    assert dobles == de_obligacion | {f"/api/v1/compromisos/{{id}}/{cola}/" for cola in ("recurrencia", "cadencia")} | {
        "/api/v1/designaciones/",
        "/api/v1/expedientes/",
        "/api/v1/reuniones/{id}/adhesion/",
    }


@pytest.mark.parametrize("ruta", ORDENES)
def test_cada_orden_dice_su_cuerpo_su_llave_y_como_se_niega(ruta):
    operacion = ORDENES[ruta]
    assert operacion["summary"]
    assert operacion["description"]
    forma = ESQUEMA["components"]["schemas"][next(iter(operacion["requestBody"]["content"].values()))["schema"]["$ref"].rpartition("/")[2]]
    assert operacion["requestBody"].get("required", False) is bool(forma.get("required"))
    obligatorios = {p["name"] for p in operacion["parameters"] if p["in"] == "header" and p["required"]}
    con_version = "If-Match" in obligatorios
    assert obligatorios == {"Idempotency-Key"} | ({"If-Match"} if con_version else set())
    negativas = {"400", "401", "403", "404", "405", "406", "409", "415", "422", "429", "500"} | ({"412", "428"} if con_version else set())
    assert set(operacion["responses"]) - {"200", "201", "202"} == negativas
    assert len(set(operacion["responses"]) & {"200", "201", "202"}) == 1
    assert operacion["security"] == [{"credencial": []}, {"cookieAuth": []}]


@pytest.mark.parametrize("ruta", OPERACIONES)
def test_cada_operacion_se_explica_y_documenta_sus_problemas(ruta):
    operacion = OPERACIONES[ruta]
    assert operacion["summary"]
    assert operacion["description"]
    estados = {"200", "400", "401", "403", "404", "405", "406", "429", "500"}
    assert set(operacion["responses"]) - {"304"} == estados
    for estado in estados - {"200"}:
        assert list(operacion["responses"][estado]["content"]) == ["application/problem+json"]
    assert operacion["security"] == [{"credencial": []}, {"cookieAuth": []}]
    assert [p["name"] for p in operacion.get("parameters", []) if not p.get("description") and p["in"] == "query"] == []


def test_los_nombres_de_operacion_no_se_repiten():
    nombres = [o["operationId"] for o in (*OPERACIONES.values(), *ORDENES.values())]
    assert len(nombres) == len(set(nombres)) == 38 + len(ORDENES)
    assert {"obligaciones_listar", "obligaciones_ver", "hechos_listar", "raiz_ver"} <= set(nombres)


def test_solo_el_detalle_de_lo_que_recibe_ordenes_promete_etiqueta():
    con_304 = {ruta for ruta, o in OPERACIONES.items() if "304" in o["responses"]}
    recursos = ("obligaciones", "designaciones", "designaciones/propuestas", "correos", "entregas", "oficios-de-salida", "reglas-de-aviso")
    de_compromiso = {f"/api/v1/compromisos/{{id}}/{cola}/" for cola in ("recurrencia", "cadencia")}
    assert con_304 == {f"/api/v1/{recurso}/{{id}}/" for recurso in recursos} | de_compromiso


@pytest.mark.django_db
def test_el_esquema_se_sirve_tal_cual_y_sin_sesion(anonima):
    respuesta = anonima.get("openapi.json")
    assert (respuesta.status_code, respuesta["Content-Type"]) == (200, "application/json")
    assert respuesta.content == RUTA_DEL_ESQUEMA.read_bytes()
