"""La búsqueda por API: la misma respuesta que la página y los mismos permisos."""

import pytest

from tests.conferencia.web.test_busqueda import presentar

pytestmark = pytest.mark.django_db


def test_puebla_halla_lo_suyo_con_lo_buscado_senalado(api_de):
    entrega = presentar()
    dicho = api_de("enlace").lista("busqueda/", q="xolotzin")
    (unico,) = dicho["resultados"]
    assert (unico["clase"], unico["titulo"], unico["obligacion"], dicho["siguiente_pagina"]) == ("archivo", "anexo.pdf", str(entrega.obligacion_id), None)
    assert [t["texto"] for t in unico["fragmento"] if t["hallado"]] == ["Xolotzin"]
    assert {c["clase"]: c["cuantos"] for c in dicho["cuentas"]} == {"oficio": 0, "archivo": 1, "parrafo": 0, "compromiso": 0}


def test_hidalgo_no_halla_nada_ni_lo_cuenta(api_de):
    presentar()
    dicho = api_de("enlace_ajeno").lista("busqueda/", q="xolotzin")
    assert (dicho["resultados"], sum(c["cuantos"] for c in dicho["cuentas"])) == ([], 0)


@pytest.mark.parametrize("datos", [{}, {"q": ""}, {"q": "x", "clase": "todo"}, {"q": "x", "pagina": "51"}, {"q": "x", "otra": "1"}])
def test_lo_que_no_se_entiende_es_400(api_de, datos):
    respuesta = api_de("enlace").get("busqueda/", datos)
    assert (respuesta.status_code, respuesta["Content-Type"]) == (400, "application/problem+json")
