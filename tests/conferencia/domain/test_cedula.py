"""Para cuándo se debe y por qué esa fecha, como lo lee quien recibe la cédula."""

from datetime import date

import pytest

from conferencia.domain.cedula import CedulaDe, Plazo, nombra_enlace, primer_vencimiento

D = date


@pytest.mark.parametrize(
    ("plazo", "dicho", "explicacion"),
    [
        (
            Plazo(
                vence_el=D(2022, 9, 30), original_el=D(2022, 9, 30), texto="a más tardar el treinta de septiembre", dado_por="disposición transitoria SEGUNDA"
            ),
            "Viernes 30 de septiembre de 2022, hasta las 23:59 h",
            ("El acta dice: «a más tardar el treinta de septiembre».", "El plazo lo da la disposición transitoria SEGUNDA."),
        ),
        (Plazo(permanente=True, desde=D(2022, 7, 5)), "De manera permanente, desde el martes 5 de julio de 2022", ()),
        (Plazo(permanente=True), "De manera permanente", ()),
        (Plazo(), "El acta no fija fecha", ()),
        (Plazo(evento="la entrega del modelo"), "Se cuenta desde que ocurra: la entrega del modelo", ()),
        (
            Plazo(vence_el=D(2023, 1, 2), original_el=D(2023, 1, 2), programada_el=D(2022, 12, 31)),
            "Lunes 2 de enero de 2023, hasta las 23:59 h",
            ("El sábado 31 de diciembre de 2022 es inhábil: pasa al siguiente día hábil.",),
        ),
        (
            Plazo(vence_el=D(2022, 10, 14), original_el=D(2022, 9, 30)),
            "Viernes 14 de octubre de 2022, hasta las 23:59 h",
            ("Vencía el viernes 30 de septiembre de 2022; se movió por resolución posterior.",),
        ),
        (
            Plazo(vence_el=D(2022, 8, 12), original_el=D(2022, 8, 12), programada_el=D(2022, 7, 31), periodo="2022-07", periodicidad="mensual"),
            "Viernes 12 de agosto de 2022, hasta las 23:59 h",
            ("Se repite cada mes; este es el periodo 2022-07.",),
        ),
    ],
    ids=["lo da otra", "permanente", "permanente sin inicio", "sin fecha", "evento", "inhábil", "prorrogada", "periódica"],
)
def test_el_plazo_se_dice_y_se_explica(plazo, dicho, explicacion):
    assert (plazo.dicho, plazo.explicacion) == (dicho, explicacion)


@pytest.mark.parametrize(
    ("accion", "es"),
    [
        ("nombrar a un enlace de forma individual", True),
        ("designarán enlace operativo", True),
        ("designar a sus enlaces", True),
        ("designar un representante regional de las unidades", False),
        ("entregar el documento a los enlaces estatales", False),
    ],
)
def test_reconoce_lo_que_se_cumple_designando_enlace(accion, es):
    assert nombra_enlace(accion) is es


def test_el_primer_vencimiento_es_el_mas_proximo_que_no_ha_pasado():
    class Debe:
        def __init__(self, dia):
            self.plazo = Plazo(vence_el=dia)

    cedulas = [CedulaDe("A", "A", tuple(Debe(d) for d in (D(2022, 12, 31), None, D(2022, 7, 12))))]
    assert primer_vencimiento(cedulas, D(2022, 7, 6)) == D(2022, 7, 12)
    assert primer_vencimiento(cedulas, D(2022, 7, 13)) == D(2022, 12, 31)
    assert primer_vencimiento(cedulas, D(2023, 2, 1)) == D(2022, 12, 31)
    assert primer_vencimiento([], D(2022, 7, 6)) is None
