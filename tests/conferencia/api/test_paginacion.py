"""El recorrido por cursor no repite ni salta, en cualquier orden, con vacíos, empates y renglones que nacen en medio."""

import itertools
from datetime import date

import pytest
from django.core import signing

from conferencia.api import paginacion
from conferencia.api.viewsets import Compromisos, Disposiciones, Obligaciones, Reuniones
from conferencia.models import Obligacion, TramoDeSituacion
from tests.conferencia.cambios import asentado

pytestmark = pytest.mark.django_db
ORDENES = [(r.recurso, o) for r in (Reuniones, Disposiciones, Compromisos, Obligaciones) for o in r.ordenes]


def recorrido(api, ruta: str, **datos) -> list[list[str]]:
    """Las claves página por página, siguiendo «siguiente» hasta el final."""
    pagina = api.lista(ruta, **datos)
    paginas = [[r["clave"] for r in pagina["resultados"]]]
    while pagina["siguiente"]:
        pagina = api.get(pagina["siguiente"]).json()
        paginas.append([r["clave"] for r in pagina["resultados"]])
        assert len(paginas) < 400
    return paginas


@pytest.mark.parametrize(("recurso", "orden"), ORDENES)
@pytest.mark.parametrize("limite", [7, 50])
def test_el_recorrido_no_repite_ni_salta(api, recurso, orden, limite):
    paginas = recorrido(api, f"{recurso}/", orden=orden, limite=limite)
    seguidas = list(itertools.chain.from_iterable(paginas))
    assert seguidas == api.claves(f"{recurso}/", orden=orden)
    assert len(seguidas) == len(set(seguidas)) == api.total(f"{recurso}/")
    assert {len(p) for p in paginas[:-1]} <= {limite}


def test_de_uno_en_uno_pasa_por_empates_y_vacios(api):
    fechas = [o["vence_el"] for o in api.lista("obligaciones/", limite=200, campos="vence_el")["resultados"]]
    assert fechas == sorted(fechas, key=lambda f: (f is None, f))
    assert None in fechas
    assert sum(map(len, recorrido(api, "obligaciones/", limite=1, disposicion="ZC-2022-1/A4"))) == 35


def test_al_reves_lo_vacio_sigue_al_final(api):
    fechas = [o["vence_el"] for o in api.lista("obligaciones/", orden="-vence_el", limite=200)["resultados"]]
    con = [f for f in fechas if f]
    assert con == sorted(con, reverse=True)
    assert fechas == con + [None] * (166 - len(con))


def test_lo_que_se_mueve_en_medio_no_duplica_lo_ya_visto(api):
    primera = api.lista("obligaciones/", limite=10, orden="clave")
    vistas = [o["clave"] for o in primera["resultados"]]
    asentado(Obligacion.objects.get(clave=vistas[3]), vence_el=date(2030, 1, 1))
    TramoDeSituacion.objects.filter(obligacion__clave=vistas[9]).delete()  # el renglón del cursor desaparece
    siguientes = [r["clave"] for r in api.get(primera["siguiente"]).json()["resultados"]]
    assert siguientes == api.claves("obligaciones/", orden="clave")[9:19]


def test_el_encabezado_link_dice_lo_mismo_que_el_cuerpo(api):
    primera = api.get("obligaciones/", {"limite": 100, "entidad": ["PUE", "HGO", "TLAX", "MEX", "GRO"]})
    siguiente = primera.json()["siguiente"]
    primera_url = "http://testserver/api/v1/obligaciones/?entidad=PUE&entidad=HGO&entidad=TLAX&entidad=MEX&entidad=GRO&limite=100"
    assert primera["Link"] == f'<{primera_url}>; rel="first", <{siguiente}>; rel="next"'
    ultima = api.get(siguiente)
    assert (ultima.json()["siguiente"], 'rel="next"' in ultima["Link"]) == (None, False)
    assert 'rel="first"' in ultima["Link"]
    assert "cursor" not in ultima["Link"]


def test_el_total_solo_si_se_pide_y_es_de_todas_las_paginas(api):
    assert "total" not in api.lista("obligaciones/")
    segunda = api.get(api.lista("obligaciones/", limite=100, incluir="total")["siguiente"]).json()
    assert (segunda["total"], len(segunda["resultados"])) == (166, 66)
    assert api.lista("obligaciones/", periodo="1999", incluir="total")["total"] == 0


def test_por_omision_cincuenta_y_a_lo_mas_doscientos(api):
    assert [len(api.lista("obligaciones/", **d)["resultados"]) for d in ({}, {"limite": 200}, {"limite": 166}, {"limite": 165})] == [50, 166, 166, 165]
    assert api.lista("obligaciones/", limite=166)["siguiente"] is None


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        ":::",
        signing.dumps(["vence_el", ["2022-07-12", "ZC"]], salt="otra"),
        signing.dumps(["clave", ["ZC"]], salt=paginacion.SAL),
        signing.dumps(["vence_el", ["solo uno"]], salt=paginacion.SAL),
    ],
    ids=["basura", "separadores", "otra sal", "otro orden", "otras columnas"],
)
def test_un_cursor_ajeno_es_400(api, cursor):
    respuesta = api.get("obligaciones/", {"cursor": cursor})
    assert (respuesta.status_code, [e["pointer"] for e in respuesta.json()["errors"]]) == (400, ["/query/cursor"])


def test_un_cursor_retocado_es_400(api):
    siguiente = api.lista("obligaciones/", limite=5)["siguiente"]
    retocado = siguiente.replace("cursor=Wy", "cursor=Wz")
    assert retocado != siguiente
    assert api.get(retocado).status_code == 400


def test_un_cursor_no_amplia_lo_que_se_ve(api, api_de):
    """El cursor de quien ve todo, en manos de un enlace, pagina lo del enlace."""
    enlace = api_de("enlace")
    propias = set(enlace.claves("obligaciones/"))
    ajeno = api.lista("obligaciones/", limite=5)["siguiente"]
    vistas = {r["clave"] for r in enlace.get(ajeno).json()["resultados"]}
    assert vistas
    assert vistas <= propias


def test_los_hechos_se_recorren_por_numero(api):
    obligacion = Obligacion.objects.first()
    for orden in ("numero", "-numero"):
        (hecho,) = api.lista(f"obligaciones/{obligacion.pk}/hechos/", orden=orden)["resultados"]
        assert hecho["clase"] == "obligacion.creada"
