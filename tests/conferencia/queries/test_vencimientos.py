"""Qué vence: por fecha y compromiso, contado entero aunque solo se lean los primeros."""

from datetime import date, timedelta

import pytest

from conferencia import reloj
from conferencia.models import Obligacion
from conferencia.queries import vencimientos as modulo
from conferencia.queries.corte import tomar
from conferencia.queries.vencimientos import vencimientos
from conferencia.services.obligaciones import extender_al_dia
from tests import reparto
from tests.conferencia.cambios import asentado
from tests.conferencia.presentaciones import presentar

pytestmark = pytest.mark.django_db
SEIS, TRECE = date(2022, 7, 6), date(2022, 7, 13)


def dichos(dia: date = SEIS, **opciones) -> list[tuple]:
    proximos = vencimientos(Obligacion.objects.all(), tomar(dia), **opciones)
    return [(v.vence_el, v.compromiso_clave.removeprefix("ZC-2022-1/"), v.faltan, v.total, v.entidades, v.quienes) for v in proximos]


def test_se_agrupa_por_fecha_y_compromiso():
    assert dichos()[:8] == [
        (date(2022, 7, 12), "T1.1", 14, 14, 7, ("C5", "UPC")),
        (date(2022, 7, 12), "T3.1", 7, 7, 7, ("SS",)),
        (date(2022, 7, 12), "T4.1", 14, 14, 7, ("C5", "UPC")),
        (date(2022, 7, 18), "A8.2", 1, 1, 0, ("CNI-PM",)),
        (date(2022, 8, 12), "A3.2", 7, 7, 7, ("UPC",)),
        (date(2022, 9, 30), "A8.1", 7, 7, 7, ("SS",)),
        (date(2022, 9, 30), "A12.2", 1, 1, 0, ("DGGSCDT", "SESNSP")),
        (date(2022, 9, 30), "A13.2", 1, 1, 0, ("CONASE", "DGGSCDT")),
    ]


def test_todos_los_vencimientos_suman_lo_que_tiene_fecha():
    con_fecha = Obligacion.objects.filter(vence_el__isnull=False).count()
    assert sum(d[3] for d in dichos()) == con_fecha == 35 + 1 + 7 + 9 + 14 + 7 + 7 + 14


def test_lo_entregado_ya_no_falta_pero_sigue_en_el_total():
    with reloj.fijo(SEIS):
        presentar(reparto.enlace(), "T1.1/PUE-UPC", "PUE-UPC")
    assert dichos()[0] == (date(2022, 7, 12), "T1.1", 13, 14, 7, ("C5", "UPC"))


def test_solo_lo_que_esta_por_vencer():
    assert [d[1] for d in dichos(grupo="por_vencer")] == ["T1.1", "T3.1", "T4.1"]


def test_lo_ya_vencido_no_es_proximo():
    assert dichos(TRECE)[0][1] == "A8.2"


@pytest.mark.parametrize("lote", [1, 7, 1000])
@pytest.mark.parametrize("limite", [1, 3, 4])
def test_los_primeros_no_dependen_de_cuantas_se_leen_de_una_vez(monkeypatch, lote, limite):
    todos = dichos()
    monkeypatch.setattr(modulo, "LOTE", lote)
    assert dichos(limite=limite) == todos[:limite]


def test_dos_periodos_que_vencen_el_mismo_dia_salen_los_dos():
    """Julio de un indicador, prorrogado hasta el día en que vence agosto: dos renglones, y ninguno tapa al otro."""
    with reloj.fijo(date(2022, 8, 2)):
        extender_al_dia(date(2022, 8, 2))
        asentado("A3.2/PUE-UPC/2022-07", vence_el=date(2022, 9, 15))
        corte = tomar(date(2022, 8, 2))
        proximos = vencimientos(Obligacion.objects.all(), corte)
        vistos = [(v.vence_el, v.periodo, v.total) for v in proximos if v.compromiso_clave == "ZC-2022-1/A3.2"]
    assert vistos == [(date(2022, 8, 12), "2022-07", 6), (date(2022, 9, 15), "2022-07", 1), (date(2022, 9, 15), "2022-08", 7)]


def test_con_lo_sabido_antes_se_dice_lo_de_entonces():
    with reloj.fijo(TRECE):
        antes = reloj.ahora()
    with reloj.fijo(date(2022, 7, 14)):
        asentado("A8.2/CNI-PM", vence_el=date(2022, 7, 29), rige_el=TRECE)
        assert dichos(TRECE)[0][:2] == (date(2022, 7, 29), "A8.2")
        entonces = vencimientos(Obligacion.objects.all(), tomar(TRECE, antes + timedelta(hours=1)))
    assert (entonces[0].vence_el, entonces[0].compromiso_clave) == (date(2022, 7, 18), "ZC-2022-1/A8.2")
