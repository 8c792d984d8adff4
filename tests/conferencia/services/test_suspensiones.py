from datetime import date

import pytest

from conferencia import reloj
from conferencia.models import Hecho, Obligacion, Observacion, Suspension
from conferencia.permissions import AccesoNegado
from conferencia.queries.vidas import vidas
from conferencia.services.entregas import aceptar_entrega
from conferencia.services.indice import comparar
from conferencia.services.movimiento import OtroSeAdelanto
from conferencia.services.suspensiones import (
    SuspensionImposible,
    reanudar,
    reanudar_las_que_terminan,
    reanudar_varias,
    suspender,
    suspender_varias,
)
from tests import reparto
from tests.conferencia.hilos import a_la_vez
from tests.conferencia.plazos import A81, A101, analista, la, suspendida, vencia_al
from tests.conferencia.presentaciones import observar, presentar

T11 = "ZC-2022-1/T1.1/PUE-UPC"  # vence el martes 12 de julio


def situacion(o: Obligacion, dia: date) -> str:
    return Obligacion.objects.con_situacion(dia).get(pk=o.pk).situacion


def detenida_al(o: Obligacion, corte: date) -> date | None:
    return vidas([o.pk])[o.pk].rasgos_al(corte).detenida_el


def test_al_suspender_se_detiene_el_reloj_y_al_reanudar_se_recorre_la_fecha(db, hoy):
    o = suspendida(T11)
    assert (o.detenida_el, o.vence_el) == (date(2022, 7, 5), date(2022, 7, 12))
    assert situacion(o, date(2022, 8, 1)) == "por_vencer"
    assert comparar().concuerda
    with reloj.fijo(date(2022, 8, 1)):
        reanudar(por=analista(), obligacion=o, hasta=date(2022, 7, 31), version=o.version)
    o.refresh_from_db()
    assert (o.detenida_el, o.vence_el, o.vence_original_el, o.programada_el) == (None, date(2022, 8, 7), date(2022, 7, 12), date(2022, 7, 12))
    assert (vencia_al(o, date(2022, 7, 31)), vencia_al(o, date(2022, 8, 1))) == (date(2022, 7, 12), date(2022, 8, 7))
    assert comparar().concuerda


def test_con_fin_conocido_la_fecha_se_mueve_de_una_vez_y_el_reloj_se_detiene_entre_tanto(db, hoy):
    o = suspendida(desde=date(2022, 7, 6), hasta=date(2022, 7, 15))
    assert (o.vence_el, o.detenida_el) == (date(2022, 10, 10), date(2022, 7, 5))
    assert comparar().concuerda
    assert reanudar_las_que_terminan(date(2022, 7, 15)) == {"reanudadas": 0}
    with reloj.fijo(date(2022, 7, 18)):  # la rutina corre dos días tarde y aun así la historia queda bien
        assert reanudar_las_que_terminan(date(2022, 7, 18)) == {"reanudadas": 1}
        assert reanudar_las_que_terminan(date(2022, 7, 18)) == {"reanudadas": 0}
    assert la(A81).detenida_el is None
    assert (detenida_al(o, date(2022, 7, 15)), detenida_al(o, date(2022, 7, 16))) == (date(2022, 7, 5), None)
    assert comparar().concuerda


def test_una_suspension_pasada_deja_bien_la_historia_a_cualquier_corte(db, hoy):
    o = la(A81)
    with reloj.fijo(date(2022, 10, 20)):
        suspender(
            por=analista(),
            obligacion=o,
            desde=date(2022, 8, 1),
            hasta=date(2022, 8, 10),
            motivo="Vacaciones generales",
            fundamento="DOF 2022-01-10",
            version=o.version,
        )
    assert (o.vence_el, o.detenida_el) == (date(2022, 10, 10), None)
    assert [detenida_al(o, date(2022, 8, d)) for d in (9, 10, 11)] == [date(2022, 7, 31), date(2022, 7, 31), None]
    assert (vencia_al(o, date(2022, 7, 31)), vencia_al(o, date(2022, 8, 1))) == (date(2022, 9, 30), date(2022, 10, 10))
    assert comparar().concuerda


def test_una_suspension_futura_no_toca_el_corte_de_hoy(db, hoy):
    o = suspendida(desde=date(2022, 8, 1), hasta=date(2022, 8, 10))
    assert (o.vence_el, o.detenida_el) == (date(2022, 10, 10), date(2022, 7, 31))
    assert (vencia_al(o, hoy), vencia_al(o, date(2022, 8, 5))) == (o.vence_el, o.vence_el)
    assert comparar().concuerda


def test_dos_suspensiones_pasadas_se_suman_aunque_se_asienten_al_reves(db, hoy):
    with reloj.fijo(date(2022, 9, 1)):
        suspendida(desde=date(2022, 8, 1), hasta=date(2022, 8, 10))
        o = suspendida(desde=date(2022, 7, 6), hasta=date(2022, 7, 10))
    assert o.vence_el == date(2022, 10, 15)
    assert comparar().concuerda


def test_lo_que_vencio_antes_de_suspenderse_no_se_mueve(db, hoy):
    with reloj.fijo(date(2022, 8, 1)):
        o = suspendida(T11, desde=date(2022, 7, 20), hasta=date(2022, 7, 25))
    assert o.vence_el == date(2022, 7, 12)
    assert situacion(o, date(2022, 8, 1)) == "sin_respuesta"
    assert comparar().concuerda


