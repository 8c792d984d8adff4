"""Qué se haría con un renglón: la tabla que una persona escribiría."""

from dataclasses import replace
from datetime import date

import pytest

from conferencia.domain.estados import Estado
from conferencia.domain.importacion import Renglon, Reportada
from conferencia.domain.importacion_pasos import Resultado, Situada, decidir

D, S = date, Reportada
HOY = D(2022, 12, 5)
LIBRE = Situada(nace_el=D(2022, 7, 5), vence_el=D(2022, 7, 12), partes=("PUE-SS",), movido_el={"estado": D(2022, 7, 5), "vence_el": D(2022, 7, 5)})
CUMPLIDA = Renglon(clave="x", situacion=S.CUMPLIDA, entregada_el=D(2022, 7, 12))
OBSERVADA = Renglon(
    clave="x", situacion=S.CON_OBSERVACIONES, entregada_el=D(2022, 7, 8), resuelta_el=D(2022, 7, 11), subsanar_el=D(2022, 7, 22), nota="Falta el cargo."
)


def pasos(r: Renglon, s: Situada = LIBRE) -> list[tuple[str, date]]:
    return [(p.clase.value, p.rige_el) for p in decidir(r, s, HOY).pasos]


@pytest.mark.parametrize(
    ("renglon", "esperado"),
    [
        (CUMPLIDA, [("entrega", D(2022, 7, 12)), ("cumplimiento", D(2022, 7, 12))]),
        (replace(CUMPLIDA, resuelta_el=D(2022, 7, 20)), [("entrega", D(2022, 7, 12)), ("cumplimiento", D(2022, 7, 20))]),
        (OBSERVADA, [("entrega", D(2022, 7, 8)), ("observacion", D(2022, 7, 11))]),
        (Renglon(clave="x", situacion=S.EN_REVISION, entregada_el=HOY, avance=80), [("entrega", HOY), ("avance", HOY)]),
        (Renglon(clave="x", situacion=S.NO_APLICA, resuelta_el=D(2022, 8, 1), nota="n"), [("exencion", D(2022, 8, 1))]),
        (Renglon(clave="x", situacion=S.PENDIENTE, prorroga_hasta=D(2022, 9, 1)), [("prorroga", D(2022, 7, 12))]),
        (Renglon(clave="x", situacion=S.PENDIENTE, avance=30), [("avance", HOY)]),
    ],
)
def test_lo_que_se_hara_y_desde_cuando_rige(renglon, esperado):
    assert pasos(renglon) == esperado


def test_la_prorroga_de_lo_que_no_vence_aun_rige_desde_hoy():
    assert pasos(Renglon(clave="x", situacion=S.PENDIENTE, prorroga_hasta=D(2023, 3, 1)), replace(LIBRE, vence_el=D(2022, 12, 31))) == [("prorroga", HOY)]


@pytest.mark.parametrize(
    ("renglon", "situada"),
    [
        (CUMPLIDA, replace(LIBRE, estado=Estado.CUMPLIDA, primera_entrega_el=D(2022, 7, 12), resuelta_el=D(2022, 7, 12))),
        (CUMPLIDA, replace(LIBRE, permanente=True, vence_el=None, primera_entrega_el=D(2022, 7, 12), resuelta_el=D(2022, 7, 12))),
        (OBSERVADA, replace(LIBRE, estado=Estado.CON_OBSERVACIONES, primera_entrega_el=D(2022, 7, 8), subsanar_el=D(2022, 7, 22))),
        (Renglon(clave="x", situacion=S.EN_REVISION, entregada_el=HOY), replace(LIBRE, estado=Estado.EN_REVISION, primera_entrega_el=HOY)),
        (Renglon(clave="x", situacion=S.NO_APLICA, resuelta_el=HOY, nota="n"), replace(LIBRE, estado=Estado.NO_APLICA)),
        (Renglon(clave="x", situacion=S.PENDIENTE, avance=0), LIBRE),
        (Renglon(clave="x"), LIBRE),
    ],
)
def test_lo_que_ya_esta_asi_no_se_repite(renglon, situada):
    assert decidir(renglon, replace(situada, ocupada="Ya se movió aquí."), HOY).resultado == Resultado.NADA


@pytest.mark.parametrize(
    ("renglon", "dicho"),
    [
        (replace(CUMPLIDA, situacion=None), "Falta «Situación reportada»: hay datos y no se sabe de qué."),
        (replace(CUMPLIDA, entregada_el=None), "Falta «Fecha de entrega»: sin ella no se sabe si fue a tiempo."),
        (replace(OBSERVADA, subsanar_el=None), "Falta «Subsanar hasta»: el plazo que se dio."),
        (replace(OBSERVADA, nota=""), "Falta «Nota»: qué se observó."),
        (replace(OBSERVADA, subsanar_el=D(2022, 7, 11)), "«Subsanar hasta» debe ser posterior al día en que se observó."),
        (replace(CUMPLIDA, oficio="1", oficio_el=D(2022, 7, 13)), "«Fecha del oficio» es posterior a la de entrega."),
        (replace(CUMPLIDA, resuelta_el=D(2022, 7, 11)), "«Fecha de cumplimiento» es anterior a la de entrega."),
        (replace(CUMPLIDA, avance=90), "Dice «cumplida» con 90 % de avance: se contradicen."),
        (replace(CUMPLIDA, subsanar_el=D(2022, 8, 1)), "«Subsanar hasta» es solo de lo que está con observaciones."),
        (replace(CUMPLIDA, presento="HGO-SS"), "«Presentó»: HGO-SS no es de quienes responden (PUE-SS)."),
        (Renglon(clave="x", situacion=S.NO_APLICA, resuelta_el=HOY, nota="n", avance=10), "Dice «no aplica» y trae avance: se contradicen."),
        (Renglon(clave="x", situacion=S.EN_REVISION, entregada_el=HOY, resuelta_el=HOY), "Dice «en revisión» y trae fecha de cumplimiento: se contradicen."),
    ],
)
def test_lo_que_no_se_sostiene_dice_por_que(renglon, dicho):
    decision = decidir(renglon, LIBRE, HOY)
    assert (decision.resultado, decision.dichos, decision.pasos) == (Resultado.ERROR, (dicho,), ())


def test_lo_que_ya_lleva_historia_aqui_no_admite_otra_debajo():
    assert decidir(CUMPLIDA, replace(LIBRE, ocupada="Su plazo está suspendido."), HOY).dichos == (
        "Su plazo está suspendido. Lo que siga se lleva en el sistema.",
    )
    assert decidir(CUMPLIDA, replace(LIBRE, movido_el={"estado": D(2022, 7, 13)}), HOY).dichos == (
        "Ya hay algo asentado que rige desde el miércoles 13 de julio de 2022, después de esta fecha.",
    )
