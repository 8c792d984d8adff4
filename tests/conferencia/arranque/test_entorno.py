"""Qué se decide del entorno: la demo, el puerto, los secretos."""

import stat

import pytest

from conferencia.arranque import entorno
from conferencia.arranque.entorno import compone, elige
from conferencia.arranque.rutas import ErrorDeArranque

AJENA = {"DATABASE_URL": "postgres://otra/base"}


@pytest.fixture(autouse=True)
def var(tmp_path, monkeypatch):
    monkeypatch.setattr(entorno, "VAR", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("recibido", "demo"),
    [
        ({}, True),
        ({"DEMO": "1"}, True),
        ({"DEMO": "0"}, False),
        ({"DEMO": ""}, False),
        (AJENA, False),
        ({"DATABASE_URL_FILE": "/run/secrets/base"}, False),
        ({"DATABASE_URL": ""}, True),
        ({"REDIS_URL": "redis://otro"}, True),
        ({"BIND": "0.0.0.0"}, False),
        ({"BIND": "127.0.0.1"}, True),
    ],
)
def test_hay_demo_solo_con_base_propia_y_en_loopback(recibido, demo):
    assert elige(recibido).demo is demo
    assert ("DEMO_PASSWORD" in compone(recibido, elige(recibido), None)) is demo
    assert compone(recibido, elige(recibido), None).get("DEMO") == ("1" if demo else None)


@pytest.mark.parametrize("recibido", [AJENA | {"DEMO": "1"}, {"BIND": "0.0.0.0", "DEMO": "true"}])
def test_pedir_demo_con_base_ajena_o_direccion_publica_se_niega(recibido):
    with pytest.raises(ErrorDeArranque, match="DEMO=1 solo se admite"):
        elige(recibido)


def test_la_fecha_congelada_solo_se_admite_en_demo():
    assert compone({"HOY": "2022-07-06"}, elige({"HOY": "2022-07-06"}), None)["HOY"] == "2022-07-06"
    with pytest.raises(ErrorDeArranque, match="HOY"):
        elige(AJENA | {"HOY": "2022-07-06"})


@pytest.mark.parametrize("puerto", ["ocho mil", "0", "65536", "-1", "80.5"])
def test_un_puerto_absurdo_se_dice(puerto):
    with pytest.raises(ErrorDeArranque, match="PORT debe ser"):
        elige({"PORT": puerto})


def test_el_puerto_pedido_llega_a_la_direccion_y_a_los_hijos():
    eleccion = elige({"PORT": "8123"})
    hijos = compone({"PORT": "8123"}, eleccion, None)
    assert (eleccion.url, hijos["PORT"], hijos["BASE_URL"]) == ("http://127.0.0.1:8123", "8123", "http://127.0.0.1:8123")


def test_los_secretos_se_generan_una_vez_y_son_privados(var):
    primera, segunda = (compone({}, elige({}), None) for _ in range(2))
    assert {primera[n] for n in ("SECRET_KEY", "DEMO_PASSWORD")} == {segunda[n] for n in ("SECRET_KEY", "DEMO_PASSWORD")}
    assert primera["SECRET_KEY"] != primera["DEMO_PASSWORD"]
    assert {stat.S_IMODE(archivo.stat().st_mode) for archivo in (var / "secretos").iterdir()} == {0o600}


def test_lo_que_da_quien_opera_se_respeta_y_lo_vacio_no_cuenta():
    recibido = {"SECRET_KEY_FILE": "/run/secrets/llave", "ALLOWED_HOSTS": "acuerdos.mx", "BASE_URL": ""}
    hijos = compone(recibido, elige(recibido), None)
    assert "SECRET_KEY" not in hijos
    assert hijos["ALLOWED_HOSTS"] == "acuerdos.mx"
    assert hijos["BASE_URL"] == "http://127.0.0.1:8000"


def test_la_bienvenida_da_direccion_cuentas_y_contrasena():
    eleccion = elige({"HOY": "2022-07-06"})
    texto = entorno.bienvenida(eleccion, {"DEMO_PASSWORD": "la-clave", "HOY": "2022-07-06"})
    for dato in ("http://127.0.0.1:8000", "la-clave", "2022-07-06", *entorno.CUENTAS_DE_DEMOSTRACION):
        assert dato in texto
    assert "la-clave" not in entorno.bienvenida(elige(AJENA), {"DEMO_PASSWORD": "la-clave"})


def test_la_bienvenida_dice_a_donde_mandar_un_oficio_por_correo():
    de_demo = {"DEMO_PASSWORD": "x", "CORREO_DEMO_DIR": "/correo", "EMAIL_URL": "smtp://127.0.0.1:2525"}
    assert "buzon@demo.mx por smtp://127.0.0.1:2525" in entorno.bienvenida(elige({}), de_demo)
    assert "por smtp" not in entorno.bienvenida(elige({}), de_demo | {"EMAIL_URL": "smtp://correo.dependencia.mx:587"})
