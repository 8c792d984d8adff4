import pytest

from acuerdos.web.paneles import panel_del_acuerdo
from conferencia.models import Disposicion

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("sigla", "sale"), [("A6", True), ("A4", False), ("T1", False)])
def test_el_panel_solo_sale_si_tiene_algo_que_decir(sigla, sale, rf):
    panel = panel_del_acuerdo(rf.get("/"), Disposicion.objects.get(clave=f"ZC-2022-1/{sigla}"))
    assert (panel is not None) is sale
