"""El cálculo a un corte dice lo que entonces regía y se sabía: ni la prórroga de después, ni la suspensión que aún no terminaba."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from conferencia import reloj
from conferencia.domain.periodos import Regla
from conferencia.models import Obligacion
from conferencia.queries.calculo import Calculo, calculo_al
from conferencia.queries.corte import al_corte, como_estaban, tomar
from conferencia.services.eventos import registrar_evento
from conferencia.services.objetivos import fijar_objetivo
from conferencia.services.obligaciones import extender_periodos
from conferencia.services.recurrencias import cambiar_recurrencia
from conferencia.services.suspensiones import reanudar
from tests import reparto
from tests.conferencia.plazos import A81, A101, analista, con_termino, la, salida, suspendida

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


def al(clave: str, dia: date | None = None, sabido_al: datetime | None = None) -> tuple[Obligacion, Calculo]:
    corte = tomar(dia, sabido_al)
    (o,) = como_estaban(al_corte(Obligacion.objects.filter(clave=clave), corte), corte)
    return o, calculo_al(o, corte)


@pytest.fixture
def reanudada():
    """Suspendida el 6 de julio; el 18 se reanuda y la fecha se recorre al 10 de octubre."""
    o = suspendida()
    with reloj.fijo(date(2022, 7, 18)):
        reanudar(por=analista(), obligacion=o, hasta=date(2022, 7, 15), version=o.version)
        yield o


def test_a_cada_corte_sus_pasos_su_fecha_y_su_suspension(reanudada):
    antes, suyo = al(A81, date(2022, 7, 5))
    assert (antes.vence_el, [p.titulo for p in suyo.pasos], suyo.suspension) == (date(2022, 9, 30), ["Lo que dice el acta"], None)
    detenida, suyo = al(A81, date(2022, 7, 10))
    assert ([p.titulo for p in suyo.pasos], suyo.pasos[-1].vence_el) == (["Lo que dice el acta", "Se suspendió el plazo"], None)
    assert (detenida.vence_el, suyo.suspension.desde, suyo.suspension.hasta) == (date(2022, 9, 30), date(2022, 7, 6), None)
    hoy, suyo = al(A81)
    assert (hoy.vence_el, hoy.vence_original_el, suyo.suspension) == (date(2022, 10, 10), date(2022, 9, 30), None)
    assert suyo.pasos[-1].vence_el == date(2022, 10, 10)


def test_el_ultimo_dia_de_la_suspension_se_dice_si_ya_se_sabia():
    with reloj.fijo(datetime(2022, 7, 6, 9, tzinfo=reloj.MEXICO)):
        o = suspendida()
    with reloj.fijo(datetime(2022, 7, 7, 9, tzinfo=reloj.MEXICO)):
        reanudar(por=analista(), obligacion=o, hasta=date(2022, 7, 20), version=o.version)
        suspendida("ZC-2022-1/A8.1/HGO-SS", desde=date(2022, 7, 6), hasta=date(2022, 7, 20))
    with reloj.fijo(date(2022, 7, 15)):
        sin_saber, sabiendo = datetime(2022, 7, 6, 12, tzinfo=reloj.MEXICO), datetime(2022, 7, 7, 12, tzinfo=reloj.MEXICO)
        hastas = [al(A81, date(2022, 7, 10), instante)[1].suspension.hasta for instante in (sin_saber, sabiendo)]
        assert hastas == [None, date(2022, 7, 20)]
        assert al("ZC-2022-1/A8.1/HGO-SS", date(2022, 7, 10), sabiendo)[1].suspension.hasta == date(2022, 7, 20)


def test_la_fecha_objetivo_es_la_que_entonces_estaba_fijada():
    for dia, fecha, numero in ((7, 20, "ST/1"), (9, 29, "ST/2")):
        with reloj.fijo(date(2022, 7, dia)):
            o = la(A101)
            fijar_objetivo(por=analista(), obligacion=o, fecha=date(2022, 7, fecha), oficio=salida(numero), motivo="El acta calla", version=o.version)
    with reloj.fijo(date(2022, 8, 10)):
        dichos = [(o.objetivo_el, c.objetivo, c.objetivo_oficio) for o, c in (al(A101, d and date(2022, 7, d)) for d in (6, 8, 30, None))]
    segunda = (date(2022, 7, 29), ("rebasada", "rebasada"), "ST/2")
    assert dichos == [(None, None, ""), (date(2022, 7, 20), ("en_plazo", "en plazo"), "ST/1"), segunda, segunda]


def test_sin_el_evento_no_habia_fecha_original():
    compromiso = con_termino()
    with reloj.fijo(date(2022, 8, 2)):
        registrar_evento(por=analista(), compromiso=compromiso, fecha=date(2022, 8, 1), fundamento="DOF")
        antes, suyo = al(A101, date(2022, 7, 20))
        despues, _ = al(A101, date(2022, 8, 1))
    assert (antes.vence_original_el, suyo.pasos[-1].titulo) == (None, "Todavía sin fecha")
    assert despues.vence_original_el == despues.vence_el == la(A101).vence_original_el


def test_la_regla_nueva_no_cambia_la_original_que_se_veia_antes():
    clave = "ZC-2022-1/A3.2/PUE-UPC/2022-09"
    extender_periodos(la(f"{clave[:-2]}07").compromiso, hasta=date(2022, 9, 1))
    vista = la(clave).vence_original_el
    antes = datetime(2022, 7, 7, 12, tzinfo=reloj.MEXICO)
    with reloj.fijo(date(2022, 7, 8)):
        regla = Regla("mensual", date(2022, 9, 1), dia_clase="natural", dia=5)
        cambiar_recurrencia(por=reparto.facultades(reparto.titular()), compromiso=la(clave).compromiso, regla=regla, motivo="Lo acordó el pleno", version=0)
    with reloj.fijo(date(2022, 9, 15)):
        entonces, _ = al(clave, date(2022, 9, 10), antes)
        ahora, _ = al(clave, date(2022, 9, 10))
    assert (entonces.vence_original_el, entonces.vence_el) == (vista, vista)
    assert (ahora.vence_original_el, ahora.vence_el) == (date(2022, 10, 5), date(2022, 10, 5))


def test_la_pagina_a_un_corte_ensena_el_calculo_de_entonces(client, reanudada):
    client.force_login(reparto.enlace())
    url = reverse("obligacion-detail", args=[reanudada.pk])
    entonces, hoy = (" ".join(client.get(url, pedido).content.decode().split()) for pedido in ({"corte": "2022-07-10"}, {}))
    for frase in (
        "Plazo suspendido desde el miércoles 6 de julio de 2022<",
        "Fecha que regía</dt><dd><strong>viernes 30 de septiembre",
        "(no se había movido)",
    ):
        assert frase in entonces
    assert "10 de octubre de 2022" not in entonces
    assert "Fecha que rige</dt><dd><strong>lunes 10 de octubre de 2022" in hoy
    assert "Reanudar el plazo" not in entonces
