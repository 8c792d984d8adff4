"""Dos a la vez sobre lo mismo: uno gana, el otro se entera y nada queda doble."""

from datetime import date

import pytest

from conferencia import reloj
from conferencia.models import Designacion, Hecho, Rol
from conferencia.permissions import facultades_del_contacto, facultades_del_sistema
from conferencia.services.designaciones import Persona, designar, terminar_en_masa
from conferencia.services.hechos import verificar
from conferencia.services.propuestas import aceptar_propuesta, confirmar_propuesta, proponer_designacion
from enlaces.models import Activacion
from enlaces.services import activaciones
from tests import reparto
from tests.conferencia.hilos import a_la_vez
from tests.enlaces.relevos import CONTRASENA, institucion, nombrar

HOY = date(2022, 7, 6)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("sembrada", "hoy")]


def test_dos_que_usan_la_liga_a_la_vez_una_gana(hoy):
    activacion = activaciones.activacion_de(usuario=nombrar().usuario)

    def usar(n: int):
        with reloj.fijo(hoy):
            return activaciones.activar(Activacion.objects.get(pk=activacion.pk), contrasena=f"{CONTRASENA} {n}")

    resultados = a_la_vez(2, usar)
    assert sorted(type(r).__name__ for r in resultados) == ["ActivacionImposible", "Usuario"]


def _propuesta(**mas):
    (propuesta,) = proponer_designacion(
        por=facultades_del_sistema(HOY),
        institucion=institucion("MOR-UPC"),
        persona=Persona(nombre="Sara Ríos", email="sara@morelos.gob.mx"),
        rol=Rol.ENLACE_TITULAR,
        materias=[None],
        **mas,
    )
    return propuesta


def test_dos_que_confirman_a_la_vez_una_gana():
    propuesta = _propuesta(de_desconocido=True, remitente="x@gmail.com")
    por = facultades_del_contacto(propuesta.institucion, HOY)

    def confirmar(n: int):
        with reloj.fijo(HOY):
            return confirmar_propuesta(por=por, propuesta=propuesta, version=1)

    resultados = a_la_vez(2, confirmar)
    assert sorted(type(r).__name__ for r in resultados) == ["PropuestaCambiada", "PropuestaDeDesignacion"]
    assert Hecho.objects.filter(clase="propuesta.confirmada").count() == 1


def test_dos_que_aceptan_a_la_vez_nace_una_designacion():
    propuesta = _propuesta()

    def aceptar(n: int):
        with reloj.fijo(HOY):
            return aceptar_propuesta(por=facultades_del_sistema(HOY), propuesta=propuesta)

    resultados = a_la_vez(2, aceptar)
    assert sorted(type(r).__name__ for r in resultados) == ["Designacion", "PropuestaCambiada"]
    assert Designacion.objects.filter(usuario__email="sara@morelos.gob.mx").count() == 1
    assert verificar().integra


def test_terminar_en_masa_mientras_alguien_designa_y_alguien_termina():
    """Nadie espera para siempre, ninguna se termina dos veces y lo recién designado no cae."""
    suyas = list(Designacion.objects.filter(institucion__entidad__abreviatura="PUE").select_related("usuario", "institucion"))
    titular = reparto.titular()

    def hacer(n: int):
        with reloj.fijo(HOY):
            por = reparto.facultades(titular)
            if n == 0:
                return terminar_en_masa(por=por, designaciones=suyas, el=date(2022, 8, 1), motivo="Cambio")
            if n == 1:
                return designar(por=por, email="nueva@puebla.gob.mx", nombre="Nueva", rol=Rol.ENLACE_TITULAR, institucion=institucion("PUE-SS"))
            return terminar_en_masa(por=por, designaciones=suyas[:1], el=date(2022, 8, 1), motivo="Cambio")

    en_masa, nueva, otra = a_la_vez(3, hacer)
    errores = [r.error for r in (*en_masa, *otra)]
    assert sorted(bool(e) for e in errores) == [False, False, False, True]
    assert Hecho.objects.filter(clase="designacion.terminada").count() == 3
    nueva.refresh_from_db()
    assert nueva.vigencia.upper is None
    assert verificar().integra
