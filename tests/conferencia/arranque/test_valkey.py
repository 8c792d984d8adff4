"""El Valkey embebido guarda, pide contraseña y vuelve con lo que tenía."""

import socket

import redis

from conferencia.arranque.red import LOOPBACK, puerto_libre
from conferencia.arranque.valkey import Valkey


def test_vuelve_con_lo_que_tenia(sitio, en_pie):
    valkey = Valkey(sitio, puerto_libre())
    proceso = en_pie(valkey)
    with redis.Redis.from_url(valkey.url) as cliente:
        cliente.set("pendiente", "oficio")
    proceso.terminate()
    assert proceso.wait(10) == 0
    en_pie(valkey)
    with redis.Redis.from_url(valkey.url) as cliente:
        assert cliente.get("pendiente") == b"oficio"


def test_sin_contrasena_no_atiende(sitio, en_pie):
    valkey = Valkey(sitio, puerto_libre(), duradero=False)
    en_pie(valkey)
    with socket.create_connection((LOOPBACK, valkey.puerto), timeout=2) as enchufe:
        enchufe.sendall(b"PING\r\n")
        assert enchufe.recv(64).startswith(b"-NOAUTH")


def test_la_contrasena_no_se_ve_en_la_lista_de_procesos(sitio):
    valkey = Valkey(sitio, 1)
    assert not any(valkey.clave in parte for parte in valkey.programa().orden)
