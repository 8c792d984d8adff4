# ruff: noqa: E501 -- las frases del género se citan enteras
"""Frases de plazo del género, una por renglón: clase, fechas, cantidad y avisos exactos."""

from datetime import date

import pytest

from conferencia.domain.lectura.plazos import combinar, hallar_plazos

ACTO = date(2022, 7, 5)


def resumen(frase, acto=ACTO):
    return [(p.clase, p.inicio, p.vence, p.periodicidad) for p in hallar_plazos(frase, acto)]


@pytest.mark.parametrize(
    ("frase", "vence"),
    [
        ("a más tardar el 18 de julio del presente año", date(2022, 7, 18)),
        ("a más tardar al 1 de abril del año 2024", date(2024, 4, 1)),
        ("estableciendo como fecha límite para dicha acción el doce de julio de dos mil veintidós", date(2022, 7, 12)),
        ("a más tardar el treinta de septiembre del año en curso", date(2022, 9, 30)),
        ("hasta el 31 de diciembre de 2022", date(2022, 12, 31)),
        ("para el 15 de agosto de 2022", date(2022, 8, 15)),
        ("a más tardar el día 15 quince de agosto de 2022", date(2022, 8, 15)),
        ("a más tardar el 12 (doce) de agosto de dos mil veintidós", date(2022, 8, 12)),
        ("a más tardar el último día del mes de enero del siguiente año", date(2023, 1, 31)),
        ("a más tardar al término del segundo trimestre de 2023", date(2023, 6, 30)),
        ("a más tardar el 22/09/2022", date(2022, 9, 22)),
        ("sin que pueda exceder del 30 de noviembre de 2022", date(2022, 11, 30)),
        ("a más tardar el 30 del presente mes", date(2022, 7, 30)),
    ],
)
def test_una_fecha_tope_es_plazo(frase, vence):
    (plazo,) = hallar_plazos(frase, ACTO)

    assert (plazo.clase, plazo.vence, plazo.avisos, plazo.texto) == ("fecha", vence, (), frase)


