"""Una institución: lo que debe, contado por disposición, y su contacto solo si se puede ver."""

from datetime import date

import pytest

from conferencia.models import ContactoInstitucional, Institucion, Obligacion
from conferencia.permissions import visibles_para
from conferencia.queries.instituciones import contacto_vigente, ver_institucion
from tests import reparto

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
HOY = date(2022, 7, 6)


def vista(clave: str, quien=None):
    obligaciones = visibles_para(reparto.facultades(quien or reparto.titular()), Obligacion)
    return ver_institucion(Institucion.objects.get(clave=clave), obligaciones, HOY)


@pytest.mark.parametrize(
    ("clave", "cuentas"),
    [
        ("PUE-UPC", [("A3", 2), ("A6", 1), ("A13", 1), ("T1", 1), ("T4", 1)]),
        ("PUE-C5", [("A6", 1), ("A13", 1), ("T1", 1), ("T4", 1)]),
        ("CNI-PM", [("A8", 1)]),
        ("ST-CNSSP", []),
    ],
)
def test_lo_que_debe(clave, cuentas):
    assert [(d.sigla, d.conteo.total) for d in vista(clave).disposiciones] == cuentas


def test_un_enlace_ajeno_solo_ve_lo_que_comparten():
    v = vista("HGO-SS", reparto.enlace())
    assert [(d.sigla, d.conteo.total) for d in v.disposiciones] == [("A9", 1)]
    assert v.conteo.total == 1


def test_las_otras_de_su_entidad():
    assert [h.clave for h in vista("PUE-UPC").hermanas] == ["PUE-C5", "PUE-SS"]
    assert vista("DGGSCDT").hermanas == ()


def test_el_contacto_lo_ve_su_institucion_y_la_secretaria_tecnica():
    institucion = Institucion.objects.get(clave="PUE-UPC")
    ven = {p.email: contacto_vigente(institucion, visibles_para(reparto.facultades(p), ContactoInstitucional), HOY) is not None for p in _todos()}
    assert ven == {
        "secretaria@demo.mx": True,
        "analista@demo.mx": True,
        "enlace.puebla@demo.mx": True,
        "enlace.hidalgo@demo.mx": False,
        "consulta@demo.mx": False,
        "nadie@demo.mx": False,
    }


def _todos():
    return [reparto.titular(), reparto.analista(), reparto.enlace(), reparto.enlace_ajeno(), reparto.consulta(), reparto.sin_designacion()]
