"""Todo error es un problema RFC 9457, con las mismas llaves, en español y con un identificador que se puede rastrear."""

import pytest
from django.test import Client
from redis.exceptions import ConnectionError as RedisCaido
from rest_framework import exceptions
from rest_framework.test import APIRequestFactory
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from conferencia.api import problemas, viewsets
from conferencia.domain.permisos import Negado
from conferencia.permissions import AccesoNegado
from tests.conferencia.api.conftest import Api

pytestmark = pytest.mark.django_db
LLAVES = ["type", "title", "status", "detail", "instance", "code", "request_id", "errors"]


def problema(respuesta) -> dict:
    """Comprueba la forma y da el cuerpo."""
    assert respuesta["Content-Type"] == "application/problem+json"
    assert respuesta["Content-Language"] == "es-MX"
    cuerpo = respuesta.json()
    assert list(cuerpo) == LLAVES
    assert cuerpo["status"] == respuesta.status_code
    assert cuerpo["type"] == f"/api/v1/problemas/{cuerpo['code']}/"
    assert cuerpo["request_id"] == respuesta["X-Request-ID"] != ""
    return cuerpo


def test_cada_estado_con_su_codigo(api, anonima):
    casos = {
        (400, "parametros_invalidos"): api.get("obligaciones/?nada=1"),
        (401, "no_autenticado"): anonima.get("obligaciones/"),
        (401, "credencial_invalida"): Api("sda_x").get("obligaciones/"),
        (404, "no_encontrado"): api.get("obligaciones/01900000-0000-7000-8000-000000000000/"),
        (405, "metodo_no_permitido"): api.cliente.post("/api/v1/obligaciones/"),
        (406, "no_aceptable"): api.get("obligaciones/", HTTP_ACCEPT="text/csv"),
    }
    assert {(r.status_code, problema(r)["code"]) for r in casos.values()} == set(casos)
    assert {problema(r)["instance"] for (estado, _), r in casos.items() if estado != 404} == {"/api/v1/obligaciones/"}


@pytest.mark.parametrize(
    "ruta",
    ["nada/", "obligaciones/no-es-un-id/", "obligaciones/1/hechos/", "problemas/inventado/", "../v1/x/", "%00/", "obligaciones/a%0Ab/", "obligaciones/%C3%B1/"],
)
def test_toda_ruta_desconocida_bajo_la_api_es_un_problema(api, anonima, ruta):
    for cliente in (api, anonima):
        assert problema(cliente.get(ruta))["code"] == "no_encontrado"


def test_sin_diagonal_final_se_redirige_a_donde_es(api):
    respuesta = api.get("obligaciones?entidad=PUE")
    assert (respuesta.status_code, respuesta["Location"]) == (301, "/api/v1/obligaciones/?entidad=PUE")


@pytest.mark.parametrize("clase", problemas.CLASES.values(), ids=lambda c: c.codigo)
def test_el_tipo_de_cada_problema_se_puede_abrir(anonima, clase):
    assert anonima.lista(clase.tipo) == {"type": clase.tipo, "code": clase.codigo, "status": clase.estado, "title": clase.titulo, "detail": clase.detalle}


def test_el_limite_dice_cuanto_esperar(api, monkeypatch):
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"user": "2/min", "anon": "60/min"})
    codigos = [api.get("").status_code for _ in range(2)]
    respuesta = api.get("")
    assert (codigos, problema(respuesta)["code"]) == ([200, 200], "demasiadas_peticiones")
    assert 1 <= int(respuesta["Retry-After"]) <= 60


def test_sin_redis_se_atiende_sin_limite(api, monkeypatch):
    def caido(*_):
        raise RedisCaido

    monkeypatch.setattr(SimpleRateThrottle, "allow_request", caido)
    assert api.get("").status_code == 200


def test_lo_imprevisto_es_un_problema_rastreable_y_no_cuenta_intimidades(api, monkeypatch, caplog):
    def falla(self):
        raise RuntimeError("contraseña=1234")

    monkeypatch.setattr(viewsets.Obligaciones, "get_queryset", falla)
    respuesta = api.get("obligaciones/")
    assert problema(respuesta)["code"] == "error_interno"
    assert "1234" not in respuesta.content.decode()
    assert "contraseña=1234" in caplog.text


class Prueba(APIView):
    """Levanta lo que se le pida: así se prueban los errores que una API de solo lectura aún no provoca."""

    authentication_classes = permission_classes = throttle_classes = ()
    error: Exception | None = None

    def post(self, request):
        if self.error:
            raise self.error
        return request.data


@pytest.mark.parametrize(
    ("error", "esperado", "detalle"),
    [
        (AccesoNegado(Negado("No te toca.")), (403, "sin_permiso"), "No te toca."),
        (AccesoNegado(Negado("No está.", existe=False)), (404, "no_encontrado"), "No está."),
        (exceptions.PermissionDenied(), (403, "sin_permiso"), "Tu designación no permite esta consulta."),
        (exceptions.ValidationError("x"), (400, "parametros_invalidos"), problemas.CLASES["parametros_invalidos"].detalle),
    ],
)
def test_cada_excepcion_se_traduce(error, esperado, detalle):
    respuesta = Prueba.as_view(error=error)(APIRequestFactory().post("/x"))
    assert ((respuesta.status_code, respuesta.data["code"]), respuesta.data["detail"]) == (esperado, detalle)


@pytest.mark.parametrize(
    ("tipo", "cuerpo", "esperado"), [("text/csv", "a,b", (415, "tipo_no_admitido")), ("application/json", "{", (400, "peticion_ilegible"))]
)
def test_un_cuerpo_que_no_se_lee(tipo, cuerpo, esperado):
    respuesta = Prueba.as_view()(APIRequestFactory().post("/x", cuerpo, content_type=tipo))
    assert (respuesta.status_code, respuesta.data["code"]) == esperado


def test_un_anonimo_no_necesita_sesion_para_recibir_el_problema():
    assert "Set-Cookie" not in Client().get("/api/v1/obligaciones/").headers
