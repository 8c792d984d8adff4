"""Cómo se calculó cada fecha, impreso: una vez lo que se calculó igual, y lo de aquel corte con lo que entonces se sabía."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conferencia import reloj
from conferencia.models import Obligacion
from conferencia.queries.corte import tomar
from conferencia.queries.plazos import explicacion, explicaciones
from conferencia.reports.calculos import calculos
from conferencia.reports.datos import reunir
from conferencia.reports.informe_cumplimiento import html
from conferencia.services.obligaciones import extender_al_dia
from conferencia.services.suspensiones import suspender
from tests import reparto

pytestmark = pytest.mark.django_db
AFIS = "ZC-2022-1/A8.1/PUE-SS"


def de(renglones, clave: str) -> list:
    return [c for c in calculos(renglones) if c.compromiso == f"ZC-2022-1/{clave}"]


def test_toda_obligacion_tiene_su_calculo_y_lo_igual_se_dice_una_vez(datos):
    todos = calculos(datos.renglones)
    assert {c.compromiso for c in todos} == {r.compromiso for r in datos.renglones}
    assert len(todos) < 40 < len(datos.renglones)
    (afis,) = de(datos.renglones, "A8.1")
    assert (afis.vence_el, afis.pasos[0].titulo) == (date(2022, 9, 30), "Lo que dice el acta")
    assert afis.quienes.count(";") == 6


def test_los_pasos_son_los_de_la_pagina(datos):
    o = Obligacion.objects.select_related("plazo_dado_por").get(clave=AFIS)
    (afis,) = de(datos.renglones, "A8.1")
    assert afis.pasos == explicacion(o)


def test_los_periodos_que_nadie_movio_se_dicen_juntos(hoy, reunion):
    with reloj.fijo(date(2022, 9, 5)):
        extender_al_dia(date(2022, 9, 5))
        (indicadores,) = de(reunir(reunion, date(2022, 9, 5)).renglones, "A3.2")
    assert indicadores.vencen == (("2022-07", date(2022, 8, 12)), ("2022-08", date(2022, 9, 15)), ("2022-09", date(2022, 10, 14)))
    assert (indicadores.mas, [p.titulo for p in indicadores.pasos]) == (0, ["Lo que dice el acta"])


def test_lo_movido_va_aparte_y_solo_desde_que_se_supo(hoy, reunion):
    with reloj.fijo(date(2022, 7, 20)):
        o = Obligacion.objects.get(clave=AFIS)
        datos = {"desde": date(2022, 7, 11), "hasta": date(2022, 7, 15), "motivo": "Contingencia", "fundamento": "LFPA 38"}
        suspender(por=reparto.facultades(reparto.analista()), obligacion=o, version=o.version, **datos)
        antes, despues = (de(reunir(reunion, dia).renglones, "A8.1") for dia in (date(2022, 7, 8), date(2022, 7, 20)))
    assert [len(c.pasos) for c in antes] == [1]
    movida = next(c for c in despues if len(c.pasos) > 1)
    assert (len(despues), movida.quienes, movida.vence_el > date(2022, 9, 30)) == (2, "Secretaría de Seguridad de Puebla", True)
    assert "Se recorrió el vencimiento" in {p.titulo for p in movida.pasos}


def test_explicar_todas_cuesta_lo_mismo_que_una(reunion, hoy):
    corte = tomar(hoy)
    todas = list(Obligacion.objects.de_la_reunion(reunion).select_related("plazo_dado_por"))
    for cuales in (todas[:1], todas):
        with CaptureQueriesContext(connection) as dichas:
            assert len(explicaciones(cuales, corte)) == len(cuales)
        assert len(dichas) == 2


def test_el_documento_lo_imprime(datos):
    impreso = " ".join(html(datos, "IC-2022-0001").split())
    assert 'id="calculos"' in impreso
    assert impreso.count('class="calculo"') == len(calculos(datos.renglones))
    assert "El acta dice: «" in impreso
