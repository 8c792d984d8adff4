"""Lo que el esquema promete y lo que la API hace, enfrentados con peticiones al azar: válidas, inválidas y con métodos de más."""

import json

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import positive_data_acceptance

from conferencia.api.documentacion import RUTA_DEL_ESQUEMA
from conferencia.models import Compromiso, Disposicion, Obligacion, Reunion
from tests import reparto
from tests.conferencia.api.conftest import ficha_de

pytestmark = pytest.mark.django_db
ESQUEMA = schemathesis.openapi.from_dict(json.loads(RUTA_DEL_ESQUEMA.read_text(encoding="utf-8")))
ESQUEMA.app = get_wsgi_application()
RUTAS = [ruta for ruta, metodos in ESQUEMA.raw_schema["paths"].items() if "get" in metodos]
# Un valor con la forma debida puede nombrar algo que no existe: eso es 400 y es correcto.
EXCLUIDAS = [positive_data_acceptance]
CON_MEDIDA = settings(
    max_examples=12, deadline=None, database=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def encabezados(hoy):
    """La aplicación corre en este hilo y sobre la transacción de la prueba: que no cierre su conexión al contestar."""
    for senal in (request_started, request_finished):
        senal.disconnect(close_old_connections)
    yield {"Authorization": f"Bearer {ficha_de(reparto.consulta())}"}
    for senal in (request_started, request_finished):
        senal.connect(close_old_connections)


# La raíz no tiene parámetros: no hay petición inválida que hacerle.
CASOS = [(ruta, modo) for ruta in RUTAS for modo in GenerationMode if ruta != "/api/v1/" or modo is GenerationMode.POSITIVE]


@pytest.mark.parametrize(("ruta", "modo"), CASOS)
def test_la_api_cumple_su_esquema(encabezados, ruta, modo):
    operacion = ESQUEMA[ruta]["GET"]

    @CON_MEDIDA
    @given(case=operacion.as_strategy(generation_mode=modo))
    def peticion(case):
        case.call_and_validate(headers=encabezados, excluded_checks=EXCLUIDAS)

    peticion()


@pytest.mark.parametrize("recurso", [Reunion, Disposicion, Compromiso, Obligacion], ids=lambda m: m.__name__)
def test_el_detalle_de_lo_que_existe_cumple_su_esquema(encabezados, recurso):
    """Al azar ningún id existe: aquí se prueban diez que sí, que son los que llevan cuerpo."""
    ruta = {Reunion: "reuniones", Disposicion: "disposiciones", Compromiso: "compromisos", Obligacion: "obligaciones"}[recurso]
    operacion = ESQUEMA[f"/api/v1/{ruta}/{{id}}/"]["GET"]
    estados = set()
    for pk in recurso.objects.order_by("pk").values_list("pk", flat=True)[:10]:
        respuesta = operacion.Case(path_parameters={"id": str(pk)}).call_and_validate(headers=encabezados, excluded_checks=EXCLUIDAS)
        estados.add(respuesta.status_code)
    assert estados == {200}


def test_la_comprobacion_si_distingue(encabezados, monkeypatch):
    """Que la prueba del contrato pueda fallar: con un campo de otro tipo, falla."""
    monkeypatch.setattr("conferencia.api.serializers.ObligacionSerializer.get_rotulo", lambda *_: 7)
    caso = ESQUEMA["/api/v1/obligaciones/"]["GET"].Case(query={"limite": 1})
    with pytest.raises(FailureGroup, match="rotulo"):
        caso.call_and_validate(headers=encabezados, excluded_checks=EXCLUIDAS)
    caso.call_and_validate(headers=encabezados, checks=[not_a_server_error])
