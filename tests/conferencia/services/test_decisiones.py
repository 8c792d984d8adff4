"""La puerta única de las decisiones: cada sentido deja la entrega y la obligación donde le toca."""

import pytest

from conferencia.domain.errores import NoProcede
from conferencia.models import Obligacion
from conferencia.services.decisiones import Decision, Sentido, decidir
from conferencia.services.indice import comparar
from tests import reparto
from tests.enlaces.escena import presentar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


def aplicar(entrega, **dicho) -> None:
    version = Obligacion.objects.get(pk=entrega.obligacion_id).version
    decidir(por=reparto.facultades(reparto.analista()), entrega=entrega, version=version, decision=Decision(**dicho))


@pytest.mark.parametrize(
    ("dicho", "entrega_queda", "obligacion_queda"),
    [
        ({"sentido": Sentido.ACEPTAR}, "aceptada", "cumplida"),
        ({"sentido": Sentido.AJENA, "motivo": "Es otra cosa"}, "ajena", "pendiente"),
        ({"sentido": Sentido.NO_COMPETENCIA, "motivo": "Le toca al C5"}, "alegacion", "pendiente"),
        ({"sentido": Sentido.CAPTURA, "motivo": "Era otro archivo"}, "devuelta", "pendiente"),
    ],
)
def test_cada_sentido(dicho, entrega_queda, obligacion_queda):
    (entrega,) = presentar()
    aplicar(entrega, **dicho)
    entrega.refresh_from_db()
    assert (entrega.estado, entrega.obligacion.estado) == (entrega_queda, obligacion_queda)
    assert comparar().concuerda


def test_observar_pide_hasta_cuando():
    (entrega,) = presentar()
    with pytest.raises(NoProcede) as error:
        aplicar(entrega, sentido=Sentido.OBSERVAR, observaciones=["x"])
    assert error.value.campo == "subsanar_el"
