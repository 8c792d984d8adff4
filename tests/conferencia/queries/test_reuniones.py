from datetime import date

import pytest

from conferencia.domain.permisos import Capacidad
from conferencia.models import Obligacion, Reunion
from conferencia.permissions import visibles_para
from conferencia.queries.corte import tomar
from conferencia.queries.reuniones import listar
from tests import reparto

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
HOY = date(2022, 7, 6)


@pytest.mark.parametrize(("quien", "total", "por_vencer"), [(reparto.titular, 166, 35), (reparto.enlace, 24, 5), (reparto.consulta, 166, 35)])
def test_cada_quien_cuenta_lo_que_ve(quien, total, por_vencer):
    facultades = reparto.facultades(quien())
    ve_todo = facultades.tiene(Capacidad.VER_TODO)
    (unica,) = listar(visibles_para(facultades, Reunion), visibles_para(facultades, Obligacion), tomar(HOY), ve_todo=ve_todo)
    assert (unica.reunion.clave, unica.disposiciones, unica.conteo.total, unica.conteo.por_vencer) == ("ZC-2022-1", 17, total, por_vencer)


@pytest.mark.parametrize("ve_todo", [True, False])
def test_dos_consultas_se_sume_o_se_cuente(ve_todo, django_assert_num_queries):
    with django_assert_num_queries(2):
        listar(Reunion.objects.all(), Obligacion.objects.all(), tomar(HOY), ve_todo=ve_todo)
