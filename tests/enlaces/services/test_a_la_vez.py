"""Dos a la vez sobre lo mismo: uno gana, el otro se entera y nada queda doble."""

import pytest

from conferencia import reloj
from enlaces.models import Activacion
from enlaces.services import activaciones
from tests.conferencia.hilos import a_la_vez
from tests.enlaces.relevos import CONTRASENA, nombrar

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("sembrada", "hoy")]


def test_dos_que_usan_la_liga_a_la_vez_una_gana(hoy):
    activacion = activaciones.activacion_de(usuario=nombrar().usuario)

    def usar(n: int):
        with reloj.fijo(hoy):
            return activaciones.activar(Activacion.objects.get(pk=activacion.pk), contrasena=f"{CONTRASENA} {n}")

    resultados = a_la_vez(2, usar)
    assert sorted(type(r).__name__ for r in resultados) == ["ActivacionImposible", "Usuario"]
