"""Una disposición: su texto entero, sus compromisos con el plazo que los rige y quién responde."""

from datetime import date

import pytest

from conferencia.models import Disposicion, Obligacion, Reunion
from conferencia.permissions import visibles_para
from conferencia.queries.corte import tomar
from conferencia.queries.cuentas import casillas
from conferencia.queries.disposiciones import progreso, ver_disposicion
from tests import reparto

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
HOY = date(2022, 7, 6)


def vista(sigla: str, obligaciones=None):
    disposicion = Disposicion.objects.get(clave=f"ZC-2022-1/{sigla}")
    return ver_disposicion(disposicion, Obligacion.objects.all() if obligaciones is None else obligaciones, tomar(HOY))


@pytest.mark.parametrize("disposicion", [f"A{n}" for n in range(1, 14)] + [f"T{n}" for n in range(1, 5)])
def test_ninguna_pierde_texto_y_todo_compromiso_tiene_su_resaltado(disposicion):
    v = vista(disposicion)
    for p in v.parrafos:
        assert "".join(s["texto"] for s in p.segmentos) == p.parrafo.texto
    resaltados = {s["compromiso"] for p in v.parrafos for s in p.segmentos} - {None}
    assert resaltados == {str(c.compromiso.orden) for c in v.compromisos}


def test_el_plazo_del_acuerdo_lo_da_el_transitorio():
    (c,) = vista("A6").compromisos
    assert (c.plazo.clave, c.plazo_ajeno, c.plazo.plazo_vence, c.obligaciones_en) == ("ZC-2022-1/T1.2", True, date(2022, 12, 31), None)
    assert c.conteo.total == 7


def test_el_transitorio_que_completa_no_cuenta_otra_vez():
    propio, completa = vista("T1").compromisos
    assert (propio.conteo.total, propio.obligaciones_en) == (14, None)
    assert (completa.conteo.total, completa.obligaciones_en.clave) == (7, "ZC-2022-1/A6.1")
    assert vista("T1").conteo.total == 14


def test_un_enlace_sin_obligaciones_en_la_disposicion_ve_igual_de_donde_sale_el_plazo():
    """Lo que el acta dice no depende de quién mire; las cuentas, sí."""
    c, _ = vista("A12", Obligacion.objects.none()).compromisos
    assert (c.plazo.clave, c.conteo.total) == ("ZC-2022-1/T3.2", 0)


def test_la_referencia_de_t4_es_dudosa_y_dice_por_que():
    (referencia,) = vista("T4").referencias
    assert (referencia.destino.sigla, referencia.destino_parrafo) == ("A13", 1)
    assert referencia.duda == "en el párrafo 1 no se compromete nada; sí en el 2 y el 3"
    assert [r.origen.sigla for r in vista("A13").citada_por] == ["T4"]


def test_quien_responde_renglon_por_renglon():
    v = vista("A8")
    assert [(r.quien, [c.conteo.total if c else 0 for c in r.celdas]) for r in v.renglones] == [
        *[(f"SS · {e}", [1, 0]) for e in ("Ciudad de México", "Guerrero", "Hidalgo", "México", "Morelos", "Puebla", "Tlaxcala")],
        ("CNI-PM", [0, 1]),
    ]


def test_un_periodo_mas_se_suma_en_la_misma_celda():
    celda = vista("A3").renglones[0].celdas[1]
    assert (celda.conteo.total, Obligacion.objects.get(pk=celda.unica).periodo) == (1, "2022-07")


def test_un_enlace_solo_ve_sus_renglones():
    v = vista("A4", visibles_para(reparto.facultades(reparto.enlace()), Obligacion))
    assert [r.quien for r in v.renglones] == ["SS · Puebla"]
    assert v.conteo.total == 5


def test_progreso_de_toda_el_acta():
    filas = progreso(Reunion.objects.get(), casillas(Obligacion.objects.all(), tomar(HOY)))
    assert [(p.disposicion.sigla, p.compromisos, p.actos, p.completa, p.conteo.total) for p in filas] == [
        ("A1", 0, 2, 0, 0),
        ("A2", 0, 1, 0, 0),
        ("A3", 2, 0, 0, 15),
        ("A4", 5, 0, 0, 35),
        ("A5", 2, 0, 0, 14),
        ("A6", 1, 0, 0, 7),
        ("A7", 1, 0, 0, 7),
        ("A8", 2, 0, 0, 8),
        ("A9", 1, 0, 0, 1),
        ("A10", 3, 0, 0, 21),
        ("A11", 1, 0, 0, 7),
        ("A12", 2, 0, 0, 8),
        ("A13", 2, 0, 0, 8),
        ("T1", 1, 0, 1, 14),
        ("T2", 0, 0, 1, 0),
        ("T3", 1, 0, 1, 7),
        ("T4", 1, 0, 1, 14),
    ]


def test_las_mismas_consultas_con_uno_o_con_cinco_compromisos(django_assert_num_queries):
    corte = tomar(HOY)
    for sigla in ("A5", "A10", "A4"):
        disposicion = Disposicion.objects.get(clave=f"ZC-2022-1/{sigla}")
        with django_assert_num_queries(11):
            ver_disposicion(disposicion, Obligacion.objects.all(), corte)
