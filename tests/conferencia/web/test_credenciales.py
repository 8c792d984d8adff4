"""La página de credenciales: el secreto se ve una vez, solo lo ve su titular, y enviar dos veces no crea dos."""

import re
from datetime import timedelta

import pytest

from conferencia import reloj
from conferencia.models import CredencialApi
from conferencia.services.credenciales import autenticar, crear_credencial
from tests import reparto
from tests.conftest import HOY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
RUTA = "/credenciales/"


@pytest.fixture
def navegador(client, enlace):
    client.force_login(enlace)
    return client


def llave_oculta(respuesta) -> str:
    return re.search(r'name="prefijo" value="([0-9a-z]{8})"', respuesta.content.decode())[1]


def enviar(navegador, **cambios):
    datos = {"nombre": "Tablero de Puebla", "dias": "90", "alcance": "lectura", "prefijo": llave_oculta(navegador.get(RUTA))}
    return navegador.post(RUTA, datos | cambios)


def credencial_de(usuario) -> CredencialApi:
    return crear_credencial(por=reparto.facultades(usuario), titular=usuario, nombre="Suya", caduca_el=HOY + timedelta(days=9)).credencial


def test_sin_sesion_se_va_a_la_entrada(client):
    assert client.get(RUTA)["Location"].startswith("/cuentas/")


def test_la_pagina_vacia_dice_que_hacer(navegador):
    html = navegador.get(RUTA).content.decode()
    assert "Aún no tienes credenciales" in html
    assert "Crear credencial" in html


def test_el_secreto_se_muestra_una_sola_vez_y_sirve(navegador, enlace):
    respuesta = enviar(navegador)
    (ficha,) = re.findall(r'value="(sda_[0-9a-z]{8}_[0-9a-z]{40})"', respuesta.content.decode())
    assert respuesta.status_code == 201
    assert "no-store" in respuesta["Cache-Control"]
    credencial = autenticar(ficha)
    assert (credencial.usuario, credencial.nombre, credencial.caduca_el) == (enlace, "Tablero de Puebla", HOY + timedelta(days=90))
    despues = navegador.get(RUTA).content.decode()
    assert ficha.split("_")[2] not in despues
    assert f"sda_{credencial.prefijo}" in despues


def test_solo_la_que_se_pide_para_escribir_escribe(navegador):
    assert "Leer y escribir" in navegador.get(RUTA).content.decode()
    enviar(navegador, alcance="escritura", nombre="Escribe")
    enviar(navegador, nombre="Lee")
    assert dict(CredencialApi.objects.values_list("nombre", "alcance")) == {"Escribe": "escritura", "Lee": "lectura"}


def test_reenviar_el_formulario_no_crea_otra_y_lo_dice(navegador):
    llave = llave_oculta(navegador.get(RUTA))
    enviar(navegador, prefijo=llave)
    repetida = navegador.post(RUTA, {"nombre": "Tablero de Puebla", "dias": "90", "alcance": "lectura", "prefijo": llave}, follow=True)
    assert CredencialApi.objects.count() == 1
    assert "ya se creó y su secreto ya se mostró" in repetida.content.decode()


def test_el_formulario_siguiente_trae_otra_llave(navegador):
    llave = llave_oculta(navegador.get(RUTA))
    assert llave_oculta(enviar(navegador, prefijo=llave)) != llave


@pytest.mark.parametrize("cambios", [{"nombre": ""}, {"nombre": "x" * 81}, {"dias": "366"}, {"dias": ""}])
def test_un_error_conserva_lo_escrito_y_se_anuncia(navegador, cambios):
    respuesta = enviar(navegador, **cambios)
    html = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert "<title>Error: " in html
    assert (cambios.get("nombre") or "Tablero de Puebla") in html or cambios["nombre"] == ""
    assert CredencialApi.objects.count() == 0


def test_sin_designacion_se_explica_y_no_se_puede(client):
    client.force_login(reparto.sin_designacion())
    assert "No tienes ninguna designación vigente" in client.get(RUTA).content.decode()
    assert client.post(RUTA, {"nombre": "x", "dias": "30", "alcance": "lectura", "prefijo": "abcdefgh"}).status_code == 403
    assert CredencialApi.objects.count() == 0


def test_cada_quien_ve_solo_las_suyas(navegador, enlace, enlace_ajeno):
    propia, ajena = credencial_de(enlace), credencial_de(enlace_ajeno)
    html = navegador.get(RUTA).content.decode()
    assert (propia.prefijo in html, ajena.prefijo in html) == (True, False)


def test_revocar_pregunta_y_luego_revoca(navegador, enlace):
    credencial = credencial_de(enlace)
    ruta = f"{RUTA}{credencial.pk}/revocar/"
    assert "¿Revocar «Suya»?" in navegador.get(ruta).content.decode()
    assert CredencialApi.objects.get().revocada_en is None
    respuesta = navegador.post(ruta, follow=True)
    assert respuesta.redirect_chain == [(RUTA, 302)]
    assert CredencialApi.objects.get().revocada_en == reloj.ahora()
    assert "dejó de servir" in respuesta.content.decode()
    assert "ya estaba revocada" in navegador.post(ruta, follow=True).content.decode()


@pytest.mark.parametrize("metodo", ["get", "post"])
def test_la_ajena_no_existe(navegador, enlace_ajeno, metodo):
    ajena = credencial_de(enlace_ajeno)
    assert getattr(navegador, metodo)(f"{RUTA}{ajena.pk}/revocar/").status_code == 404
    assert CredencialApi.objects.get().revocada_en is None


def test_los_estados_se_dicen_con_palabras(navegador, enlace):
    credencial_de(enlace)
    with reloj.fijo(HOY + timedelta(days=10)):
        html = navegador.get(RUTA).content.decode()
    assert "Caducada" in html
    assert "Revocar<" not in html
