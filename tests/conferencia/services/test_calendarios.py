from datetime import date

import pytest

from conferencia.models import Calendario, CalendarioDeInstitucion, Compromiso, DiaInhabil, Hecho, Institucion, Obligacion, Reunion
from conferencia.permissions import AccesoNegado
from conferencia.queries.calendarios import afectadas, calendario_de, rigen_hoy, usan
from conferencia.services.calendarios import CalendarioImposible, adoptar_calendario, agregar_inhabil, crear_calendario, quitar_inhabil
from conferencia.services.catalogos import sembrar_catalogos
from conferencia.services.indice import comparar
from conferencia.services.movimiento import OtroSeAdelanto
from conferencia.services.obligaciones import obligaciones_de
from tests import reparto
from tests.conferencia.plazos import A81, analista, la

pytestmark = pytest.mark.django_db
VIERNES = date(2022, 9, 30)


def lfpa() -> Calendario:
    return Calendario.objects.get(clave="lfpa-28")


def lft() -> Calendario:
    return Calendario.objects.get(clave="lft-74")


def agregar(mover=(), fecha=VIERNES, **otros):
    datos = {"calendario": lfpa(), "fecha": fecha, "motivo": "Duelo nacional", "fuente": "DOF 2022-09-20"} | otros
    return agregar_inhabil(por=analista(), mover=mover, **datos)


def test_agregar_un_dia_no_mueve_ninguna_fecha_dada(hoy):
    antes = la(A81).version
    assert agregar() == []
    assert (la(A81).vence_el, la(A81).version) == (VIERNES, antes)
    assert not calendario_de(la(A81).institucion).es_habil(VIERNES)
    assert Hecho.objects.get(clase="calendario.dia_agregado").motivo.startswith("Viernes 30 de septiembre de 2022: Duelo nacional")


def test_se_ve_a_quien_toca_y_segun_la_regla_de_su_reunion(hoy):
    assert {a.propuesta for a in afectadas(lfpa(), VIERNES)} == {None}
    assert not afectadas(lft(), VIERNES)
    Reunion.objects.update(rodar_a_habil=True)
    tocadas = afectadas(lfpa(), VIERNES)
    assert {(a.vence_el, a.propuesta) for a in tocadas} == {(VIERNES, date(2022, 10, 3))}
    assert {a.obligacion for a in tocadas} == set(Obligacion.objects.abiertas().filter(vence_el=VIERNES))


def test_lo_elegido_se_recorre_y_lo_demas_se_queda(hoy):
    Reunion.objects.update(rodar_a_habil=True)
    o = la(A81)
    (movida,) = agregar(mover=[(o, o.version)])
    assert (movida.vence_el, la(A81).vence_el, la(A81).vence_original_el) == (VIERNES, date(2022, 10, 3), VIERNES)
    assert la("ZC-2022-1/A8.1/HGO-SS").vence_el == VIERNES
    assert comparar().concuerda


def test_un_plazo_en_dias_habiles_que_lo_contaba_se_recorre_un_dia(hoy):
    clave = "ZC-2022-1/T1.1/PUE-UPC"
    Compromiso.objects.filter(pk=la(clave).plazo_dado_por_id).update(plazo_unidad="dias_habiles", plazo_cantidad=5)
    tocada = next(a for a in afectadas(lfpa(), date(2022, 7, 8)) if a.obligacion.clave == clave)
    assert (tocada.vence_el, tocada.propuesta) == (date(2022, 7, 12), date(2022, 7, 13))
    agregar(fecha=date(2022, 7, 8), mover=[(la(clave), la(clave).version)])
    assert la(clave).vence_el == date(2022, 7, 13)
    assert comparar().concuerda


def test_si_otro_se_adelanto_o_no_procede_nada_queda(hoy):
    o = la(A81)
    with pytest.raises(CalendarioImposible, match="ya no se recorre"):
        agregar(mover=[(o, o.version)])
    Reunion.objects.update(rodar_a_habil=True)
    with pytest.raises(OtroSeAdelanto):
        agregar(mover=[(o, o.version + 1)])
    assert not DiaInhabil.objects.filter(fecha=VIERNES).exists()


@pytest.mark.parametrize(
    ("cambios", "campo"),
    [({"motivo": ""}, "motivo"), ({"fuente": " "}, "fuente"), ({"fecha": date(2022, 10, 1)}, "fecha"), ({"fecha": date(2022, 9, 16)}, "fecha")],
)
def test_un_dia_sin_sustento_se_niega(hoy, cambios, campo):
    with pytest.raises(CalendarioImposible) as negado:
        agregar(**cambios)
    assert negado.value.campo == campo


