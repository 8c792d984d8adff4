"""Deshacer un dictamen: todo vuelve exactamente a como estaba, y la historia cuenta las dos cosas."""

import json
from datetime import timedelta

import pytest
from django.forms.models import model_to_dict

from conferencia import reloj
from conferencia.models import Entrega, EstadoEntrega, Hecho, Obligacion, Observacion
from conferencia.permissions import AccesoNegado
from conferencia.services.dictamenes import YA_PASO_OTRA_COSA, deshacer_dictamen
from conferencia.services.entregas import EntregaRechazada, aceptar_entrega, observar_entrega, rechazar_por_ajena
from conferencia.services.indice import comparar
from tests import reparto
from tests.conferencia.presentaciones import presentar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


def st():
    return reparto.facultades(reparto.analista())


def version(entrega: Entrega) -> int:
    return Obligacion.objects.get(pk=entrega.obligacion_id).version


def foto(entrega: Entrega) -> dict:
    """Todo lo que un dictamen puede mover, salvo la versión, que siempre avanza."""
    obligacion = model_to_dict(Obligacion.objects.get(pk=entrega.obligacion_id))
    del obligacion["version"], obligacion["insumos"]
    columnas = ("numero", "texto", "subsanar_el", "atendida_con", "atendida_en", "requisito", "resolucion")
    observaciones = list(Observacion.objects.filter(entrega__obligacion=entrega.obligacion_id).order_by("entrega__numero", "numero").values_list(*columnas))
    entregas = [model_to_dict(e) for e in Entrega.objects.filter(obligacion=entrega.obligacion_id).order_by("numero")]
    return {"obligacion": obligacion, "observaciones": observaciones, "entregas": entregas}


def aceptar(entrega):
    aceptar_entrega(por=st(), entrega=entrega, version=version(entrega))


def observar(entrega):
    observar_entrega(por=st(), entrega=entrega, version=version(entrega), observaciones=["Falta la firma"], subsanar_el=reloj.hoy() + timedelta(days=10))


def rechazar(entrega):
    rechazar_por_ajena(por=st(), entrega=entrega, version=version(entrega), motivo="Trata de otra cosa")


@pytest.mark.parametrize("decidir", [aceptar, observar, rechazar])
def test_todo_vuelve_a_como_estaba_y_el_indice_concuerda(decidir):
    entrega = presentar(reparto.enlace(), "T3.1/PUE-SS", "PUE-SS")
    antes = foto(entrega)
    decidir(entrega)
    assert foto(entrega) != antes
    deshacer_dictamen(por=st(), entrega=entrega)
    assert foto(entrega) == antes
    assert comparar().concuerda


@pytest.mark.parametrize("decidir", [aceptar, observar, rechazar])
def test_la_segunda_ronda_tambien_y_la_primera_no_se_toca(decidir):
    primera = presentar(reparto.enlace(), "T3.1/PUE-SS", "PUE-SS")
    observar(primera)
    segunda = presentar(reparto.enlace(), "T3.1/PUE-SS", "PUE-SS")
    antes = foto(segunda)
    decidir(segunda)
    deshacer_dictamen(por=st(), entrega=segunda)
    assert foto(segunda) == antes
    assert comparar().concuerda


def test_una_permanente_deja_de_estar_ratificada():
    permanente = Obligacion.objects.filter(permanente=True, partes__institucion__clave="PUE-SS").first()
    entrega = presentar(reparto.enlace(), permanente.clave.removeprefix("ZC-2022-1/"), "PUE-SS")
    antes = foto(entrega)
    aceptar(entrega)
    assert Obligacion.objects.get(pk=permanente.pk).ratificada_el == reloj.hoy()
    deshacer_dictamen(por=st(), entrega=entrega)
    assert foto(entrega) == antes
    assert comparar().concuerda


def test_la_historia_cuenta_la_decision_y_que_se_deshizo():
    entrega = presentar(reparto.enlace(), "T3.1/PUE-SS", "PUE-SS")
    observar(entrega)
    decision = Hecho.objects.latest("numero")
    deshacer_dictamen(por=st(), entrega=entrega)
    hecho = Hecho.objects.latest("numero")
    assert (hecho.clase, hecho.de, hecho.a, json.loads(hecho.datos)["anula"]) == (
        "entrega.dictamen_deshecho",
        "con_observaciones",
        "en_revision",
        decision.numero,
    )
    assert decision.motivo == "Falta la firma"  # lo que se había observado no se pierde


def test_despues_se_puede_decidir_otra_vez_y_deshacer_otra_vez():
    entrega = presentar(reparto.enlace(), "T3.1/PUE-SS", "PUE-SS")
    antes = foto(entrega)
    for decidir in (observar, aceptar, rechazar):
        decidir(entrega)
        deshacer_dictamen(por=st(), entrega=entrega)
    assert foto(entrega) == antes
    observar(entrega)
    assert Entrega.objects.get(pk=entrega.pk).estado == EstadoEntrega.CON_OBSERVACIONES
    assert comparar().concuerda


def test_si_ya_se_volvio_a_presentar_no_se_deshace():
    primera = presentar(reparto.enlace(), "T3.1/PUE-SS", "PUE-SS")
    observar(primera)
    presentar(reparto.enlace(), "T3.1/PUE-SS", "PUE-SS")
    with pytest.raises(EntregaRechazada) as error:
        deshacer_dictamen(por=st(), entrega=primera)
    assert str(error.value) == YA_PASO_OTRA_COSA


def test_sin_dictamen_no_hay_que_deshacer():
    entrega = presentar(reparto.enlace(), "T3.1/PUE-SS", "PUE-SS")
    with pytest.raises(EntregaRechazada) as error:
        deshacer_dictamen(por=st(), entrega=entrega)
    assert str(error.value) == "Esta entrega no tiene dictamen que deshacer."


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.enlace_ajeno, reparto.consulta, reparto.sin_designacion])
def test_solo_la_secretaria_tecnica_deshace(quien):
    entrega = presentar(reparto.enlace(), "T3.1/PUE-SS", "PUE-SS")
    aceptar(entrega)
    with pytest.raises(AccesoNegado):
        deshacer_dictamen(por=reparto.facultades(quien()), entrega=entrega)
    assert Entrega.objects.get(pk=entrega.pk).estado == EstadoEntrega.ACEPTADA
