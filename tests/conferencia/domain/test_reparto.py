import pytest

from conferencia.domain.reparto import Parte, Renglon, RepartoImposible, repartir

PADRON = [Parte(f"{e}-{t}", t, e) for e in ("HGO", "PUE") for t in ("SS", "UPC", "C5")]
CONASE = Parte("CONASE", "FED")


def sufijos(modo, tipos, federales=()):
    return [r.sufijo for r in repartir(modo, tipos, federales, PADRON)]


def test_individual_una_por_institucion_y_por_federal():
    assert sufijos("individual", ["UPC", "C5"], [CONASE]) == ["HGO-UPC", "PUE-UPC", "HGO-C5", "PUE-C5", "CONASE"]


def test_conjunta_por_entidad_un_instrumento_por_estado_con_todas_sus_partes():
    assert repartir("conjunta_por_entidad", ["UPC", "C5"], [CONASE], PADRON) == [
        Renglon(e, e, (Parte(f"{e}-UPC", "UPC", e), Parte(f"{e}-C5", "C5", e), CONASE)) for e in ("HGO", "PUE")
    ]


def test_conjunta_unica_una_sola():
    assert repartir("conjunta_unica", ["SS"], [], PADRON) == [Renglon("", "", (Parte("HGO-SS", "SS", "HGO"), Parte("PUE-SS", "SS", "PUE")))]


def test_entre_federales_no_hay_por_entidad():
    assert repartir("conjunta_por_entidad", [], [CONASE], PADRON) == [Renglon("", "", (CONASE,))]


@pytest.mark.parametrize(("tipos", "mensaje"), [(["ZZ"], "clase ZZ"), ([], "ningún responsable")])
def test_sin_quien_responda_se_dice(tipos, mensaje):
    with pytest.raises(RepartoImposible, match=mensaje):
        repartir("individual", tipos, [], PADRON)


def test_un_modo_desconocido_es_un_error_de_programa():
    with pytest.raises(ValueError, match="otro"):
        repartir("otro", ["SS"], [], PADRON)
