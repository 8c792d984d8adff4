"""Cambiar cada cuánto se repite: lo que ya corre no se toca, lo que sobra queda sin efecto y lo demás se ve antes."""

from datetime import date

import pytest

from conferencia import reloj
from conferencia.domain.periodos import Regla, ReglaInvalida
from conferencia.models import Compromiso, Hecho, Obligacion, Recurrencia
from conferencia.permissions import AccesoNegado
from conferencia.services import obligaciones
from conferencia.services.indice import comparar
from conferencia.services.movimiento import OtroSeAdelanto
from conferencia.services.obligaciones import extender_al_dia, extender_periodos
from conferencia.services.recurrencias import cambiar_recurrencia, prever_cambio, puede_empezar_el
from tests import reparto
from tests.conferencia.hilos import a_la_vez

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
TRIMESTRES = Regla("trimestral", date(2022, 10, 1))


def indicadores() -> Compromiso:
    return Compromiso.objects.select_related("disposicion__reunion").get(clave="ZC-2022-1/A3.2")


def cambiar(regla: Regla, version: int = 0, quien=None, motivo: str = "Lo acordó el pleno"):
    return cambiar_recurrencia(por=reparto.facultades(quien or reparto.titular()), compromiso=indicadores(), regla=regla, motivo=motivo, version=version)


def de_puebla() -> dict[str, tuple]:
    suyas = Obligacion.objects.filter(compromiso=indicadores(), institucion__clave="PUE-UPC").order_by("periodo")
    return {o.periodo: (o.estado, o.vence_el) for o in suyas}


def test_la_regla_nueva_alcanza_solo_a_lo_futuro():
    previsto = prever_cambio(por=reparto.facultades(reparto.titular()), compromiso=indicadores(), regla=TRIMESTRES, version=0)
    assert [(p.clave, v) for p, v in previsto.proximos] == [("2022-T4", date(2023, 1, 13)), ("2023-T1", date(2023, 4, 14)), ("2023-T2", date(2023, 7, 14))]
    assert (previsto.sin_cubrir, Recurrencia.objects.count()) == (61, 0)
    cambiar(TRIMESTRES)
    assert de_puebla() == {"2022-07": ("pendiente", date(2022, 8, 12))}
    with reloj.fijo(date(2022, 10, 1)):
        assert extender_al_dia(date(2022, 10, 1)) == {"nacidas": 7, "fallidos": 0}
    assert de_puebla() == {"2022-07": ("pendiente", date(2022, 8, 12)), "2022-T4": ("pendiente", date(2023, 1, 13))}
    assert comparar().concuerda


def test_lo_futuro_que_sobra_queda_sin_efecto_y_volver_lo_reactiva():
    extender_periodos(indicadores(), hasta=date(2022, 10, 1))
    cambio = cambiar(Regla("bimestral", date(2022, 9, 1)))
    assert (len(cambio.cesan), len(cambio.nacen), cambio.siguen) == (14, 7, 7)
    assert {p: e for p, (e, _) in de_puebla().items()} == {
        "2022-07": "pendiente",
        "2022-08": "pendiente",
        "2022-09": "sin_efecto",
        "2022-10": "sin_efecto",
        "2022-B5": "pendiente",
    }
    assert Hecho.objects.filter(clase="obligacion.sin_efecto").count() == 14
    assert comparar().concuerda
    vuelta = cambiar(Regla("mensual", date(2022, 8, 1), dia=5), version=1)
    assert (len(vuelta.vuelven), len(vuelta.cesan), len(vuelta.mueven)) == (14, 7, 7)
    assert de_puebla()["2022-08"] == ("pendiente", date(2022, 9, 8))
    assert comparar().concuerda


def test_cambiar_solo_el_dia_da_a_lo_intacto_su_fecha_y_no_toca_la_programada():
    extender_periodos(indicadores(), hasta=date(2022, 8, 1))
    cambio = cambiar(Regla("mensual", date(2022, 8, 1), dia_clase="natural", dia=20))
    assert (len(cambio.mueven), cambio.siguen, len(cambio.cesan)) == (7, 0, 0)
    agosto = Obligacion.objects.get(clave="ZC-2022-1/A3.2/PUE-UPC/2022-08")
    assert (agosto.programada_el, agosto.vence_original_el, agosto.vence_el) == (date(2022, 9, 15), date(2022, 9, 20), date(2022, 9, 20))
    assert agosto.movida == ""  # nadie la vio correr: no se «rectificó» nada
    assert Hecho.objects.filter(clase="obligacion.reprogramada").count() == 7
    assert comparar().concuerda


