from datetime import date, timedelta

import holidays
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conferencia.domain.calendario import CalendarioHabil, en_palabras, inhabiles_lfpa
from conferencia.domain.plazos import (
    ANIOS,
    HABILES,
    HORAS,
    MESES,
    NATURALES,
    UNIDADES,
    PlazoIncalculable,
    Prorrogado,
    SituacionDeObjetivo,
    Suspendido,
    Termino,
    a_habil,
    computar,
    encadenar,
    recorrer,
    situacion_de_objetivo,
)

LFPA = CalendarioHabil.con(d for anio in range(2010, 2060) for d, _ in inhabiles_lfpa(anio))
LFT = CalendarioHabil.con(holidays.country_holidays("MX", years=range(2010, 2060)))


def d(texto: str) -> date:
    return date.fromisoformat(texto)


@pytest.mark.parametrize(
    ("evento", "cantidad", "unidad", "literal"),
    [
        ("2022-07-05", 1, HABILES, "2022-07-06"),
        ("2022-07-05", 30, HABILES, "2022-08-16"),
        ("2022-07-08", 1, HABILES, "2022-07-11"),
        ("2022-09-15", 1, HABILES, "2022-09-19"),  # el 16 es inhábil y sigue fin de semana
        ("2022-12-30", 1, HABILES, "2023-01-02"),  # el 1 de enero cayó en domingo y no se recorre
        ("2022-04-12", 5, HABILES, "2022-04-19"),  # Semana Santa no es inhábil por ley
        ("2024-09-30", 1, HABILES, "2024-10-02"),  # 1-oct-2024: transmisión del Ejecutivo
        ("2018-11-30", 1, HABILES, "2018-12-03"),  # 1-dic-2018 cayó en sábado
        ("2012-11-30", 1, HABILES, "2012-12-03"),
        ("2030-09-30", 1, HABILES, "2030-10-02"),
        ("2022-07-05", 30, NATURALES, "2022-08-04"),
        ("2024-02-28", 1, NATURALES, "2024-02-29"),
        ("2023-02-28", 1, NATURALES, "2023-03-01"),
        ("2022-12-31", 1, NATURALES, "2023-01-01"),
        ("2022-07-05", 6, MESES, "2023-01-05"),
        ("2022-10-31", 2, MESES, "2022-12-31"),
        ("2022-08-31", 1, MESES, "2022-10-03"),  # septiembre no tiene 31; el 1 de octubre es sábado
        ("2022-12-31", 2, MESES, "2023-03-01"),
        ("2023-12-31", 2, MESES, "2024-03-01"),
        ("2024-01-29", 1, MESES, "2024-02-29"),
        ("2023-01-29", 1, MESES, "2023-03-01"),
        ("2024-08-31", 1, MESES, "2024-10-02"),  # el primero de octubre de 2024 es inhábil
        ("2024-02-29", 1, ANIOS, "2025-03-03"),  # no hay 29; el 1 de marzo de 2025 es sábado
        ("2024-02-29", 4, ANIOS, "2028-02-29"),
        ("2022-07-05", 1, ANIOS, "2023-07-05"),
        ("2022-07-05", 24, HORAS, "2022-07-06"),
        ("2022-07-05", 72, HORAS, "2022-07-08"),
        ("2022-07-05", 25, HORAS, "2022-07-07"),
    ],
)
def test_el_termino_se_cuenta_desde_el_dia_siguiente_al_evento(evento, cantidad, unidad, literal):
    assert computar(d(evento), Termino(cantidad, unidad), LFPA, rodar=False).literal == d(literal)


def test_lfpa_y_lft_difieren_en_siete_dias_laborables_de_2026():
    laborables = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert sum(LFPA.es_habil(x) != LFT.es_habil(x) for x in laborables) == 7


@pytest.mark.parametrize(
    ("dia", "lfpa", "lft"),
    [
        ("2024-10-01", False, False),
        ("2012-12-01", False, False),  # sábado
        ("2022-04-14", True, True),  # jueves santo
        ("2022-04-15", True, True),  # viernes santo
        ("2022-05-05", False, True),
        ("2022-11-21", True, False),
        ("2022-09-01", False, True),
    ],
)
def test_cada_ley_trae_sus_inhabiles(dia, lfpa, lft):
    assert (LFPA.es_habil(d(dia)), LFT.es_habil(d(dia))) == (lfpa, lft)


