"""La anotación de un correo corre en otro hilo, por la misma conexión, y al salir nada queda sin anotar."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from conferencia import reloj
from enlaces.models import Aviso, EstadoAviso
from enlaces.services.anotaciones import Anotador
from enlaces.services.planeacion import planear
from tests.enlaces.escena import FIRMA, a_las_ocho

pytestmark = pytest.mark.django_db
HASTA = timezone.now() + timedelta(minutes=5)


@pytest.fixture
def enviandose():
    with reloj.fijo(a_las_ocho(FIRMA)):
        planear(FIRMA)
        Aviso.objects.update(estado=EstadoAviso.ENVIANDO, arrendado_hasta=HASTA, motivo="Se cayó el servidor.")
        yield list(Aviso.objects.order_by("pk"))


def ajuste() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        return cursor.fetchone()[0]


def test_al_salir_todo_quedo_anotado_y_la_sesion_como_estaba(enviandose):
    antes = ajuste()
    with Anotador() as anotador:
        assert ajuste() == "off"
        for aviso in enviandose:
            anotador.anotar(aviso.pk, HASTA)
    assert ajuste() == antes
    assert set(Aviso.objects.values_list("estado", "enviado_en", "arrendado_hasta", "motivo")) == {(EstadoAviso.ENVIADO, a_las_ocho(FIRMA), None, "")}


def test_lo_que_ya_tomo_otro_no_se_anota(enviandose):
    Aviso.objects.filter(pk=enviandose[0].pk).update(arrendado_hasta=HASTA + timedelta(minutes=5))
    with Anotador() as anotador:
        for aviso in enviandose[:2]:
            anotador.anotar(aviso.pk, HASTA)
    assert [Aviso.objects.get(pk=a.pk).estado for a in enviandose[:2]] == [EstadoAviso.ENVIANDO, EstadoAviso.ENVIADO]


def test_lo_que_falla_en_el_otro_hilo_se_sabe_en_este(enviandose):
    with pytest.raises(Exception, match="uuid"), Anotador() as anotador:
        anotador.anotar("no es una llave", HASTA)
    connection.set_rollback(True)