def test_una_regla_posterior_no_regresa_lo_que_otra_ya_programo():
    extender_periodos(indicadores(), hasta=date(2022, 10, 1))
    cambiar(Regla("mensual", date(2022, 8, 1), dia_clase="natural", dia=20))
    cambio = cambiar(Regla("mensual", date(2022, 10, 1), dia_clase="natural", dia=5), version=1)
    assert ([o.periodo for o in cambio.mueven], cambio.siguen) == (["2022-10"] * 7, 14)
    assert {p: v for p, (_, v) in de_puebla().items()} == {
        "2022-07": date(2022, 8, 12),
        "2022-08": date(2022, 9, 20),
        "2022-09": date(2022, 10, 20),
        "2022-10": date(2022, 11, 5),
    }
    assert comparar().concuerda


def test_lo_movido_aparte_en_un_periodo_anterior_se_conserva():
    extender_periodos(indicadores(), hasta=date(2022, 9, 1))
    Obligacion.objects.filter(clave="ZC-2022-1/A3.2/HGO-UPC/2022-08").update(vence_el=date(2022, 9, 30), vence_original_el=date(2022, 9, 30))
    cambio = cambiar(Regla("mensual", date(2022, 9, 1), dia_clase="natural", dia=20))
    assert {o.periodo for o in cambio.mueven} == {"2022-09"}
    assert Obligacion.objects.get(clave="ZC-2022-1/A3.2/HGO-UPC/2022-08").vence_el == date(2022, 9, 30)


def test_lo_que_ya_corre_o_ya_se_toco_no_se_alcanza():
    assert puede_empezar_el(indicadores(), date(2022, 7, 6)) == date(2022, 8, 1)
    with pytest.raises(ReglaInvalida) as error:
        cambiar(Regla("bimestral", date(2022, 7, 1)))
    assert error.value.campo == "desde"
    extender_periodos(indicadores(), hasta=date(2022, 8, 1))
    Obligacion.objects.filter(clave="ZC-2022-1/A3.2/HGO-UPC/2022-08").update(entregas_recibidas=1)
    assert puede_empezar_el(indicadores(), date(2022, 7, 6)) == date(2022, 9, 1)


def test_a_la_medida_y_con_fin():
    cambio = cambiar(Regla("mensual", date(2022, 8, 1), 5, hasta=date(2022, 12, 31)))
    assert [(p.clave, p.fin) for p, _ in cambio.proximos] == [("2022-08+5", date(2022, 12, 31))]
    with reloj.fijo(date(2023, 6, 1)):
        assert extender_al_dia(date(2023, 6, 1)) == {"nacidas": 7, "fallidos": 0}
    assert set(de_puebla()) == {"2022-07", "2022-08+5"}


def test_solo_lo_periodico_solo_la_secretaria_tecnica_y_con_motivo():
    with pytest.raises(AccesoNegado):
        cambiar(TRIMESTRES, quien=reparto.enlace())
    with pytest.raises(ReglaInvalida, match="por qué"):
        cambiar(TRIMESTRES, motivo=" ")
    permanente = Compromiso.objects.select_related("disposicion__reunion").get(clave="ZC-2022-1/A4.2")
    with pytest.raises(ReglaInvalida, match="no se repite"):
        cambiar_recurrencia(por=reparto.facultades(reparto.titular()), compromiso=permanente, regla=TRIMESTRES, motivo="x", version=0)


def test_un_compromiso_que_falla_no_detiene_a_los_demas(monkeypatch):
    real = obligaciones.extender_periodos

    def falla(compromiso, **datos):
        if compromiso.clave == "ZC-2022-1/A4.2":
            raise RuntimeError("roto")
        return real(compromiso, **datos)

    monkeypatch.setattr(obligaciones, "extender_periodos", falla)
    roto = Compromiso.objects.select_related("disposicion__reunion").get(clave="ZC-2022-1/A4.2")
    monkeypatch.setattr(obligaciones, "periodicos", lambda: [roto, indicadores()])
    assert extender_al_dia(date(2022, 8, 1)) == {"nacidas": 7, "fallidos": 1}


@pytest.mark.django_db(transaction=True)
def test_de_dos_reglas_a_la_vez_una_gana(sembrada):
    def capturar(n: int):
        with reloj.fijo(date(2022, 7, 6)):
            return cambiar((TRIMESTRES, Regla("semestral", date(2023, 1, 1)))[n])

    assert sorted(type(r).__name__ for r in a_la_vez(2, capturar)) == ["CambioDeRegla", "OtroSeAdelanto"]


def test_otra_regla_sobre_una_version_vieja_se_entera():
    cambiar(TRIMESTRES)
    with pytest.raises(OtroSeAdelanto):
        cambiar(Regla("anual", date(2023, 1, 1)))