@pytest.mark.parametrize(("anio", "dia"), [(2006, "2006-12-01"), (2018, "2018-12-01"), (2024, "2024-10-01"), (2030, "2030-10-01")])
def test_el_dia_sexenal_cambio_de_diciembre_a_octubre(anio, dia):
    assert [f for f, motivo in inhabiles_lfpa(anio) if "Transmisión" in motivo] == [d(dia)]


def test_fuera_de_sexenio_no_hay_dia_de_transmision():
    assert not [m for _, m in inhabiles_lfpa(2022) if "Transmisión" in m]


@pytest.mark.parametrize("unidad", ["", "dias", "lunas"])
def test_dias_a_secas_no_se_interpreta(unidad):
    with pytest.raises(PlazoIncalculable):
        computar(d("2022-07-05"), Termino(30, unidad), LFPA, rodar=True)


@pytest.mark.parametrize("cantidad", [0, 5000])
def test_una_cantidad_imposible_no_se_cuenta(cantidad):
    with pytest.raises(PlazoIncalculable, match="no se puede contar"):
        computar(d("2022-07-05"), Termino(cantidad, HABILES), LFPA, rodar=True)


def test_el_31_de_diciembre_de_2022_es_sabado_y_solo_rueda_si_se_configura():
    rodado = a_habil(d("2022-12-31"), LFPA, rodar=True)
    assert (rodado.literal, rodado.vence) == (d("2022-12-31"), d("2023-01-02"))
    fijo = a_habil(d("2022-12-31"), LFPA, rodar=False)
    assert (fijo.literal, fijo.vence) == (d("2022-12-31"), d("2022-12-31"))
    assert a_habil(d("2022-12-30"), LFPA, rodar=True).pasos == ()


def test_la_cuenta_se_explica_paso_por_paso():
    assert computar(d("2022-09-14"), Termino(2, HABILES), LFPA, rodar=True).pasos == (
        "El evento ocurrió el miércoles 14 de septiembre de 2022; se cuenta desde el día siguiente (LFPA art. 38).",
        "2 días hábiles: llegan al lunes 19 de septiembre de 2022; no cuentan sábados y domingos, "
        "ni el viernes 16 de septiembre de 2022, que su calendario da por inhábil.",
    )


@pytest.mark.parametrize(
    ("vence", "desde", "hasta", "unidad", "nuevo"),
    [
        ("2022-09-30", "2022-08-01", "2022-08-10", NATURALES, "2022-10-10"),
        ("2022-09-30", "2022-09-30", "2022-09-30", NATURALES, "2022-10-01"),
        ("2022-09-30", "2022-10-01", "2022-10-10", NATURALES, "2022-09-30"),  # ya había vencido
        ("2022-12-31", "2022-12-20", "2023-01-06", MESES, "2023-01-18"),
        ("2022-08-16", "2022-08-08", "2022-08-12", HABILES, "2022-08-23"),
        ("2022-08-16", "2022-08-13", "2022-08-14", HABILES, "2022-08-16"),  # sábado y domingo no contaban
        ("2022-08-16", "2022-08-16", "2022-08-31", HABILES, "2022-09-02"),  # el 1 de septiembre es inhábil
    ],
)
def test_la_suspension_recorre_lo_que_faltaba(vence, desde, hasta, unidad, nuevo):
    assert recorrer(d(vence), d(desde), d(hasta), LFPA, unidad, rodar=False).vence == d(nuevo)


def test_recorrer_a_inhabil_rueda_si_se_configura():
    assert recorrer(d("2022-09-30"), d("2022-09-30"), d("2022-09-30"), LFPA, NATURALES, rodar=True).vence == d("2022-10-03")


def test_una_suspension_al_reves_no_cabe():
    with pytest.raises(PlazoIncalculable, match="antes de empezar"):
        recorrer(d("2022-09-30"), d("2022-08-02"), d("2022-08-01"), LFPA, NATURALES, rodar=False)


