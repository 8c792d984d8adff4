"""Las páginas de los avisos hacen siempre las mismas consultas, haya uno o veinte."""

from datetime import date

import pytest

from conferencia import reloj
from enlaces.models import Aviso, EstadoAviso, ReglaDeAviso
from enlaces.services.planeacion import planear
from tests.conteo_de_consultas import consultas_como_siempre
from tests.enlaces.escena import a_las_ocho

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
VENCE = date(2022, 7, 12)  # el primer plazo del acta: ese día le toca correo a cada institución


@pytest.fixture
def avisados():
    """El día del primer vencimiento, con sus correos ya enviados."""
    with reloj.fijo(a_las_ocho(VENCE)):
        planear(VENCE)
        Aviso.objects.update(estado=EstadoAviso.ENVIADO, enviado_en=reloj.ahora(), asunto="Vence hoy")
        assert Aviso.objects.count() > 10, "sin correos, una consulta por renglón pasaría inadvertida"
        yield


def _mide(client, ruta: str, nombre: str) -> None:
    client.get(ruta)  # la primera calienta lo que se recuerda por proceso
    with consultas_como_siempre(nombre):
        assert client.get(ruta).status_code == 200


def test_lo_que_ve_quien_recibe(avisados, client, enlace):
    client.force_login(enlace)
    _mide(client, "/avisos/mios/", "mis avisos")
    _mide(client, "/cuenta/avisos/", "cómo llegan los avisos")
    _mide(client, "/calendario/?ver=agenda", "agenda")
    _mide(client, f"/avisos/{Aviso.objects.filter(usuario=enlace).first().pk}/", "un aviso")


def test_lo_que_ve_la_secretaria_tecnica(avisados, client, titular, enlace):
    client.force_login(titular)
    _mide(client, "/avisos/", "avisos")
    _mide(client, f"/enlaces/personas/{enlace.pk}/", "una persona y sus correos")
    _mide(client, "/avisos/reglas/", "reglas de aviso")
    _mide(client, f"/avisos/reglas/{ReglaDeAviso.objects.first().pk}/", "una regla de aviso")
    _mide(client, "/avisos/reglas/prevision/?dia=12/07/2022", "qué se mandaría un día")
