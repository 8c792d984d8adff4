import pytest

from conferencia.models import Disposicion
from transitorios.web.paneles import panel_del_transitorio

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("sigla", "sale"), [("T1", True), ("T2", True), ("A6", False)])
def test_el_panel_solo_sale_en_las_transitorias(sigla, sale, rf):
    panel = panel_del_transitorio(rf.get("/"), Disposicion.objects.get(clave=f"ZC-2022-1/{sigla}"))
    assert (panel is not None) is sale
