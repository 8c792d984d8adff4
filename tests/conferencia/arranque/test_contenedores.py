"""Lo que compose dice por su cuenta coincide con lo que dice el programa."""

import stat

import pytest
import yaml

from conferencia.arranque import secretos
from conferencia.arranque.postgres import ARGUMENTOS_DE_INITDB
from conferencia.arranque.rutas import RAIZ


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load((RAIZ / "docker-compose.yml").read_text(encoding="utf-8"))


def test_la_base_de_compose_nace_igual_que_la_embebida(compose):
    assert compose["services"]["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split() == ARGUMENTOS_DE_INITDB


def test_se_generan_todos_los_secretos_que_compose_pide(compose, tmp_path):
    assert secretos.genera(tmp_path) == sorted(compose["secrets"])
    assert {f"./secretos/{nombre}" for nombre in compose["secrets"]} == {secreto["file"] for secreto in compose["secrets"].values()}


def test_un_secreto_existente_no_se_pisa(tmp_path):
    secretos.genera(tmp_path)
    (tmp_path / "email_url").write_text("smtps://usuario:clave@correo.mx:465\n")
    antes = {ruta.name: ruta.read_text() for ruta in tmp_path.iterdir()}
    (tmp_path / "secret_key").unlink()
    assert secretos.genera(tmp_path) == ["secret_key"]
    assert {n: t for n, t in antes.items() if n != "secret_key"} == {r.name: r.read_text() for r in tmp_path.iterdir() if r.name != "secret_key"}
    assert antes["postgres_password"].strip() in antes["database_url"]
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700


def test_ningun_contenedor_del_producto_corre_en_demo_ni_con_privilegios(compose):
    for nombre in ("web", "worker", "worker-informes", "worker-lectura", "beat", "migrate"):
        servicio = compose["services"][nombre]
        assert (servicio["image"], servicio["cap_drop"], servicio["read_only"]) == ("seguimiento-de-acuerdos", ["ALL"], True)
        assert {"DEMO", "HOY"}.isdisjoint(servicio["environment"])
