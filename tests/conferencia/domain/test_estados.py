"""La máquina de estados contra una tabla escrita a mano: cada (estado, acción), lo normal y lo permanente. Un punto: no se puede."""

import pytest

from conferencia.domain.estados import ABIERTOS, CERRADOS, EXENTOS, POR_ENTREGAR, Accion, Estado, TransicionIlegal, aplicar

ESTADOS = ("pendiente", "en_revision", "con_observaciones", "cumplida", "no_aplica", "no_competente", "sin_efecto")
P, R, O, C, NA, NC, SE = ESTADOS  # noqa: E741 - columnas de la tabla
NO = "."

#                           desde: P   R   O   C   NA  NC  SE
TABLA: dict[str, tuple[str, ...]] = {
    "presentar":                  (R,  NO, R,  NO, NO, NO, NO),
    "aceptar":                    (NO, C,  NO, NO, NO, NO, NO),
    "observar":                   (NO, O,  NO, NO, NO, NO, NO),
    "rechazar_ajena":             (NO, P,  NO, NO, NO, NO, NO),
    "devolver":                   (NO, P,  NO, NO, NO, NO, NO),
    "reabrir":                    (NO, NO, NO, R,  NO, NO, NO),
    "pedir_prorroga":             (P,  NO, O,  NO, NO, NO, NO),
    "prorrogar":                  (P,  R,  O,  NO, NO, NO, NO),
    "alegar_no_competencia":      (P,  R,  O,  NO, NO, NO, NO),
    "declarar_no_competente":     (NC, NC, NC, NO, NO, NO, NO),
    "marcar_no_aplica":           (NA, NA, NA, NO, NO, NO, NO),
    "sustituir":                  (SE, SE, SE, NO, NO, NO, NO),
    "reactivar":                  (NO, NO, NO, NO, P,  P,  P),
    "suspender":                  (P,  R,  O,  NO, NO, NO, NO),
    "reanudar":                   (P,  R,  O,  NO, NO, NO, NO),
    "fijar_objetivo":             (P,  R,  O,  NO, NO, NO, NO),
    "registrar_evento":           (P,  R,  O,  NO, NO, NO, NO),
    "registrar_avance":           (P,  R,  O,  NO, NO, NO, NO),
}  # fmt: skip
# Lo permanente no se agota: aceptada, queda abierta para la siguiente ratificación. En lo demás es igual.
PERMANENTE = TABLA | {"aceptar": (NO, P, NO, NO, NO, NO, NO), "reabrir": (R, NO, NO, R, NO, NO, NO)}
CASOS = [
    (estado, accion, sigue, permanente)
    for permanente, tabla in ((False, TABLA), (True, PERMANENTE))
    for accion, fila in tabla.items()
    for estado, sigue in zip(ESTADOS, fila, strict=True)
]


def test_la_tabla_cubre_cada_estado_y_cada_accion():
    assert set(ESTADOS) == {e.value for e in Estado}
    assert set(TABLA) == {a.value for a in Accion}
    assert len(CASOS) == 2 * len(Estado) * len(Accion)


@pytest.mark.parametrize(("estado", "accion", "sigue", "permanente"), CASOS)
def test_cada_par_hace_lo_que_dice_la_tabla(estado, accion, sigue, permanente):
    if sigue != NO:
        assert aplicar(Estado(estado), Accion(accion), permanente=permanente) == Estado(sigue)
        return
    with pytest.raises(TransicionIlegal, match=r"^No se puede .+ lo que está .+") as negada:
        aplicar(Estado(estado), Accion(accion), permanente=permanente)
    assert (negada.value.estado, negada.value.accion) == (estado, accion)


def test_los_grupos_de_estados_son_los_que_se_escriben_a_mano():
    assert ({P, R, O}, {NA, NC, SE}, {C, NA, NC, SE}, {P, O}) == (ABIERTOS, EXENTOS, CERRADOS, POR_ENTREGAR)


def test_el_mensaje_dice_en_que_estado_esta():
    with pytest.raises(TransicionIlegal, match="No se puede rechazar por ajena lo que está cumplido"):
        aplicar(Estado.CUMPLIDA, Accion.RECHAZAR_AJENA)
