"""Dos que deciden a la vez sobre la misma obligación, cada uno con su conexión: uno gana y al otro se le dice. Las demás parejas, en sus servicios."""

from collections.abc import Callable
from datetime import date

import pytest

from conferencia import reloj
from conferencia.domain.estados import TransicionIlegal
from conferencia.models import Entrega, Importacion, Obligacion
from conferencia.permissions import AccesoNegado
from conferencia.services.entregas import aceptar_entrega, rechazar_por_ajena
from conferencia.services.exenciones import Acto, Razon, disponer
from conferencia.services.hechos import verificar
from conferencia.services.importacion import aplicar
from conferencia.services.indice import comparar
from conferencia.services.movimiento import OtroSeAdelanto
from tests import reparto
from tests.conferencia.hilos import a_la_vez
from tests.conferencia.libros import cumplida, subir
from tests.conferencia.presentaciones import obligacion, presentar

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("sembrada")]
CLAVE, DIA = "T3.1/PUE-SS", date(2022, 7, 8)


def carrera(*verbos: Callable[[], object]) -> list[object]:
    """El resultado o la excepción de cada quien, todos el mismo día."""

    def uno(n: int) -> object:
        with reloj.fijo(DIA):
            return verbos[n]()

    return a_la_vez(len(verbos), uno)


def perdedores(hechos: list[object]) -> list[object]:
    return [h for h in hechos if isinstance(h, Exception)]


def presentada() -> tuple[Entrega, int]:
    with reloj.fijo(DIA):
        entrega = presentar(reparto.enlace(), CLAVE, "PUE-SS")
    return entrega, Obligacion.objects.get(pk=entrega.obligacion_id).version


def eximir(version: int) -> Callable[[], object]:
    razon = Razon(motivo="No aplica.", fundamento="Transitorio TERCERO")
    return lambda: disponer(por=reparto.facultades(reparto.titular()), obligacion=obligacion(CLAVE), acto=Acto.NO_APLICA, razon=razon, version=version)


def todo_concuerda() -> bool:
    return comparar().concuerda and verificar().integra


def test_aceptar_contra_rechazar_por_ajena():
    entrega, version = presentada()

    def suya() -> Entrega:
        return Entrega.objects.select_related("obligacion__compromiso__disposicion", "oficio").get(pk=entrega.pk)

    hechos = carrera(
        lambda: aceptar_entrega(por=reparto.facultades(reparto.analista()), entrega=suya(), version=version),
        lambda: rechazar_por_ajena(por=reparto.facultades(reparto.titular()), entrega=suya(), version=version, motivo="Otra cosa."),
    )
    (perdio,) = perdedores(hechos)
    assert isinstance(perdio, OtroSeAdelanto | TransicionIlegal)
    assert (Entrega.objects.get().estado, obligacion(CLAVE).estado) in {("aceptada", "cumplida"), ("ajena", "pendiente")}
    assert todo_concuerda()


def test_presentar_contra_eximir():
    hechos = carrera(lambda: presentar(reparto.enlace(), CLAVE, "PUE-SS"), eximir(obligacion(CLAVE).version))
    (perdio,) = perdedores(hechos)
    assert isinstance(perdio, OtroSeAdelanto | TransicionIlegal | AccesoNegado)  # según si perdió al escribir o al leer
    assert (obligacion(CLAVE).estado, Entrega.objects.count()) in {("en_revision", 1), ("no_aplica", 0)}
    assert todo_concuerda()


def test_aceptar_contra_eximir():
    entrega, version = presentada()
    suya = Entrega.objects.select_related("obligacion__compromiso__disposicion", "oficio").get(pk=entrega.pk)
    hechos = carrera(lambda: aceptar_entrega(por=reparto.facultades(reparto.analista()), entrega=suya, version=version), eximir(version))
    (perdio,) = perdedores(hechos)
    assert isinstance(perdio, OtroSeAdelanto | TransicionIlegal)
    assert (Entrega.objects.get().estado, obligacion(CLAVE).estado) in {("aceptada", "cumplida"), ("en_revision", "no_aplica")}
    assert todo_concuerda()


def test_importar_contra_presentar():
    """Quien importa toma la obligación; quien presenta la leyó antes. O entra lo importado y al otro se le dice, o el renglón queda en error."""
    with reloj.fijo(DIA):
        por = reparto.facultades(reparto.analista())
        importacion = subir(por, cumplida(CLAVE, date(2022, 7, 7)))
    hechos = carrera(
        lambda: aplicar(por=por, importacion=Importacion.objects.get(pk=importacion.pk)).informe[0]["resultado"],
        lambda: presentar(reparto.enlace(), CLAVE, "PUE-SS"),
    )
    perdio = perdedores(hechos)
    assert (hechos[0], len(perdio), obligacion(CLAVE).estado) in {("aplicado", 1, "cumplida"), ("error", 0, "en_revision")}
    assert Entrega.objects.count() == 1
    assert todo_concuerda()