def test_un_dia_quitado_no_vuelve_al_sembrar(hoy):
    dia = DiaInhabil.objects.get(calendario=lfpa(), fecha=date(2022, 9, 1))
    with pytest.raises(CalendarioImposible, match="por qué"):
        quitar_inhabil(por=analista(), dia=dia, motivo=" ")
    quitar_inhabil(por=analista(), dia=dia, motivo="Reforma")
    with pytest.raises(CalendarioImposible, match="ya lo había quitado"):
        quitar_inhabil(por=analista(), dia=dia, motivo="Reforma")
    sembrar_catalogos()
    assert not DiaInhabil.objects.filter(calendario=lfpa(), fecha=date(2022, 9, 1)).exists()


def test_cada_dia_se_juzga_con_el_calendario_que_ese_dia_rige(hoy):
    puebla = Institucion.objects.get(clave="PUE-SS")
    propio = crear_calendario(por=analista(), clave="pue-2023", nombre="Puebla 2023", fuente="PO")
    adoptar_calendario(por=analista(), institucion=puebla, calendario=propio, desde=date(2023, 1, 1), fuente="Acuerdo 1")
    suyo = calendario_de(puebla)
    assert (suyo.es_habil(date(2022, 9, 16)), suyo.es_habil(date(2023, 5, 5))) == (False, True)
    assert (rigen_hoy([puebla], date(2022, 12, 31)), rigen_hoy([puebla], date(2023, 1, 1))) == ([lfpa()], [propio])
    assert usan(propio, hoy) == []
    assert usan(propio, date(2023, 6, 1)) == [puebla]


def test_adoptar_otro_termina_el_anterior_la_vispera(hoy):
    puebla = Institucion.objects.get(clave="PUE-SS")
    adoptar_calendario(por=analista(), institucion=puebla, calendario=lft(), desde=date(2022, 8, 1), fuente="Acuerdo 1")
    with pytest.raises(CalendarioImposible, match="Ya usa ese"):
        adoptar_calendario(por=analista(), institucion=puebla, calendario=lft(), desde=date(2022, 9, 1), fuente="Acuerdo 2")
    with pytest.raises(CalendarioImposible, match="desde ese día o después"):
        adoptar_calendario(por=analista(), institucion=puebla, calendario=lfpa(), desde=date(2022, 7, 7), fuente="Acuerdo 2")
    adoptar_calendario(por=analista(), institucion=puebla, calendario=lfpa(), desde=date(2022, 10, 1), fuente="Acuerdo 3")
    vigencias = CalendarioDeInstitucion.objects.order_by("vigencia").values_list("calendario__clave", "vigencia")
    assert [(c, v.lower, v.upper) for c, v in vigencias] == [("lft-74", date(2022, 8, 1), date(2022, 10, 1)), ("lfpa-28", date(2022, 10, 1), None)]


def test_no_hay_dos_con_la_misma_clave(hoy):
    with pytest.raises(CalendarioImposible, match="Ya hay"):
        crear_calendario(por=analista(), clave="lft-74", nombre="Otro", fuente="x")


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.enlace_ajeno, reparto.consulta, reparto.sin_designacion])
def test_solo_la_secretaria_tecnica_los_cambia(hoy, quien):
    por, puebla = reparto.facultades(quien()), Institucion.objects.get(clave="PUE-SS")
    intentos = [
        lambda: agregar_inhabil(por=por, calendario=lfpa(), fecha=VIERNES, motivo="x", fuente="y"),
        lambda: quitar_inhabil(por=por, dia=lfpa().inhabiles.first(), motivo="x"),
        lambda: adoptar_calendario(por=por, institucion=puebla, calendario=lft(), desde=hoy, fuente="x"),
        lambda: crear_calendario(por=por, clave="x", nombre="x", fuente="x"),
    ]
    for intento in intentos:
        with pytest.raises(AccesoNegado):
            intento()


def test_al_nacer_lo_que_cae_en_inhabil_rueda_si_la_reunion_lo_dispone(hoy):
    clave = "ZC-2022-1/A4.1/PUE-SS"  # vence el sábado 31 de diciembre de 2022
    Reunion.objects.update(rodar_a_habil=True)
    nacida = next(p.obligacion for p in obligaciones_de(la(clave).compromiso, hasta=hoy) if p.obligacion.clave == clave)
    assert (nacida.programada_el, nacida.vence_original_el, nacida.vence_el) == (date(2022, 12, 31), date(2023, 1, 2), date(2023, 1, 2))
    assert la(clave).vence_el == date(2022, 12, 31)
