"""Eximir desde la obligación y en lote: confirmación, resultado por renglón y quién puede."""

import pytest
from django.urls import reverse

from conferencia.models import Obligacion
from tests import reparto
from tests.conferencia.presentaciones import obligacion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
CLAVE = "T3.1/PUE-SS"
RAZON = {"motivo": "No tiene ese sistema", "fundamento": "Lineamiento quinto"}


def valor(clave: str) -> str:
    o = obligacion(clave)
    return f"{o.clave}|{o.version}"


def test_se_exime_desde_la_obligacion_y_se_revoca(entrar, texto):
    cliente = entrar(reparto.analista())
    o = obligacion(CLAVE)
    assert "Marcar que no aplica" in texto(cliente.get(reverse("obligacion-detail", args=[o.pk])))
    assert cliente.post(reverse("obligacion-no-aplica", args=[o.pk]), RAZON | {"version": o.version}).status_code == 302
    assert obligacion(CLAVE).estado == "no_aplica"
    o = obligacion(CLAVE)
    assert cliente.post(reverse("obligacion-reactivar", args=[o.pk]), RAZON | {"version": o.version}).status_code == 302
    assert obligacion(CLAVE).estado == "pendiente"


def test_sin_razon_no_y_lo_escrito_queda(entrar):
    o = obligacion(CLAVE)
    respuesta = entrar(reparto.analista()).post(reverse("obligacion-no-aplica", args=[o.pk]), {"version": o.version, "motivo": "Algo"})
    assert (respuesta.status_code, respuesta.context["formulario"]["motivo"].value()) == (422, "Algo")


@pytest.mark.parametrize(("quien", "codigo"), [(reparto.enlace, 403), (reparto.enlace_ajeno, 404), (reparto.consulta, 403), (reparto.sin_designacion, 403)])
@pytest.mark.parametrize("nombre", ["obligacion-no-aplica", "obligacion-sin-efecto", "obligacion-reactivar", "obligacion-reabrir"])
def test_solo_la_secretaria_tecnica(nombre, quien, codigo, entrar):
    o = obligacion(CLAVE)
    cliente = entrar(quien())
    assert cliente.get(reverse(nombre, args=[o.pk])).status_code == codigo
    assert cliente.post(reverse(nombre, args=[o.pk]), RAZON | {"version": o.version}).status_code == codigo
    assert obligacion(CLAVE).version == o.version


def test_sin_acto_posterior_se_explica(entrar, texto):
    assert "No hay ningún acto posterior" in texto(entrar(reparto.titular()).get(reverse("obligacion-sin-efecto", args=[obligacion(CLAVE).pk])))


def test_el_lote_se_elige_se_confirma_y_dice_como_le_fue_a_cada_una(entrar, texto, reunion):
    cliente = entrar(reparto.analista())
    pagina = reverse("reunion-en-lote", args=[reunion.pk])
    elegidas = {"acto": "no_aplica", "obligaciones": [valor("T3.1/PUE-SS"), valor("T3.1/HGO-SS")]}
    confirmar = cliente.post(pagina, elegidas)
    assert (confirmar.status_code, confirmar.context["caben"], Obligacion.objects.filter(estado="no_aplica").count()) == (200, 2, 0)
    Obligacion.objects.filter(clave="ZC-2022-1/T3.1/HGO-SS").update(version=9)
    final = cliente.post(pagina, elegidas | RAZON | {"confirmar": "1"}, follow=True)
    assert final.redirect_chain == [(reverse("reunion-en-lote-resultado", args=[reunion.pk]), 302)]
    assert "Se hizo en 1 de 2" in texto(final)
    assert "Alguien más actuó" in texto(final)


def test_sin_elegir_nada_se_dice(entrar, texto, reunion):
    respuesta = entrar(reparto.analista()).post(reverse("reunion-en-lote", args=[reunion.pk]), {"acto": "no_aplica"})
    assert (respuesta.status_code, "Elige al menos una obligación" in texto(respuesta)) == (422, True)


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.consulta, reparto.sin_designacion])
@pytest.mark.parametrize("nombre", ["reunion-en-lote", "reunion-en-lote-resultado"])
def test_el_lote_es_de_la_secretaria_tecnica(nombre, quien, entrar, reunion):
    assert entrar(quien()).get(reverse(nombre, args=[reunion.pk])).status_code == 403