def test_lo_que_no_tiene_fecha_se_puede_suspender_y_reanudar(db, hoy):
    o = suspendida(A101)
    with reloj.fijo(date(2022, 7, 20)):
        reanudar(por=analista(), obligacion=o, hasta=date(2022, 7, 19), version=o.version)
    assert (o.vence_el, o.detenida_el) == (None, None)
    assert comparar().concuerda


def test_el_plazo_para_subsanar_tambien_se_recorre_y_no_se_pierde_al_responder(db, hoy, enlace):
    observar(presentar(enlace, "A8.1/PUE-SS", "PUE-SS"), "Falta el anexo", subsanar_el=date(2022, 7, 20))
    o = suspendida(desde=date(2022, 7, 10))
    with reloj.fijo(date(2022, 8, 1)):
        assert situacion(o, date(2022, 8, 1)) == "con_observaciones"
        reanudar(por=analista(), obligacion=o, hasta=date(2022, 7, 31), version=o.version)
        assert o.subsanar_el == Observacion.objects.get().subsanar_el == date(2022, 8, 11)
        presentar(enlace, "A8.1/PUE-SS", "PUE-SS", numero="SSP/2", nombre="b.pdf")
    assert (la(A81).subsanar_el, la(A81).subsano_tarde) == (None, False)
    assert comparar().concuerda


def test_lo_que_se_cumplio_con_el_plazo_detenido_no_queda_por_extemporaneo(db, hoy, enlace):
    o = suspendida(T11)
    with reloj.fijo(date(2022, 7, 20)):
        entrega = presentar(reparto.enlace(), "T1.1/PUE-UPC", "PUE-UPC")
        aceptar_entrega(por=analista(), entrega=entrega, version=entrega.obligacion.version)
        o = la(T11)
        reanudar(por=analista(), obligacion=o, hasta=date(2022, 7, 19), version=o.version)
    assert situacion(o, date(2022, 7, 20)) == "cumplida_a_tiempo"
    assert comparar().concuerda


@pytest.mark.parametrize(
    ("cambios", "campo"),
    [
        ({"motivo": " "}, "motivo"),
        ({"fundamento": ""}, "fundamento"),
        ({"desde": date(2022, 7, 1)}, "desde"),
        ({"hasta": date(2022, 7, 5)}, "hasta"),
    ],
)
def test_una_suspension_sin_sustento_se_niega_sin_dejar_rastro(db, hoy, cambios, campo):
    o, hechos = la(A81), Hecho.objects.count()
    datos = {"desde": date(2022, 7, 6), "motivo": "Contingencia", "fundamento": "LFPA", "version": o.version} | cambios
    with pytest.raises(SuspensionImposible) as negada:
        suspender(por=analista(), obligacion=o, **datos)
    assert negada.value.campo == campo
    assert (Suspension.objects.count(), Hecho.objects.count()) == (0, hechos)


def test_no_se_suspende_dos_veces_ni_se_cruzan(db, hoy):
    o = suspendida()
    with pytest.raises(SuspensionImposible, match="en curso"):
        suspender(por=analista(), obligacion=o, desde=date(2022, 9, 1), motivo="x", fundamento="y", version=o.version)
    with reloj.fijo(date(2022, 8, 1)):
        reanudar(por=analista(), obligacion=o, hasta=date(2022, 7, 10), version=o.version)
        with pytest.raises(SuspensionImposible, match="Se cruza"):
            suspender(por=analista(), obligacion=o, desde=date(2022, 7, 10), motivo="x", fundamento="y", version=o.version)
        with pytest.raises(SuspensionImposible, match="no tiene una suspensión"):
            reanudar(por=analista(), obligacion=o, hasta=date(2022, 7, 11), version=o.version)


def test_reanudar_antes_de_empezar_no_cabe(db, hoy):
    o = suspendida()
    with pytest.raises(SuspensionImposible, match="antes de empezar"):
        reanudar(por=analista(), obligacion=o, hasta=date(2022, 7, 5), version=o.version)


def test_de_varias_cada_una_dice_como_le_fue(db, hoy):
    vieja, buena = la(A81), la("ZC-2022-1/A8.1/HGO-SS")
    versiones = [(vieja, vieja.version + 5), (buena, buena.version)]
    hechas = suspender_varias(por=analista(), obligaciones=versiones, desde=date(2022, 7, 6), motivo="x", fundamento="y")
    assert [bool(r.error) for r in hechas] == [True, False]
    assert "mientras decidías" in hechas[0].error
    with reloj.fijo(date(2022, 7, 20)):
        vueltas = reanudar_varias(por=analista(), obligaciones=[(vieja, vieja.version), (buena, la(buena.clave).version)], hasta=date(2022, 7, 19))
    assert [bool(r.error) for r in vueltas] == [True, False]
    assert la(buena.clave).vence_el == date(2022, 10, 14)
    assert comparar().concuerda


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.enlace_ajeno, reparto.consulta, reparto.sin_designacion])
def test_solo_la_secretaria_tecnica_suspende(db, hoy, quien):
    o = la(A81)
    with pytest.raises(AccesoNegado):
        suspender(por=reparto.facultades(quien()), obligacion=o, desde=hoy, motivo="x", fundamento="y", version=o.version)
    assert not Suspension.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_de_dos_que_suspenden_a_la_vez_gana_una_y_la_otra_se_entera(sembrada):
    def una(_: int) -> object:
        with reloj.fijo(date(2022, 7, 6)):
            return suspender(por=analista(), obligacion=la(A81), desde=date(2022, 7, 6), motivo="x", fundamento="y", version=1)

    resultados = a_la_vez(2, una)
    assert sorted(type(r).__name__ for r in resultados) == sorted(["Suspension", OtroSeAdelanto.__name__])
    assert Suspension.objects.count() == 1
