"""Los paquetes de arriba ponen lo suyo en las páginas base sin que estas los conozcan."""

from datetime import date

import pytest
from django.test import RequestFactory

from conferencia import reloj
from conferencia.permissions import Facultades
from conferencia.queries.corte import Corte
from conferencia.web import paneles
from conferencia.web.contexto import SIN_PLEGAR
from conferencia.web.paneles import EntradaInscrita, Panel, inscribir_entrada, inscribir_panel, navegacion_para, paneles_de, pintar_paneles
from tests import reparto


@pytest.fixture
def registros(monkeypatch):
    monkeypatch.setattr(paneles, "_PANELES", {})
    monkeypatch.setattr(paneles, "_NAVEGACION", [])


@pytest.fixture
def peticion(rf: RequestFactory):
    return rf.get("/")


def test_los_paneles_salen_en_su_orden_y_solo_los_que_tienen_algo(registros, peticion):
    inscribir_panel("reunion", Panel(20, "b.html", lambda r, o: {"n": 2}))
    inscribir_panel("reunion", Panel(10, "a.html", lambda r, o: {"n": o}))
    inscribir_panel("reunion", Panel(5, "c.html", lambda r, o: None))
    inscribir_panel("obligacion", Panel(1, "d.html", lambda r, o: {}))
    assert paneles_de("reunion", peticion, 1) == [{"plantilla": "a.html", "n": 1}, {"plantilla": "b.html", "n": 2}]
    assert paneles_de("disposicion", peticion, 1) == []


def test_cada_panel_se_pinta_con_lo_suyo_y_lo_escapa(registros, peticion):
    inscribir_panel("reunion", Panel(1, "components/estado_vacio.html", lambda r, o: {"titulo": o}))
    (html,) = pintar_paneles("reunion", peticion, "<b>nada</b>")
    assert "&lt;b&gt;nada&lt;/b&gt;" in html


@pytest.mark.django_db
def test_la_navegacion_es_la_de_cada_quien(hoy):
    dichas = {p.email.split("@")[0]: {e.titulo for e in navegacion_para(reparto.facultades(p))} for p in (reparto.titular(), reparto.enlace())}
    assert {"Tablero", "Reuniones", "Obligaciones", "Nueva acta", "Bitácora"} <= dichas["secretaria"]
    assert {"Tablero", "Reuniones", "Obligaciones"} <= dichas["enlace.puebla"]
    assert {"Nueva acta", "Bitácora"} & dichas["enlace.puebla"] == set()


@pytest.mark.django_db
def test_lo_frecuente_a_la_vista_y_lo_demas_plegado_con_lo_que_espera(hoy, entrar):
    contexto = entrar(reparto.titular()).get("/reuniones/").context
    frecuentes = ["Bandeja", "Tablero", "Reuniones", "Obligaciones", "Calendario", "Solicitudes", "Oficios", "Enlaces", "Buscar"]
    assert [e.titulo for e in contexto["navegacion"]] == frecuentes
    assert {"Correo", "Mis avisos", "Oficios de salida", "Informes", "Nueva acta", "Bitácora"} <= {e.titulo for e in contexto["navegacion_mas"]}
    assert contexto["navegacion_mas_cuenta"] == sum(e.cuenta or 0 for e in contexto["navegacion_mas"])


@pytest.mark.django_db
def test_quien_responde_tiene_a_la_vista_sus_avisos(hoy, entrar):
    contexto = entrar(reparto.enlace()).get("/reuniones/").context
    assert [e.titulo for e in contexto["navegacion"]][:3] == ["Mis pendientes", "Mis avisos", "Tablero"]
    assert len(contexto["navegacion"]) == SIN_PLEGAR


def test_sin_designacion_no_hay_a_donde_ir(registros, hoy):
    inscribir_entrada(EntradaInscrita(1, "Algo", "/", lambda f: bool(f.encargos)))
    assert navegacion_para(Facultades(None, hoy)) == []


def test_a_otro_corte_solo_hablan_los_que_saben_de_cortes(registros, peticion, hoy):
    inscribir_panel("reunion", Panel(10, "de_hoy.html", lambda r, o: {"n": 1}))
    inscribir_panel("reunion", Panel(20, "de_siempre.html", lambda r, o, corte=None: {"n": corte.dia if corte else "hoy"}, a_cortes=True))
    presente = Corte(hoy, reloj.ahora(), presente=True)
    pasado = Corte(date(2022, 7, 5), reloj.ahora())
    assert [p["n"] for p in paneles_de("reunion", peticion, 1, presente)] == [1, "hoy"]
    assert [p["n"] for p in paneles_de("reunion", peticion, 1, pasado)] == [date(2022, 7, 5)]
