from datetime import date

import pytest

from conferencia import reloj
from conferencia.models import Calendario, EntidadFederativa, Evento, Hecho, Obligacion, Reunion
from conferencia.permissions import AccesoNegado
from conferencia.services.calendarios import adoptar_calendario
from conferencia.services.eventos import EventoImposible, prever_evento, registrar_evento
from conferencia.services.indice import comparar
from tests import reparto
from tests.conferencia.plazos import A101, analista, con_termino, la, salida, suspendida, vencia_al

FECHA = date(2022, 8, 1)


def registrar(compromiso, fecha=FECHA, **otros):
    with reloj.fijo(date(2022, 10, 15)):
        return registrar_evento(por=analista(), compromiso=compromiso, fecha=fecha, fundamento="DOF del día", **otros)


def test_el_evento_da_fecha_a_todas_las_que_lo_esperan(db, hoy):
    registrado = registrar(con_termino(), oficio=salida())
    assert {m.vence_el for m in registrado.movidas} == {date(2022, 9, 13)}  # el 1 de septiembre no cuenta (LFPA art. 28)
    assert len(registrado.movidas) == 7
    o = la(A101)
    assert (o.programada_el, o.vence_original_el, o.vence_el) == (date(2022, 9, 13),) * 3
    assert "LFPA art. 38" in registrado.movidas[0].pasos[0]
    assert (vencia_al(o, date(2022, 7, 31)), vencia_al(o, FECHA)) == (None, date(2022, 9, 13))
    assert comparar().concuerda


def test_cada_institucion_cuenta_con_su_calendario(db, hoy):
    lft = Calendario.objects.get(clave="lft-74")
    adoptar_calendario(por=analista(), institucion=la(A101).institucion, calendario=lft, desde=date(2022, 7, 6), fuente="Acuerdo 3/2022")
    vencen = {m.obligacion.clave: m.vence_el for m in registrar(con_termino()).movidas}
    assert vencen[A101] == date(2022, 9, 12)  # para la LFT el 1 de septiembre es hábil
    assert set(vencen.values()) == {date(2022, 9, 12), date(2022, 9, 13)}


def test_corregirlo_anula_el_calculo_anterior_y_conserva_el_original(db, hoy):
    compromiso = con_termino()
    registrar(compromiso)
    corregido = registrar(compromiso, date(2022, 8, 15))
    assert corregido.corrige == FECHA
    o = la(A101)
    assert (o.programada_el, o.vence_original_el, o.vence_el) == (date(2022, 9, 13), date(2022, 9, 13), date(2022, 9, 28))
    assert (vencia_al(o, date(2022, 8, 10)), vencia_al(o, date(2022, 8, 15))) == (None, date(2022, 9, 28))
    assert Hecho.objects.filter(clase="evento.corregido").count() == 1
    assert Evento.objects.get().fecha == date(2022, 8, 15)
    assert comparar().concuerda


def test_corregirlo_a_la_misma_fecha_sigue_contandose_bien(db, hoy):
    compromiso = con_termino()
    registrar(compromiso)
    registrar(compromiso)
    assert la(A101).vence_el == vencia_al(la(A101), date(2022, 9, 1)) == date(2022, 9, 13)
    assert comparar().concuerda


def test_lo_suspendido_se_vuelve_a_aplicar_sobre_la_fecha_corregida(db, hoy):
    compromiso = con_termino(unidad="dias_naturales")
    registrar(compromiso)
    with reloj.fijo(date(2022, 10, 15)):
        suspendida(A101, desde=date(2022, 8, 10), hasta=date(2022, 8, 19))
    assert la(A101).vence_el == date(2022, 9, 10)
    registrar(compromiso, date(2022, 8, 5))
    assert la(A101).vence_el == date(2022, 9, 14)
    assert comparar().concuerda


def test_el_evento_de_una_entidad_rige_sobre_el_general(db, hoy):
    compromiso, puebla = con_termino(), EntidadFederativa.objects.get(abreviatura="PUE")
    assert [m.obligacion.clave for m in registrar(compromiso, date(2022, 8, 8), entidad=puebla).movidas] == [A101]
    general = registrar(compromiso)
    assert A101 not in {m.obligacion.clave for m in general.movidas}
    assert la(A101).vence_el == date(2022, 9, 21)
    assert comparar().concuerda


def test_lo_que_vence_en_inhabil_rueda_solo_si_la_reunion_lo_dispone(db, hoy):
    Reunion.objects.update(rodar_a_habil=True)
    registrar(con_termino(cantidad=5, unidad="meses"), date(2022, 7, 31))
    o = la(A101)
    assert (o.programada_el, o.vence_original_el, o.vence_el) == (date(2022, 12, 31), date(2023, 1, 2), date(2023, 1, 2))


def test_dias_a_secas_los_decide_quien_registra(db, hoy):
    compromiso = con_termino(unidad="dias")
    with pytest.raises(EventoImposible, match="hábiles o naturales") as negado:
        registrar(compromiso)
    assert negado.value.campo == "unidad"
    registrar(compromiso, unidad="dias_naturales")
    assert la(A101).vence_el == date(2022, 8, 31)


def test_una_condicion_sin_termino_se_asienta_y_no_inventa_fecha(db, hoy):
    registrado = registrar(con_termino(cantidad=None, unidad="", clase="condicionado"))
    assert registrado.movidas == ()
    assert la(A101).vence_el is None
    assert comparar().concuerda


def test_prever_no_deja_rastro(db, hoy):
    compromiso, hechos = con_termino(), Hecho.objects.count()
    with reloj.fijo(date(2022, 8, 2)):
        previsto = prever_evento(por=analista(), compromiso=compromiso, fecha=FECHA, fundamento="DOF")
    assert len(previsto.movidas) == 7
    assert (Evento.objects.count(), Hecho.objects.count(), la(A101).vence_el) == (0, hechos, None)


def test_lo_futuro_lo_infundado_y_lo_que_no_espera_se_niega(db, hoy):
    compromiso = con_termino()
    with pytest.raises(EventoImposible, match="todavía no ocurre"):
        registrar(compromiso, date(2022, 12, 1))
    with pytest.raises(EventoImposible, match="con qué se acredita"):
        registrar_evento(por=analista(), compromiso=compromiso, fecha=hoy, fundamento=" ")
    with pytest.raises(EventoImposible, match="no se cuenta desde un evento"):
        registrar(la("ZC-2022-1/A8.1/PUE-SS").compromiso)
    assert not Evento.objects.exists()


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.enlace_ajeno, reparto.consulta, reparto.sin_designacion])
def test_solo_la_secretaria_tecnica_registra_eventos(db, hoy, quien):
    with pytest.raises(AccesoNegado):
        registrar_evento(por=reparto.facultades(quien()), compromiso=con_termino(), fecha=hoy, fundamento="DOF")
    assert not Obligacion.objects.filter(clave=A101, vence_el__isnull=False).exists()
