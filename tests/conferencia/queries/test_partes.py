"""Las partes de lo conjunto como estaban un día: qué etapa llevaban, a quién le tocaba y quiénes eran."""

from datetime import date, timedelta

import pytest

from conferencia import reloj
from conferencia.models import Institucion, Obligacion
from conferencia.queries.partes import partes_al
from conferencia.services.adhesiones import adherir
from conferencia.services.partes import pasar_turno
from tests import reparto
from tests.conferencia.services.test_partes import CONVENIO, convenio, mover

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
SEPTIEMBRE, OCTUBRE, NOVIEMBRE = date(2022, 9, 5), date(2022, 10, 10), date(2022, 11, 3)


@pytest.fixture
def contada(reunion):
    """En septiembre Puebla negocia y el turno pasa al SESNSP; en octubre Puebla firma; en noviembre se suma la SSPC."""
    with reloj.fijo(SEPTIEMBRE):
        mover("PUE-SS", "negociacion")
        sesnsp = Institucion.objects.get(clave="SESNSP")
        pasar_turno(por=reparto.facultades(reparto.titular()), obligacion=convenio(), a=[sesnsp.pk], version=convenio().version)
    with reloj.fijo(OCTUBRE):
        mover("PUE-SS", "firmado", firmado_el=date(2022, 10, 7))
    with reloj.fijo(NOVIEMBRE):
        adherir(
            por=reparto.facultades(reparto.titular()),
            reunion=reunion,
            institucion=Institucion.objects.get(clave="SSPC"),
            desde=NOVIEMBRE,
            motivo="Oficio 3",
            compromisos=["ZC-2022-1/A12.1"],
            vence_lo_vencido=date(2022, 12, 30),
        )
        yield reloj.ahora()


def al(dia: date, sabido_al) -> list[tuple]:
    (partes,) = partes_al([convenio()], dia, sabido_al).values()
    return [(p.institucion.clave, p.etapa, p.firmado_el, p.en_turno, p.avance) for p in partes]


def test_cada_corte_dice_lo_de_entonces(contada):
    assert al(date(2022, 7, 6), contada) == [(c, "sin_iniciar", None, True, 0) for c in ("PUE-SS", "SESNSP", "DGGSCDT")]
    assert al(SEPTIEMBRE, contada) == [
        ("PUE-SS", "negociacion", None, False, 33),
        ("SESNSP", "sin_iniciar", None, True, 0),
        ("DGGSCDT", "sin_iniciar", None, False, 0),
    ]
    assert al(OCTUBRE, contada)[0] == ("PUE-SS", "firmado", date(2022, 10, 7), False, 100)
    assert [p[0] for p in al(NOVIEMBRE, contada)] == ["PUE-SS", "SESNSP", "DGGSCDT", "SSPC"]


def test_lo_de_hoy_plegado_de_los_hechos_es_lo_guardado(contada):
    guardadas = convenio().partes.order_by("orden").values_list("institucion__clave", "etapa", "firmado_el", "en_turno", "avance")
    assert al(NOVIEMBRE, contada) == list(guardadas)


def test_con_lo_sabido_antes_lo_posterior_no_estaba(contada):
    with reloj.fijo(SEPTIEMBRE):
        antes = reloj.ahora() + timedelta(hours=6)
    assert al(OCTUBRE, antes)[0] == ("PUE-SS", "negociacion", None, False, 33)


def test_lo_individual_no_lleva_etapas(contada):
    assert partes_al(Obligacion.objects.filter(modo="individual")[:3], NOVIEMBRE, contada) == {}


def test_la_pagina_y_la_api_de_un_corte_dicen_las_de_entonces(contada, client):
    client.force_login(reparto.titular(), backend="allauth.account.auth_backends.AuthenticationBackend")
    o = Obligacion.objects.get(clave=CONVENIO)
    pagina = " ".join(client.get(f"/obligaciones/{o.pk}/", {"corte": "2022-09-05"}).content.decode().split())
    assert ("En negociación" in pagina, "Firmado" in pagina, "Mover etapa" in pagina) == (True, False, False)
    for corte, etapas in (("2022-09-05", ["negociacion", "sin_iniciar", "sin_iniciar"]), ("2022-10-10", ["firmado", "sin_iniciar", "sin_iniciar"])):
        suya = client.get(f"/api/v1/obligaciones/{o.pk}/", {"corte": corte}).json()
        assert [p["etapa"] for p in suya["partes"]] == etapas
