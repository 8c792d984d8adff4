"""La bitácora en el navegador."""

import pytest

from conferencia.models import Hecho
from conferencia.services.hechos import cabeza_de_la_cadena
from tests import reparto
from tests.conferencia.presentaciones import presentar
from tests.conteo_de_consultas import consultas_como_siempre

pytestmark = pytest.mark.django_db
RUTA = "/bitacora/"


def test_lo_mas_nuevo_primero_y_la_cabeza_de_la_cadena(entrar, texto):
    presentar(reparto.enlace(), "T1.1/PUE-UPC", "PUE-UPC")
    respuesta = entrar(reparto.titular()).get(RUTA)
    hechos = respuesta.context["pagina"].hechos
    assert (hechos[0].titulo, hechos[0].autor, hechos[0].obligacion) == ("Se presentó una entrega", "Paula Ibarra (demo)", "ZC-2022-1/T1.1/PUE-UPC")
    assert cabeza_de_la_cadena() == hechos[0].huella
    assert cabeza_de_la_cadena() in texto(respuesta)


def test_se_recorre_entera_de_pagina_en_pagina(entrar):
    cliente, numeros, ruta = entrar(reparto.titular()), [], RUTA
    while ruta:
        contexto = cliente.get(ruta).context
        numeros += [h.numero for h in contexto["pagina"].hechos]
        ruta = RUTA + contexto["anteriores"] if contexto["anteriores"] else ""
    assert numeros == list(range(Hecho.objects.count(), 0, -1))


def test_los_filtros_siguen_al_pasar_de_pagina(entrar):
    contexto = entrar(reparto.titular()).get(f"{RUTA}?clase=obligacion.creada").context
    assert {h.clase for h in contexto["pagina"].hechos} == {"obligacion.creada"}
    assert contexto["anteriores"] == f"?clase=obligacion.creada&antes_de={contexto['pagina'].hechos[-1].numero}"


def test_filtro_por_persona(entrar):
    presentar(reparto.enlace(), "T1.1/PUE-UPC", "PUE-UPC")
    contexto = entrar(reparto.titular()).get(f"{RUTA}?persona={reparto.enlace().pk}").context
    assert [h.clase for h in contexto["pagina"].hechos] == ["entrega.presentada"]
    assert [(f.titulo, f.valor) for f in contexto["formulario"].fichas] == [("Persona", "Paula Ibarra (demo)")]


@pytest.mark.parametrize("mal", ["desde=ayer", "clase=nada", "persona=1"])
def test_un_filtro_mal_escrito_se_explica(mal, entrar, texto):
    respuesta = entrar(reparto.titular()).get(f"{RUTA}?{mal}")
    assert respuesta.status_code == 400
    assert "Hay un problema" in texto(respuesta)


@pytest.mark.parametrize("raro", ["antes_de=x", "antes_de=-4", "antes_de=99999999999999999999999"])
def test_una_pagina_que_no_existe_es_la_primera(raro, entrar):
    assert entrar(reparto.titular()).get(f"{RUTA}?{raro}").context["pagina"].hechos[0].numero == Hecho.objects.count()


def test_consultas(entrar):
    cliente = entrar(reparto.titular())
    with consultas_como_siempre("bitácora"):
        assert cliente.get(RUTA).status_code == 200
