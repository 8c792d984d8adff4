"""Deshacer mientras el aviso espera: o se deshace o sale, nunca las dos cosas, y después ya no."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction

from conferencia import reloj
from conferencia.models import Entrega, EstadoEntrega, Hecho, Obligacion
from conferencia.permissions import AccesoNegado
from conferencia.services.entregas import aceptar_entrega
from conferencia.services.indice import comparar
from enlaces.models import Aviso, EstadoAviso, Regla
from enlaces.queries.deshacer import por_deshacer
from enlaces.services.deshacer import YaSeAviso, deshacer
from enlaces.services.envio import enviar_pendientes
from enlaces.services.inmediatos import planear_inmediatos
from tests import reparto
from tests.conferencia.hilos import a_la_vez
from tests.enlaces.escena import enviar_lo_decidido, presentar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


def st():
    return reparto.facultades(reparto.analista())


def aceptada() -> Entrega:
    (entrega,) = presentar()
    version = Obligacion.objects.get(pk=entrega.obligacion_id).version
    return aceptar_entrega(por=st(), entrega=entrega, version=version)


def de_la_decision() -> list[tuple[str, str]]:
    return sorted(Aviso.objects.filter(regla=Regla.ACEPTACION).values_list("estado", "motivo"))


@pytest.mark.parametrize("planeado", [True, False], ids=["ya en cola", "aún sin planear"])
def test_deshecha_nadie_se_entera(buzon, planeado):
    entrega = aceptada()
    if planeado:
        planear_inmediatos()
    deshacer(por=st(), entrega=entrega)
    assert Entrega.objects.get(pk=entrega.pk).estado == EstadoEntrega.EN_REVISION
    assert de_la_decision() == [("suprimido", "La decisión se deshizo antes de avisarla.")]
    planear_inmediatos()
    enviar_lo_decidido()
    assert [c.asunto.split(":")[0] for c in buzon.correos] == ["Recibido el oficio SSP/1/2022"]


def test_la_decision_que_sigue_a_una_deshecha_si_se_avisa(buzon):
    entrega = aceptada()
    deshacer(por=st(), entrega=entrega)
    aceptar_entrega(por=st(), entrega=entrega, version=Obligacion.objects.get(pk=entrega.obligacion_id).version)
    planear_inmediatos()
    enviar_lo_decidido()
    assert [c.asunto.split(":")[0] for c in buzon.correos] == ["Recibido el oficio SSP/1/2022", "Aceptado"]


def test_el_aviso_espera_cinco_minutos_y_el_acuse_no(buzon):
    aceptada()
    planear_inmediatos()
    assert timedelta(minutes=5) == settings.DESHACER_DURANTE
    assert enviar_pendientes().enviados == 1
    with reloj.fijo(reloj.ahora() + timedelta(minutes=4, seconds=59)):
        assert enviar_pendientes().enviados == 0
    with reloj.fijo(reloj.ahora() + timedelta(minutes=5)):
        assert enviar_pendientes().enviados == 1


def test_ya_avisada_no_se_deshace_y_dice_a_quien_se_le_dijo(buzon):
    entrega = aceptada()
    planear_inmediatos()
    enviar_lo_decidido()
    with pytest.raises(YaSeAviso) as error:
        deshacer(por=st(), entrega=entrega)
    assert str(error.value) == ("Ya se le avisó a enlace.puebla@demo.mx: la decisión no se deshace. Si fue un error, reabre la obligación con su fundamento.")
    assert Entrega.objects.get(pk=entrega.pk).estado == EstadoEntrega.ACEPTADA


def test_sin_nadie_a_quien_avisar_tambien_hay_limite():
    entrega = aceptada()
    planear_inmediatos()
    Aviso.objects.filter(regla=Regla.ACEPTACION).update(estado=EstadoAviso.SUPRIMIDO)
    with reloj.fijo(reloj.ahora() + timedelta(minutes=5)), pytest.raises(YaSeAviso) as error:
        deshacer(por=st(), entrega=entrega)
    assert str(error.value).startswith("Se acabó el tiempo para deshacer esta decisión.")
    deshacer(por=st(), entrega=entrega)
    assert Entrega.objects.get(pk=entrega.pk).estado == EstadoEntrega.EN_REVISION


def test_lo_no_decidido_no_se_deshace():
    (entrega,) = presentar()
    with pytest.raises(YaSeAviso) as error:
        deshacer(por=st(), entrega=entrega)
    assert str(error.value) == "Esta entrega no tiene dictamen que deshacer."


def test_quien_no_dictamina_no_deshace_ni_toca_los_avisos():
    entrega = aceptada()
    planear_inmediatos()
    with pytest.raises(AccesoNegado):
        deshacer(por=reparto.facultades(reparto.enlace()), entrega=entrega)
    assert de_la_decision() == [("planeado", "")]


@pytest.mark.parametrize(("pasados", "quedan"), [(0, 5), (61, 4), (241, 1), (299, 1)])
def test_cuanto_queda(pasados, quedan):
    aceptada()
    with reloj.fijo(reloj.ahora() + timedelta(seconds=pasados)):
        assert [r.minutos for r in por_deshacer(Entrega.objects.all())] == [quedan]


def test_lo_deshecho_lo_avisado_y_lo_vencido_ya_no_se_ofrecen(buzon):
    entrega = aceptada()
    with reloj.fijo(reloj.ahora() + timedelta(minutes=5)):
        assert por_deshacer(Entrega.objects.all()) == []
    planear_inmediatos()
    Aviso.objects.filter(regla=Regla.ACEPTACION).update(sale_desde=None)
    enviar_pendientes()
    assert por_deshacer(Entrega.objects.all()) == []
    Aviso.objects.filter(regla=Regla.ACEPTACION).update(estado=EstadoAviso.PLANEADO, sale_desde=reloj.ahora() + timedelta(minutes=1))
    assert [r.entrega for r in por_deshacer(Entrega.objects.all())] == [entrega]
    deshacer(por=st(), entrega=entrega)
    assert por_deshacer(Entrega.objects.all()) == []


# --- Con conexiones de verdad ------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("sembrada")
@pytest.mark.parametrize("vuelta", range(3))
def test_deshacer_contra_enviar_gana_uno(buzon, hoy, vuelta):
    """El aviso ya puede salir y alguien todavía oprime «Deshacer»: o sale el correo, o se deshace."""
    entrega = aceptada()
    planear_inmediatos()
    Aviso.objects.filter(regla=Regla.ACUSE).delete()
    Aviso.objects.update(sale_desde=reloj.ahora() - timedelta(seconds=1))

    def correr(n: int):
        with reloj.fijo(hoy):
            return enviar_pendientes().enviados if n == 0 else deshacer(por=st(), entrega=Entrega.objects.get(pk=entrega.pk)).estado

    enviados, resultado = a_la_vez(2, correr)
    final = Entrega.objects.get(pk=entrega.pk).estado
    if len(buzon.correos) == 1:
        assert (enviados, final, type(resultado)) == (1, EstadoEntrega.ACEPTADA, YaSeAviso)
    else:
        assert (enviados, final, resultado, de_la_decision()[0][0]) == (0, EstadoEntrega.EN_REVISION, EstadoEntrega.EN_REVISION, "suprimido")
    assert comparar().concuerda


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("sembrada")
def test_quien_envia_no_toma_lo_que_se_esta_deshaciendo(buzon, hoy):
    entrega = aceptada()
    planear_inmediatos()
    Aviso.objects.filter(regla=Regla.ACUSE).delete()
    Aviso.objects.update(sale_desde=None)
    with transaction.atomic():
        deshacer(por=st(), entrega=entrega)

        def enviar(_: int) -> int:
            with reloj.fijo(hoy):
                return enviar_pendientes().enviados

        assert a_la_vez(1, enviar) == [0]  # la fila está bloqueada: se la salta, no espera
    assert buzon.correos == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("sembrada")
def test_dos_que_deshacen_a_la_vez_dejan_un_solo_hecho(hoy):
    entrega = aceptada()

    def correr(_: int):
        with reloj.fijo(hoy):
            return deshacer(por=st(), entrega=Entrega.objects.get(pk=entrega.pk)).estado

    resultados = a_la_vez(2, correr)
    assert [r for r in resultados if r == EstadoEntrega.EN_REVISION] == [EstadoEntrega.EN_REVISION]
    assert Hecho.objects.filter(clase="entrega.dictamen_deshecho").count() == 1
    assert comparar().concuerda


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("sembrada")
def test_planear_y_deshacer_a_la_vez_no_dejan_nada_por_salir(hoy):
    entrega = aceptada()

    def correr(n: int):
        with reloj.fijo(hoy):
            return planear_inmediatos() if n == 0 else deshacer(por=st(), entrega=Entrega.objects.get(pk=entrega.pk)).estado

    _, estado = a_la_vez(2, correr)
    assert estado == EstadoEntrega.EN_REVISION
    assert [e for e, _ in de_la_decision()] == ["suprimido"]
