"""Los datos de las personas: quién ve qué designaciones, contactos y avisos, por papel."""

from datetime import date

import pytest

from conferencia.models import ContactoInstitucional, Designacion, EntidadFederativa, Institucion, Rol, Usuario
from conferencia.permissions import facultades_del_sistema, visibles_para
from conferencia.services.designaciones import designar
from enlaces.models import Aviso
from enlaces.permissions import avisos_visibles
from enlaces.services.planeacion import planear
from tests import reparto

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
TODAS = 10  # designaciones de la semilla


def nombrado(rol: Rol, hoy: date, **ambito) -> Usuario:
    designar(por=facultades_del_sistema(hoy), email=f"{rol}@demo.mx", nombre=rol, rol=rol, **ambito)
    return Usuario.objects.get(email=f"{rol}@demo.mx")


def ve(usuario: Usuario) -> tuple[set[str], set[str]]:
    """(correos de las designaciones, instituciones de los contactos) a su alcance."""
    f = reparto.facultades(usuario)
    correos = visibles_para(f, Designacion).values_list("usuario__email", flat=True)
    return set(correos), set(visibles_para(f, ContactoInstitucional).values_list("institucion__clave", flat=True))


def test_la_secretaria_tecnica_y_la_auditoria_ven_a_todas_las_personas(titular, hoy):
    assert visibles_para(reparto.facultades(titular), Designacion).count() == TODAS
    auditora = nombrado(Rol.AUDITORIA, hoy, institucion=Institucion.objects.get(tipo="ST"), hasta=date(2022, 12, 31))
    assert visibles_para(reparto.facultades(auditora), Designacion).count() == TODAS + 1
    assert visibles_para(reparto.facultades(auditora), ContactoInstitucional).count() == ContactoInstitucional.objects.count()


def test_un_enlace_ve_a_las_de_sus_instituciones(enlace):
    assert ve(enlace) == ({"enlace.puebla@demo.mx"}, {"PUE-SS", "PUE-UPC", "PUE-C5"})


def test_un_colega_de_la_misma_institucion_se_ve_y_el_de_otra_no(enlace, hoy):
    suplente = nombrado(Rol.ENLACE_SUPLENTE, hoy, institucion=Institucion.objects.get(clave="PUE-SS"))
    assert ve(suplente) == ({"enlace.puebla@demo.mx", "enlace_suplente@demo.mx"}, {"PUE-SS"})


def test_consulta_y_coordinacion_solo_se_ven_a_si_mismas(consulta, hoy):
    coordinadora = nombrado(Rol.COORDINACION, hoy, entidad=EntidadFederativa.objects.get(abreviatura="PUE"))
    assert ve(consulta) == ({"consulta@demo.mx"}, set())
    assert ve(coordinadora) == ({"coordinacion@demo.mx"}, set())


def test_sin_designacion_no_se_ve_a_nadie():
    assert ve(reparto.sin_designacion()) == (set(), set())


def test_los_avisos_los_ve_a_quien_se_mandaron_y_quien_los_manda(titular, enlace, consulta):
    planear(date(2022, 7, 12))
    cuantos = {u.email: avisos_visibles(reparto.facultades(u)).count() for u in (titular, enlace, consulta)}
    assert cuantos == {"secretaria@demo.mx": Aviso.objects.count(), "enlace.puebla@demo.mx": 1, "consulta@demo.mx": 0}
    assert Aviso.objects.count() == 17
