"""La vida de una credencial, vista desde fuera: la sesión jamás suple a una credencial que no sirve."""

from datetime import timedelta

import pytest

from conferencia import reloj
from conferencia.models import CredencialApi
from conferencia.permissions import facultades_del_sistema
from conferencia.services.credenciales import crear_credencial, revocar_credencial
from tests import reparto
from tests.conferencia.api.conftest import Api, ficha_de

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


def codigo(api: Api) -> tuple[int, str]:
    respuesta = api.get("obligaciones/", {"limite": 1})
    return respuesta.status_code, respuesta.json().get("code", "")


def test_nace_sirve_y_se_revoca(enlace):
    nueva = crear_credencial(por=reparto.facultades(enlace), titular=enlace, nombre="x", caduca_el=reloj.hoy() + timedelta(days=1))
    api = Api(nueva.ficha)
    assert codigo(api) == (200, "")
    assert CredencialApi.objects.get().usada_en == reloj.ahora()
    revocar_credencial(por=reparto.facultades(enlace), credencial=nueva.credencial)
    assert codigo(api) == (401, "credencial_invalida")


def test_caducada_o_de_titular_inactivo_es_401_y_no_dice_cual(enlace):
    api = Api(ficha_de(enlace))
    respuestas = []
    with reloj.fijo(reloj.hoy() + timedelta(days=31)):
        respuestas.append(api.get("obligaciones/"))
    enlace.is_active = False
    enlace.save()
    respuestas += [api.get("obligaciones/"), Api("sda_abcdefgh_" + "0" * 40).get("obligaciones/")]
    assert [r.status_code for r in respuestas] == [401, 401, 401]
    assert {r["WWW-Authenticate"] for r in respuestas} == {'Bearer realm="api", charset="UTF-8"'}
    assert len({r.json()["detail"] for r in respuestas}) == 1


@pytest.mark.parametrize("encabezado", ["", "Bearer", "Bearer ", "Bearer nada", "Basic c2VjcmV0YXJpYTp4", "Token sda_x", "Bearer \xff\xfe", "Bearer a b c"])
def test_con_un_encabezado_que_no_sirve_la_sesion_no_suple(client, consulta, encabezado):
    """Si supliera, un encabezado cualquiera bastaría para saltarse el segundo factor que se exige a las sesiones."""
    client.force_login(consulta)
    assert client.get("/api/v1/obligaciones/").status_code == 200
    respuesta = client.get("/api/v1/obligaciones/", HTTP_AUTHORIZATION=encabezado)
    assert (respuesta.status_code, respuesta.json()["code"]) == (401, "credencial_invalida")


def test_la_secretaria_tecnica_sin_segundo_factor_no_entra_con_un_encabezado_falso(client, titular, settings):
    settings.SEGUNDO_FACTOR_OBLIGATORIO = True
    client.force_login(titular)
    respuesta = client.get("/api/v1/obligaciones/")
    assert (respuesta.status_code, respuesta["Content-Type"], respuesta.json()["code"]) == (403, "application/problem+json", "segundo_factor")
    assert client.get("/api/v1/obligaciones/", HTTP_AUTHORIZATION="Bearer x").status_code == 401


def test_la_credencial_manda_sobre_la_sesion(client, consulta, enlace):
    """Con sesión de quien ve todo y credencial de un enlace, se ve lo del enlace."""
    client.force_login(consulta)
    respuesta = client.get("/api/v1/obligaciones/", {"incluir": "total"}, HTTP_AUTHORIZATION=f"Bearer {ficha_de(enlace)}")
    assert respuesta.json()["total"] == 24


def test_el_esquema_bearer_no_distingue_mayusculas(enlace):
    ficha = ficha_de(enlace)
    codigos = [Api().get("obligaciones/", HTTP_AUTHORIZATION=f"{palabra} {ficha}").status_code for palabra in ("Bearer", "bearer", "BEARER")]
    assert codigos == [200, 200, 200]


def test_la_credencial_no_abre_las_paginas(enlace):
    respuesta = Api(ficha_de(enlace)).get("/credenciales/")
    assert (respuesta.status_code, respuesta["Location"]) == (302, "/cuentas/entrar/?next=/credenciales/") or respuesta["Location"].startswith("/cuentas/")


def test_sin_designacion_vigente_la_credencial_no_ve_nada(enlace):
    nueva = crear_credencial(por=facultades_del_sistema(reloj.hoy()), titular=enlace, nombre="x", caduca_el=reloj.hoy() + timedelta(days=1))
    enlace.designaciones.update(vigencia=(reloj.hoy() - timedelta(days=9), reloj.hoy()))
    assert codigo(Api(nueva.ficha)) == (403, "sin_permiso")
