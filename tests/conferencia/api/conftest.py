"""La API probada como la usa un programa: con credencial, sobre el acta de Zona Centro publicada, el 6 de julio de 2022."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from conferencia import reloj
from conferencia.models import Alcance, Usuario
from conferencia.services.credenciales import crear_credencial
from tests import reparto


@pytest.fixture(autouse=True)
def _limites_en_cero(db):
    """El límite por minuto se cuenta en Redis y sobrevive a las pruebas: cada una empieza sin peticiones."""
    cache.clear()


def ficha_de(usuario: Usuario, alcance: str = Alcance.LECTURA) -> str:
    por = reparto.facultades(usuario)
    return crear_credencial(por=por, titular=usuario, nombre="Prueba", caduca_el=reloj.hoy() + timedelta(days=30), alcance=alcance).ficha


class Api:
    """Cliente con credencial. ``lista`` recorre una página y comprueba que contestó bien."""

    def __init__(self, ficha: str = ""):
        self.cliente = Client(headers={"Authorization": f"Bearer {ficha}"} if ficha else {})

    def get(self, ruta: str, datos: dict | None = None, **extra):
        return self.cliente.get(ruta if ruta.startswith(("/", "http")) else f"/api/v1/{ruta}", datos, **extra)

    def lista(self, ruta: str, **datos) -> dict:
        respuesta = self.get(ruta, datos)
        assert respuesta.status_code == 200, respuesta.json()
        return respuesta.json()

    def total(self, ruta: str, **datos) -> int:
        return self.lista(ruta, **datos, incluir="total", limite=1)["total"]

    def claves(self, ruta: str, **datos) -> list[str]:
        return [r["clave"] for r in self.lista(ruta, **{"limite": 200, **datos})["resultados"]]


@pytest.fixture
def api_de(hoy):
    """Fábrica: ``api_de("titular")`` es un cliente con credencial de esa persona del reparto."""
    return lambda quien: Api(ficha_de(getattr(reparto, quien)()))


@pytest.fixture
def api(api_de) -> Api:
    """Con credencial de consulta: ve todas las obligaciones."""
    return api_de("consulta")


@pytest.fixture
def anonima(hoy) -> Api:
    return Api()
