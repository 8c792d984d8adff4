"""Quién responde y sumar a una institución: se prevé, se confirma y no se duplica."""

import pytest
from django.urls import reverse

from conferencia.models import Institucion, Invitada, Obligacion
from tests import reparto

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


def datos(clave: str = "VER-UPC", **mas) -> dict:
    return {"institucion": str(Institucion.objects.get(clave=clave).pk), "desde": "06/07/2022", "motivo": "Oficio 12"} | mas


def test_la_matriz_la_ven_quienes_ven_todo(entrar, reunion):
    pagina = reverse("reunion-quien-responde", args=[reunion.pk])
    codigos = [entrar(q()).get(pagina).status_code for q in (reparto.titular, reparto.consulta, reparto.enlace, reparto.sin_designacion)]
    assert codigos == [200, 200, 403, 403]


def test_se_preve_se_confirma_y_repetirlo_no_duplica(entrar, texto, reunion):
    cliente = entrar(reparto.titular())
    pagina = reverse("reunion-adherir", args=[reunion.pk])
    previsto = cliente.post(pagina, datos())
    assert (previsto.status_code, Invitada.objects.count()) == (200, 0)
    assert "Nada se ha guardado todavía" in texto(previsto)
    claves = [o.compromiso.clave for o in previsto.context["ofrecidos"]]
    assert previsto.context["elegidos"] == claves
    final = cliente.post(pagina, datos(confirmar="1", compromisos=["ZC-2022-1/A3.2"]), follow=True)
    assert "nació 1 obligación" in texto(final)
    assert "desde 6 jul 2022" in texto(final)
    cliente.post(pagina, datos(confirmar="1", compromisos=["ZC-2022-1/A3.2"]))
    assert Obligacion.objects.filter(institucion__clave="VER-UPC").count() == 1


def test_lo_que_no_procede_se_explica_antes_de_confirmar(entrar, texto, reunion):
    respuesta = entrar(reparto.titular()).post(reverse("reunion-adherir", args=[reunion.pk]), datos(desde="01/07/2022"))
    assert (respuesta.status_code, "desde antes del acto" in texto(respuesta)) == (422, True)


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.consulta, reparto.sin_designacion])
def test_solo_la_secretaria_tecnica_suma(quien, entrar, reunion):
    assert entrar(quien()).post(reverse("reunion-adherir", args=[reunion.pk]), datos(confirmar="1")).status_code == 403
    assert Invitada.objects.count() == 0
