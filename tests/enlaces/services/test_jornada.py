"""La rutina de las ocho y el barrido de cada tic: quién despierta a planear y a enviar."""

from datetime import datetime

import pytest
from django.conf import settings
from redis import Redis

from conferencia import reloj
from conferencia.models import EstadoTrabajo, Trabajo
from conferencia.services import rutinas, trabajos
from enlaces.models import Aviso, EstadoAviso
from enlaces.services.envio import enviar_pendientes
from enlaces.services.jornada import barrer
from tests.enlaces.escena import presentar

pytestmark = pytest.mark.django_db


def el_cinco_a_las(hora: int, minuto: int = 0) -> datetime:
    return datetime(2022, 7, 5, hora, minuto, tzinfo=reloj.MEXICO)


def de_avisos():
    return Trabajo.objects.filter(clase="avisos")


def test_antes_de_las_ocho_no_se_encola_y_despues_una_sola_vez():
    with reloj.fijo(el_cinco_a_las(7, 59)):
        rutinas.encolar_las_de_hoy()
        assert de_avisos().count() == 0
    for minuto in (0, 1):
        with reloj.fijo(el_cinco_a_las(8, minuto)):
            rutinas.encolar_las_de_hoy()
    assert list(de_avisos().values_list("clave", "datos")) == [("avisos/2022-07-05", {"dia": "2022-07-05"})]


def test_la_rutina_planea_y_envia_y_repetida_no_manda_nada(buzon):
    with reloj.fijo(el_cinco_a_las(8)):
        rutinas.encolar_las_de_hoy()
        trabajo = de_avisos().get()
        trabajos.hacer(str(trabajo.pk))
        trabajo.refresh_from_db()
        assert trabajo.estado == EstadoTrabajo.HECHO
        assert trabajo.resultado == {"planeados": 17, "enviados": 17, "suprimidos": 0, "fallidos": 0, "por_reintentar": 0}
        de_avisos().update(estado=EstadoTrabajo.PENDIENTE)  # como si el trabajador hubiera muerto sin cerrarlo
        trabajos.hacer(str(trabajo.pk))
    trabajo.refresh_from_db()
    assert trabajo.resultado["enviados"] == 0
    assert len(buzon.correos) == 17


def test_el_barrido_planea_lo_inmediato_y_encarga_su_envio(buzon, hoy):
    redis = Redis.from_url(settings.REDIS_URL)
    redis.delete("celery")
    barrer()
    assert redis.llen("celery") == 0  # sin nada en cola no se despierta a nadie
    presentar()
    barrer()
    assert list(Aviso.objects.values_list("regla", "estado")) == [("acuse", EstadoAviso.PLANEADO)]
    assert b"enlaces.enviar" in redis.lindex("celery", 0)
    redis.delete("celery")
    redis.close()
    assert enviar_pendientes().enviados == 1
