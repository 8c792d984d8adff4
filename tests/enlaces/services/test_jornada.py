"""La rutina de las ocho y el barrido de cada tic: quién despierta a planear y a enviar."""

from datetime import date, datetime

import pytest
from django.conf import settings
from redis import Redis

from conferencia import reloj
from conferencia.models import EntidadFederativa, EstadoTrabajo, Trabajo
from conferencia.services import rutinas, trabajos
from enlaces.models import Aviso, EstadoAviso
from enlaces.services.envio import enviar_pendientes
from enlaces.services.jornada import barrer
from enlaces.services.planeacion import YA_NO, planear
from tests.enlaces.escena import presentar

pytestmark = pytest.mark.django_db


def el_cinco_a_las(hora: int, minuto: int = 0) -> datetime:
    return datetime(2022, 7, 5, hora, minuto, tzinfo=reloj.MEXICO)


def de_avisos():
    return Trabajo.objects.filter(clase="avisos")


def test_antes_de_su_hora_no_se_encola_y_despues_una_sola_vez():
    with reloj.fijo(el_cinco_a_las(5, 29)):
        rutinas.encolar_las_de_hoy()
        assert de_avisos().count() == 0
    for minuto in (30, 31):
        with reloj.fijo(el_cinco_a_las(5, minuto)):
            rutinas.encolar_las_de_hoy()
    assert list(de_avisos().values_list("clave", "datos")) == [("avisos/2022-07-05", {"dia": "2022-07-05"})]


def test_la_rutina_planea_y_envia_y_repetida_no_manda_nada(buzon):
    with reloj.fijo(el_cinco_a_las(8)):
        rutinas.encolar_las_de_hoy()
        trabajo = de_avisos().get()
        trabajos.hacer(str(trabajo.pk))
        trabajo.refresh_from_db()
        assert trabajo.estado == EstadoTrabajo.HECHO
        assert trabajo.resultado == {"planeados": 19, "enviados": 19, "suprimidos": 0, "fallidos": 0, "por_reintentar": 0}
        de_avisos().update(estado=EstadoTrabajo.PENDIENTE)  # como si el trabajador hubiera muerto sin cerrarlo
        trabajos.hacer(str(trabajo.pk))
    trabajo.refresh_from_db()
    assert trabajo.resultado["enviados"] == 0
    assert len(buzon.correos) == 19  # diecisiete a quien responde y dos a la Secretaría Técnica: hay instituciones sin enlace


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


def test_se_planea_y_redacta_de_madrugada_y_cada_quien_lo_recibe_a_las_ocho_de_su_entidad(buzon):
    """Si Hidalgo estuviera en Cancún, sus ocho serían una hora antes que las de la Ciudad de México en invierno."""
    EntidadFederativa.objects.filter(abreviatura="HGO").update(huso="America/Tijuana")
    EntidadFederativa.objects.filter(abreviatura="MOR").update(huso="America/Hermosillo")
    with reloj.fijo(el_cinco_a_las(5, 30)):
        rutinas.encolar_las_de_hoy()
        trabajos.hacer(str(de_avisos().get().pk))
        assert buzon.correos == []
        assert not Aviso.objects.filter(estado=EstadoAviso.PLANEADO, regla="resumen", cuerpo_texto="").exists()
    horas = {}
    for hora in (8, 9, 10, 11):
        with reloj.fijo(el_cinco_a_las(hora)):
            enviar_pendientes()
            horas[hora] = len(buzon.correos)
    de_hidalgo = Aviso.objects.get(correo="enlace.hidalgo@demo.mx")
    assert de_hidalgo.enviado_en == el_cinco_a_las(10)  # en julio, Tijuana va dos horas atrás
    assert set(Aviso.objects.filter(correo__startswith="titular.mor").values_list("enviado_en", flat=True)) == {el_cinco_a_las(10)}
    assert horas == {8: 15, 9: 15, 10: 19, 11: 19}


def test_dos_dias_apagado_manda_un_resumen_y_no_tres(buzon):
    for dia in (11, 12):  # se planeó y nadie lo envió
        with reloj.fijo(datetime(2022, 7, dia, 6, tzinfo=reloj.MEXICO)):
            planear(date(2022, 7, dia))
    with reloj.fijo(datetime(2022, 7, 13, 8, tzinfo=reloj.MEXICO)):
        planear(date(2022, 7, 13))
        enviar_pendientes()
    assert len(buzon.correos) == 17
    assert {c.asunto.split(":")[0].replace("martes ", "") for c in buzon.correos} == {"Venció el 12 de julio"}
    assert set(Aviso.objects.filter(estado=EstadoAviso.SUPRIMIDO).values_list("motivo", flat=True)) == {YA_NO}
