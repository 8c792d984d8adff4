from datetime import date

import pytest

from conferencia import reloj
from conferencia.models import Reunion
from conferencia.queries.plazos import explicacion, unidad_de
from conferencia.services.calendarios import agregar_inhabil
from conferencia.services.eventos import registrar_evento
from conferencia.services.suspensiones import reanudar
from tests.conferencia.plazos import A81, A101, analista, con_termino, la, suspendida

pytestmark = pytest.mark.django_db


def titulos(clave: str) -> list[str]:
    return [p.titulo for p in explicacion(la(clave))]


def test_lo_que_no_se_ha_movido_se_explica_con_lo_que_dice_el_acta(hoy):
    (paso,) = explicacion(la(A81))
    assert (paso.titulo, paso.vence_el) == ("Lo que dice el acta", date(2022, 9, 30))
    assert paso.frases[0].startswith("El acta dice: «")


def test_del_evento_a_la_suspension_en_el_orden_en_que_se_dispuso(hoy):
    compromiso = con_termino(unidad="dias_naturales")
    assert titulos(A101)[-1] == "Todavía sin fecha"
    with reloj.fijo(date(2022, 8, 2)):
        registrar_evento(por=analista(), compromiso=compromiso, fecha=date(2022, 8, 1), fundamento="DOF")
        o = suspendida(A101, desde=date(2022, 8, 2))
    with reloj.fijo(date(2022, 8, 12)):
        reanudar(por=analista(), obligacion=o, hasta=date(2022, 8, 11), version=o.version)
    pasos = explicacion(la(A101))
    assert [(p.titulo, p.vence_el) for p in pasos] == [
        ("Lo que dice el acta", None),
        ("El evento dio fecha al plazo", date(2022, 8, 31)),
        ("Se suspendió el plazo", None),
        ("Se reanudó el plazo", None),
        ("Se recorrió el vencimiento", date(2022, 9, 10)),
    ]
    assert "Fundamento: DOF." in pasos[1].frases
    assert pasos[-1].vence_el == la(A101).vence_el


def test_un_evento_corregido_no_deja_el_calculo_viejo(hoy):
    compromiso = con_termino()
    with reloj.fijo(date(2022, 8, 20)):
        for dia in (1, 15):
            registrar_evento(por=analista(), compromiso=compromiso, fecha=date(2022, 8, dia), fundamento="DOF")
    assert [p.vence_el for p in explicacion(la(A101))] == [None, date(2022, 9, 28)]


def test_cambiar_despues_el_calendario_no_reescribe_la_explicacion(hoy):
    compromiso = con_termino()
    with reloj.fijo(date(2022, 8, 2)):
        registrar_evento(por=analista(), compromiso=compromiso, fecha=date(2022, 8, 1), fundamento="DOF")
    antes = explicacion(la(A101))
    agregar_inhabil(por=analista(), calendario=la(A101).institucion.calendario, fecha=date(2022, 8, 10), motivo="x", fuente="y")
    assert explicacion(la(A101)) == antes


def test_lo_decidido_sobre_dias_a_secas_vale_para_lo_que_sigue(hoy):
    compromiso = con_termino(unidad="dias")
    with reloj.fijo(date(2022, 8, 2)):
        registrar_evento(por=analista(), compromiso=compromiso, fecha=date(2022, 8, 1), fundamento="DOF", unidad="dias_habiles")
    assert unidad_de(la(A101)) == "dias_habiles"
    assert unidad_de(la(A81)) == "dias_naturales"


def test_lo_periodico_dice_su_periodo(hoy):
    Reunion.objects.update(rodar_a_habil=True)
    assert titulos("ZC-2022-1/A3.2/PUE-UPC/2022-07") == ["Lo que dice el acta", "Periodo 2022-07"]