@pytest.mark.parametrize(
    ("frase", "inicio", "vence"),
    [
        ("durante el segundo semestre del año dos mil veintidós", date(2022, 7, 1), date(2022, 12, 31)),
        ("durante los primeros tres meses del segundo semestre del año dos mil veintidós", date(2022, 7, 1), date(2022, 9, 30)),
        ("en el último trimestre del año en curso", date(2022, 10, 1), date(2022, 12, 31)),
        ("en el mes de mayo de 2023", date(2023, 5, 1), date(2023, 5, 31)),
        ("a más tardar en noviembre de 2025", date(2025, 11, 1), date(2025, 11, 30)),
        ("durante los meses de mayo y junio de 2023", date(2023, 5, 1), date(2023, 6, 30)),
        ("en la segunda quincena de agosto de 2022", date(2022, 8, 16), date(2022, 8, 31)),
        ("del 1 al 15 de agosto de 2022", date(2022, 8, 1), date(2022, 8, 15)),
        ("del 1 de julio al 29 de septiembre de 2022", date(2022, 7, 1), date(2022, 9, 29)),
        ("durante el ejercicio fiscal 2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("durante el primer bimestre de 2024", date(2024, 1, 1), date(2024, 2, 29)),
    ],
)
def test_un_periodo_tiene_primero_y_ultimo_dia(frase, inicio, vence):
    assert resumen(frase) == [("periodo", inicio, vence, None)]


@pytest.mark.parametrize(
    ("frase", "cantidad", "unidad", "evento", "vence", "avisos"),
    [
        ("dentro de los 180 días naturales siguientes a la entrada en vigor del presente Decreto", 180, "dias_naturales", "entrada en vigor del presente Decreto", None, ()),
        ("en un plazo no mayor a 180 días, contados a partir de la entrada en vigor", 180, "dias", "entrada en vigor", None, ("días sin calificar",)),
        ("dentro de los treinta días hábiles siguientes a la firma", 30, "dias_habiles", "firma", date(2022, 8, 16), ("días inhábiles por confirmar",)),
        ("en un plazo de un año, a partir de la entrada en vigor de la presente Ley", 1, "años", "entrada en vigor de la presente Ley", None, ()),
        ("en un plazo no mayor a seis meses contados a partir de la aprobación del presente acuerdo", 6, "meses", "aprobación del presente acuerdo", date(2023, 1, 5), ()),
        ("en los seis meses subsecuentes", 6, "meses", "vencimiento del plazo anterior", None, ()),
        ("en un plazo de veinte días hábiles", 20, "dias_habiles", None, None, ("evento no expreso",)),
        ("dentro de los diez días naturales previos a la sesión", 10, "dias_naturales", "sesión", None, ("se cuenta hacia atrás",)),
        ("en un plazo no mayor de doce horas a partir de su presentación", 12, "horas", "su presentación", None, ()),
        ("en un término de 15 quince días naturales contados a partir de esta fecha", 15, "dias_naturales", "esta fecha", date(2022, 7, 20), ()),
    ],
)  # fmt: skip
def test_un_termino_se_calcula_solo_desde_el_propio_acto(frase, cantidad, unidad, evento, vence, avisos):
    (plazo,) = hallar_plazos(frase, ACTO)

    assert (plazo.clase, plazo.cantidad, plazo.unidad, plazo.evento, plazo.vence, plazo.avisos) == ("termino", cantidad, unidad, evento, vence, avisos)


@pytest.mark.parametrize(
    ("frase", "periodicidad"),
    [
        ("incluyendo la generación de indicadores, mensuales", "mensual"),
        ("informar cada cuatro meses al Sistema", "cuatrimestral"),
        ("cada quince días", "quincenal"),
        ("será actualizado quincenalmente", "quincenal"),
        ("sesionará de forma ordinaria una vez al año", "anual"),
        ("dos veces al año", "semestral"),
        ("durante el mes de mayo de cada año", "anual"),
        ("al final de cada año", "anual"),
        ("dentro de los primeros cinco días hábiles de cada mes", "mensual"),
        ("a más tardar el 31 de enero de cada año", "anual"),
        ("compartir diariamente la información", "diaria"),
    ],
)
def test_lo_que_se_repite_dice_cada_cuando(frase, periodicidad):
    assert [(p.clase, p.periodicidad, p.avisos) for p in hallar_plazos(frase, ACTO)] == [("periodico", periodicidad, ())]


@pytest.mark.parametrize(
    ("frase", "clase"),
    [
        ("mantener de forma permanente la actualización", "permanente"),
        ("la actualización permanente de sus elementos", "permanente"),
        ("lo comunicará sin demora", "inmediato"),
        ("a la brevedad posible", "inmediato"),
        ("una vez que se instale el Sistema", "condicionado"),
        ("hasta en tanto entre en vigor la autonomía", "condicionado"),
        ("en la siguiente sesión ordinaria", "condicionado"),
        ("a partir del siguiente ejercicio presupuestal a la publicación del presente Decreto", "condicionado"),
    ],
)
def test_lo_que_no_tiene_fecha_tiene_clase(frase, clase):
    assert resumen(frase) == [(clase, None, None, None)]


@pytest.mark.parametrize(
    "frase",
    [
        "el Decreto publicado en el Diario Oficial de la Federación el 26 de marzo de 2019",
        "el informe correspondiente al primer trimestre de 2022",
        "la reunión celebrada el 12 de marzo de 2022",
        "con cifras al 31 de mayo de 2022",
        "la Fuerza Armada permanente",
        "prever en el Programa anual el establecimiento de acciones",
        "publicar en el Diario Oficial de la Federación",
        "personas de 18 años de edad",
        "en especial cuando se trate de extorsión",
        "durante el año 2019 se detuvo a 300 personas",
    ],
)
def test_una_mencion_no_es_plazo(frase):
    assert hallar_plazos(frase, ACTO) == []


@pytest.mark.parametrize(
    ("frase", "vence", "avisos"),
    [
        ("a más tardar el 15 de febrero", date(2023, 2, 15), ("año no expreso",)),
        ("a más tardar el 31 de septiembre de 2022", None, ("fecha imposible", "fecha por confirmar")),
        ("a más tardar el lunes 12 de julio de 2022", date(2022, 7, 12), ("el día de la semana no coincide",)),
        ("a más tardar el 12 (trece) de julio de 2022", date(2022, 7, 12), ("fecha contradictoria",)),
        ("a más tardar el l8 de julio de 2O22", date(2022, 7, 18), ("cifra corregida",)),
        ("a más tardar el 1 de abril de 2020", date(2020, 4, 1), ("fecha anterior al acto",)),
        ("antes de agosto de 2022", date(2022, 7, 31), ("«antes del» excluye ese periodo",)),
        ("antes del 15 de agosto de 2022", date(2022, 8, 14), ("«antes del» excluye ese día",)),
        ("a más tardar el último día hábil de octubre de 2022", date(2022, 10, 31), ("días inhábiles por confirmar",)),
    ],
)
def test_lo_dudoso_lleva_aviso(frase, vence, avisos):
    assert [(p.vence, p.avisos) for p in hallar_plazos(frase, ACTO)] == [(vence, avisos)]


def test_sin_fecha_del_acto_un_anio_relativo_no_se_inventa():
    (plazo,) = hallar_plazos("a más tardar el 18 de julio del presente año", None)

    assert (plazo.vence, plazo.avisos) == (None, ("falta la fecha del acto", "fecha por confirmar"))


def test_lo_permanente_empieza_el_dia_del_acto_o_el_que_diga_el_texto():
    del_acto = combinar(hallar_plazos("a partir de esta fecha y de manera permanente", ACTO), ACTO)
    dicho = combinar(hallar_plazos("a partir del 1 de agosto de 2022 y de manera permanente", ACTO), ACTO)

    assert (del_acto.clase, del_acto.inicio, dicho.clase, dicho.inicio, dicho.avisos) == ("permanente", ACTO, "permanente", date(2022, 8, 1), ())


def test_lo_periodico_toma_su_vigencia_del_periodo_que_lo_acompana():
    plazo = combinar(hallar_plazos("informará mensualmente durante el segundo semestre de 2022", ACTO), ACTO)

    assert (plazo.clase, plazo.periodicidad, plazo.inicio, plazo.vence) == ("periodico", "mensual", date(2022, 7, 1), date(2022, 12, 31))


def test_dos_fechas_para_lo_mismo_dejan_aviso():
    plazo = combinar(hallar_plazos("a más tardar el 1 de agosto de 2022 y a más tardar el 1 de septiembre de 2022", ACTO), ACTO)

    assert (plazo.vence, plazo.avisos) == (date(2022, 8, 1), ("más de un plazo",))


@pytest.mark.parametrize(
    ("frase", "esperado"),
    [
        ("dentro de los primeros veinte días del mes de enero de 2023", ("periodo", date(2023, 1, 1), date(2023, 1, 20), ())),
        ("durante los meses de abril, mayo y junio de 2023", ("periodo", date(2023, 4, 1), date(2023, 6, 30), ())),
        ("en los meses de marzo, junio y septiembre de 2023", ("periodo", date(2023, 3, 1), date(2023, 9, 30), ("más de un plazo",))),
        ("dentro de los cinco días siguientes al cierre de cada mes", ("periodico", None, None, ())),
        ("del 1 de abril al 30 de junio de cada año", ("periodico", None, None, ())),
        ("a más tardar a las 18:00 horas del día 20 de julio de 2022", ("fecha", None, date(2022, 7, 20), ())),
        ("dentro de los 10 días naturales siguientes a la firma de los presentes acuerdos", ("termino", None, date(2022, 7, 15), ())),
        ("a partir del 1 de agosto de 2022 y hasta el 31 de diciembre de 2022", ("periodo", date(2022, 8, 1), date(2022, 12, 31), ())),
        ("el 30/08/2022 y 31/10/2022", ("fecha", None, date(2022, 8, 30), ("más de un plazo",))),
    ],
)
def test_lo_que_dos_frases_dicen_juntas(frase, esperado):
    plazo = combinar(hallar_plazos(frase, ACTO), ACTO)

    assert (plazo.clase, plazo.inicio, plazo.vence, plazo.avisos) == esperado
