"""Una instancia por carpeta; la segunda orden dice dónde corre la primera."""

import json
import os
import socket
import stat

import pytest

from conferencia.arranque import instancia
from conferencia.arranque.red import puerto_libre
from conferencia.arranque.rutas import ErrorDeArranque


@pytest.fixture(autouse=True)
def var(tmp_path, monkeypatch):
    for objeto, nombre, valor in (
        (instancia, "VAR", tmp_path / "var"),
        (instancia, "ARCHIVO", tmp_path / "var" / "instancia.json"),
        (instancia.Puertos, "archivo", tmp_path / "var" / "puertos.json"),
    ):
        monkeypatch.setattr(objeto, nombre, valor)
    return tmp_path / "var"


def test_la_segunda_dice_en_que_direccion_corre_la_primera():
    with instancia.candado():
        instancia.anuncia("http://127.0.0.1:8123", {})
        with pytest.raises(ErrorDeArranque, match=rf"Ya está corriendo en http://127\.0\.0\.1:8123 \(proceso {os.getpid()}\)"), instancia.candado():
            pass


def test_terminada_la_primera_cabe_otra():
    with instancia.candado():
        pass
    with instancia.candado():
        instancia.anuncia("http://127.0.0.1:8000", {})


def test_los_datos_de_otra_cuenta_no_se_tocan(var, monkeypatch):
    var.mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: var.stat().st_uid + 1)
    with pytest.raises(ErrorDeArranque, match="es de otra cuenta"), instancia.candado():
        pass


def test_lo_anunciado_es_privado_y_solo_lleva_lo_nuevo(var, monkeypatch):
    monkeypatch.setenv("YA_ESTABA", "igual")
    with instancia.candado():
        instancia.anuncia("http://127.0.0.1:8000", {"YA_ESTABA": "igual", "SECRET_KEY": "secreta"})
    assert json.loads(instancia.ARCHIVO.read_text())["entorno"] == {"SECRET_KEY": "secreta"}
    assert stat.S_IMODE(instancia.ARCHIVO.stat().st_mode) == 0o600


def test_un_servicio_conserva_su_puerto_mientras_siga_libre(var):
    var.mkdir()
    primero = instancia.Puertos().de("postgres")
    assert instancia.Puertos().de("postgres") == primero
    assert instancia.Puertos().de("valkey") not in {primero, 0}


def test_un_puerto_ocupado_no_se_da():
    with socket.socket() as ocupado:
        ocupado.bind(("127.0.0.1", 0))
        ocupado.listen()
        puerto = ocupado.getsockname()[1]
        assert puerto_libre(puerto) != puerto


def test_sin_nada_corriendo_manage_lo_dice():
    with pytest.raises(ErrorDeArranque, match="No hay nada corriendo"):
        instancia.manage(["check"])
