import pytest

from conferencia.domain.estados import ABIERTOS, EXENTOS, TRANSICIONES, Accion, Estado, TransicionIlegal, aplicar


@pytest.mark.parametrize(("estado", "accion", "sigue"), [(*llave, sigue) for llave, sigue in TRANSICIONES.items()])
def test_la_tabla_se_aplica(estado, accion, sigue):
    assert aplicar(estado, accion) == sigue


@pytest.mark.parametrize("estado", sorted({Estado.CUMPLIDA, *EXENTOS}))
@pytest.mark.parametrize("accion", list(Accion))
def test_lo_cerrado_no_se_mueve(estado, accion):
    with pytest.raises(TransicionIlegal, match="No se puede"):
        aplicar(estado, accion)


def test_la_permanente_aceptada_queda_abierta_para_la_siguiente_ratificacion():
    assert aplicar(Estado.EN_REVISION, Accion.ACEPTAR, permanente=True) == Estado.PENDIENTE
    assert aplicar(Estado.EN_REVISION, Accion.ACEPTAR) == Estado.CUMPLIDA


def test_abiertos_y_exentos_no_se_pisan():
    assert not ABIERTOS & EXENTOS
    assert ABIERTOS | EXENTOS | {Estado.CUMPLIDA} == set(Estado)


def test_el_mensaje_dice_en_que_estado_esta():
    with pytest.raises(TransicionIlegal, match="lo que está cumplido"):
        aplicar(Estado.CUMPLIDA, Accion.OBSERVAR)
