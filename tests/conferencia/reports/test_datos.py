"""Lo leído: completo, con las mismas cuentas que la base y en un número fijo de consultas."""

from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conferencia import reloj
from conferencia.models import Hecho, Obligacion, TramoDeSituacion
from conferencia.reports.datos import SIN_ENTIDAD, reunir

pytestmark = pytest.mark.django_db
SIETE = ("Ciudad de México", "Guerrero", "Hidalgo", "México", "Morelos", "Puebla", "Tlaxcala")


def test_cada_obligacion_nacida_es_un_renglon_con_la_situacion_de_la_base(datos, reunion):
    base = Obligacion.objects.de_la_reunion(reunion).nacidas(datos.corte).con_situacion(datos.corte)
    assert {r.clave: r.situacion.value for r in datos.renglones} == dict(base.values_list("clave", "situacion"))
    assert len(datos.renglones) == 159 + 7


def test_lee_la_reunion_entera_y_su_cabeza(datos):
    assert [d.sigla for d in datos.disposiciones] == [*(f"A{n}" for n in range(1, 14)), *(f"T{n}" for n in range(1, 5))]
    assert datos.entidades == (*SIETE, SIN_ENTIDAD)
    assert datos.organo == "Conferencia Nacional de Secretarios de Seguridad Pública"
    assert datos.cabeza == Hecho.objects.latest("numero").huella
    assert Counter(r.entidad for r in datos.renglones)[SIN_ENTIDAD] == 5  # DGGSCDT, CNI, el representante y los dos modelos


def test_el_plazo_que_da_un_transitorio_dice_quien_lo_da(datos):
    plazos = {c.clave.rsplit("/", 1)[-1]: c.plazo for d in datos.disposiciones for c in d.compromisos}
    assert {k: plazos[k] for k in ("A6.1", "A8.1", "A9.1", "A3.2", "T3.1")} == {
        "A6.1": "31 dic 2022 (T1.2)", "A8.1": "30 sep 2022 (T2.1)", "A9.1": "sin plazo", "A3.2": "mensual", "T3.1": "12 jul 2022",
    }  # fmt: skip


def test_los_dias_de_atraso_se_cuentan_desde_el_vencimiento(datos):
    vencidas = {r.dias_vencida for r in datos.renglones if r.situacion == "sin_respuesta"}
    assert vencidas == {1}
    assert all(r.dias_vencida == 0 for r in datos.renglones if r.grupo != "vencida")


def test_el_numero_de_consultas_no_depende_de_cuanto_haya(reunion):
    """Una sola obligación, o todas: las mismas. Al corte pasado, cinco más: hechos, entregas, lo que movió su fecha y las partes de entonces."""
    otra = Obligacion.objects.exclude(entidad=None).exclude(institucion=None).first()
    TramoDeSituacion.objects.exclude(obligacion=otra).filter(desde__lte=date(2022, 7, 5)).update(desde=date(2022, 7, 6), hasta=date(9999, 12, 31))
    hechas = {}
    for dia, cuantas in ((date(2022, 7, 5), 1), (date(2022, 7, 6), 166)):
        with reloj.fijo(dia), CaptureQueriesContext(connection) as captura:
            assert len(reunir(reunion, dia).renglones) == cuantas
        hechas[dia] = len(captura)
    assert set(hechas.values()) == {15}
    with reloj.fijo(date(2022, 7, 20)), CaptureQueriesContext(connection) as captura:
        reunir(reunion, date(2022, 7, 6))
    assert len(captura) == 20
