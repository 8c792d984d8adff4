"""Lo que un acuerdo recibe de las transitorias."""

import pytest

from acuerdos.models import Acuerdo, Sentido
from acuerdos.queries import del_acuerdo
from conferencia.models import Disposicion

pytestmark = pytest.mark.django_db


def de(sigla: str):
    return del_acuerdo(Disposicion.objects.get(clave=f"ZC-2022-1/{sigla}"))


@pytest.mark.parametrize(
    ("sigla", "recibe"),
    [("A6", [("T1.2", True)]), ("A8", [("T2.1", True)]), ("A12", [("T3.2", True)]), ("A13", [("T4.2", True)]), ("A4", [])],
)
def test_cada_acuerdo_recibe_su_plazo(sigla, recibe):
    assert [(r.complemento.clave.removeprefix("ZC-2022-1/"), r.da_plazo) for r in de(sigla).recibidos] == recibe


def test_una_transitoria_no_es_un_acuerdo():
    assert de("T1") is None


def test_si_el_acta_no_registra_la_votacion_no_se_inventa():
    assert de("A4").sentido == ""
    Acuerdo.objects.filter(clave="ZC-2022-1/A4").update(sentido=Sentido.UNANIMIDAD)
    assert de("A4").sentido == "Por unanimidad"