def test_lo_dispuesto_se_encadena_en_orden_y_una_prorroga_nunca_acorta():
    diez = Suspendido(d("2022-08-01"), d("2022-08-10"))
    assert encadenar(d("2022-09-30"), [diez, Prorrogado(d("2022-12-01"))], LFPA, NATURALES, rodar=False).vence == d("2022-12-01")
    assert encadenar(d("2022-09-30"), [Prorrogado(d("2022-12-01")), diez], LFPA, NATURALES, rodar=False).vence == d("2022-12-11")
    assert encadenar(d("2022-09-30"), [Prorrogado(d("2022-09-01"))], LFPA, NATURALES, rodar=False).vence == d("2022-09-30")


@pytest.mark.parametrize(
    ("objetivo", "hoy", "entrega", "situacion"),
    [
        ("2022-09-30", "2022-07-06", None, SituacionDeObjetivo.EN_PLAZO),
        ("2022-07-13", "2022-07-06", None, SituacionDeObjetivo.POR_VENCER),
        ("2022-07-14", "2022-07-06", None, SituacionDeObjetivo.EN_PLAZO),
        ("2022-07-06", "2022-07-06", None, SituacionDeObjetivo.POR_VENCER),
        ("2022-07-05", "2022-07-06", None, SituacionDeObjetivo.REBASADA),
        ("2022-07-05", "2022-07-06", "2022-07-06", SituacionDeObjetivo.ATENDIDA),
        ("2022-07-05", "2022-07-06", "2022-07-07", SituacionDeObjetivo.REBASADA),  # a ese corte aún no llegaba
    ],
)
def test_la_fecha_objetivo_tiene_su_propia_situacion(objetivo, hoy, entrega, situacion):
    assert situacion_de_objetivo(d(objetivo), d(hoy), d(entrega) if entrega else None) == situacion


# --- Propiedades ------------------------------------------------------------------------------------------------------

FECHAS = st.dates(date(2012, 1, 1), date(2040, 12, 31))


@given(FECHAS, st.integers(1, 60), st.sampled_from(UNIDADES), st.booleans())
def test_nunca_vence_antes_del_evento_ni_antes_de_su_literal(evento, cantidad, unidad, rodar):
    computo = computar(evento, Termino(min(cantidad, 12) if unidad == ANIOS else cantidad, unidad), LFPA, rodar=rodar)
    assert evento < computo.literal <= computo.vence
    assert all(paso.endswith(".") for paso in computo.pasos)


@given(FECHAS, st.integers(1, 11), st.sampled_from(UNIDADES))
def test_un_termino_mayor_no_vence_antes(evento, cantidad, unidad):
    corto, largo = (computar(evento, Termino(n, unidad), LFPA, rodar=True).vence for n in (cantidad, cantidad + 1))
    assert corto <= largo


@given(FECHAS, st.integers(0, 40), st.integers(1, 40), st.sampled_from([HABILES, NATURALES]))
def test_un_evento_posterior_no_vence_antes(evento, despues, cantidad, unidad):
    uno, otro = (computar(e, Termino(cantidad, unidad), LFPA, rodar=True).vence for e in (evento, evento + timedelta(days=despues)))
    assert uno <= otro


@given(FECHAS, st.integers(0, 200), st.integers(1, 90))
def test_suspender_k_dias_mueve_exactamente_k_dias_lo_natural(desde, faltan, k):
    vence = desde + timedelta(days=faltan)
    assert recorrer(vence, desde, desde + timedelta(days=k - 1), LFPA, NATURALES, rodar=False).vence == vence + timedelta(days=k)


@given(FECHAS, st.integers(0, 60), st.integers(1, 60))
def test_suspender_en_habiles_deja_los_mismos_habiles_por_delante(desde, faltan, k):
    vence, hasta = LFPA.siguiente_habil(desde + timedelta(days=faltan)), desde + timedelta(days=k - 1)
    restaban = LFPA.habiles_entre(desde, vence)
    assume(restaban)
    nuevo = recorrer(vence, desde, hasta, LFPA, HABILES, rodar=True).vence
    assert nuevo >= vence
    assert LFPA.habiles_entre(hasta + timedelta(days=1), nuevo) == restaban


def test_las_fechas_se_dicen_largas():
    assert en_palabras(d("2022-09-30")) == "viernes 30 de septiembre de 2022"
