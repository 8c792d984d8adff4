"""La plantilla base y lo que la política de contenido exige de toda plantilla y hoja."""

import re
from datetime import date
from pathlib import Path

from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test.html import parse_html

RAIZ = Path(__file__).resolve().parents[3]
PLANTILLAS = sorted((RAIZ / "templates").rglob("*.html"))
ESTATICOS = RAIZ / "static"


class Persona:
    is_authenticated = True
    email = "enlace.puebla@demo.mx"

    def get_full_name(self) -> str:
        return "María Ortega"


def pagina(cuerpo: str = "", **contexto) -> str:
    return Template('{% extends "base.html" %}' + cuerpo).render(Context({"user": AnonymousUser(), **contexto}))


def _titulo(html: str) -> str:
    return re.search(r"<title>(.*?)</title>", html).group(1)


def test_el_titulo_empieza_por_la_pagina_y_avisa_si_hay_errores():
    bloque = "{% block titulo %}Presentar oficio{% endblock %}"
    con_errores = type("F", (), {"errors": {"numero": ["x"]}, "non_field_errors": (), "__iter__": lambda self: iter(())})()
    assert [
        _titulo(pagina(bloque)),
        _titulo(pagina(bloque, form=con_errores)),
        _titulo(pagina(bloque, formulario=con_errores)),
        _titulo(pagina(bloque, hay_errores=True)),
    ] == [
        "Presentar oficio · Seguimiento de Acuerdos",
        "Error: Presentar oficio · Seguimiento de Acuerdos",
        "Error: Presentar oficio · Seguimiento de Acuerdos",
        "Error: Presentar oficio · Seguimiento de Acuerdos",
    ]


def test_lo_primero_que_se_enfoca_salta_al_contenido():
    html = pagina()
    assert (re.search(r"<a [^>]*>", html).group(), 'id="contenido" tabindex="-1"' in html) == (
        '<a href="#contenido" class="govuk-skip-link" data-module="govuk-skip-link">',
        True,
    )


def test_la_franja_de_demo_dice_que_dia_es():
    franja = re.search(r'<div class="ambiente".*?</div>\s*</div>', pagina(demo=True, hoy_fijo=date(2022, 7, 5)), re.S).group()
    assert parse_html(franja) == parse_html(
        '<div class="ambiente" role="region" aria-label="Ambiente"><div class="govuk-width-container">'
        "<strong>Modo demostración</strong> · hoy es martes 5 de julio de 2022</div></div>"
    )


def test_fuera_de_demo_no_hay_franja():
    assert 'class="ambiente"' not in pagina(demo=False, hoy_fijo=date(2022, 7, 5))


def test_siempre_se_ve_por_quien_se_actua():
    html = pagina(user=Persona(), actua_por=["SSP de Puebla (titular)", "C5 de Puebla (suplente)"])
    assert re.findall(r"<strong>(.*?)</strong>", re.search(r'<p class="encabezado__actua">.*?</p>', html).group()) == [
        "SSP de Puebla (titular)",
        "C5 de Puebla (suplente)",
    ]


def test_la_navegacion_marca_donde_estas_y_cuenta_lo_pendiente():
    html = pagina(
        navegacion=[
            {"titulo": "Tablero", "url": "/", "activo": False, "cuenta": 0},
            {"titulo": "Mis pendientes", "url": "/mis-pendientes/", "activo": True, "cuenta": 12},
        ]
    )
    enlaces = re.findall(r'<a class="govuk-service-navigation__link".*?</a>', html)
    assert enlaces == [
        '<a class="govuk-service-navigation__link" href="/">Tablero</a>',
        '<a class="govuk-service-navigation__link" href="/mis-pendientes/" aria-current="true">Mis pendientes'
        ' <span class="cuenta-nav">12<span class="govuk-visually-hidden"> pendientes</span></span></a>',
    ]


def test_sin_sesion_no_hay_menu_de_cuenta_ni_navegacion():
    html = pagina()
    assert [clase in html for clase in ('class="cuenta"', "govuk-service-navigation__list", "Regístrate")] == [False, False, False]


def test_ninguna_plantilla_lleva_estilo_ni_guion_en_linea():
    prohibido = re.compile(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*(?:\ssrc=|application/json))|hx-on|javascript:|js:", re.I)
    culpables = [
        str(ruta.relative_to(RAIZ)) for ruta in PLANTILLAS if "emails" not in ruta.parts and "reports" not in ruta.parts and prohibido.search(ruta.read_text())
    ]
    assert culpables == []


def test_todo_lo_que_las_plantillas_piden_existe():
    pedidos = {pedido for ruta in PLANTILLAS for pedido in re.findall(r"""\{% static ['"]([^'"]+)['"] %\}""", ruta.read_text())}
    de_terceros = {pedido for pedido in pedidos if pedido.startswith(("account/", "mfa/"))}
    assert sorted(pedido for pedido in pedidos - de_terceros if not (ESTATICOS / pedido).is_file()) == []


def test_toda_hoja_esta_enlazada_y_sus_referencias_existen():
    """Las de componente, en toda página; las de una página, en su plantilla; las del PDF, en el informe que las usa."""
    quienes = [*PLANTILLAS, *(RAIZ / "conferencia/reports").rglob("*.py")]
    nombradas = {hoja for ruta in quienes for hoja in re.findall(r"[\w-]+\.css", ruta.read_text())}
    hojas = sorted((ESTATICOS / "css").glob("*.css"))
    rotas = [
        f"{hoja.name}: {url}" for hoja in hojas for url in re.findall(r'url\("?([^")]+)"?\)', hoja.read_text()) if not (hoja.parent / url).resolve().is_file()
    ]
    assert ([hoja.name for hoja in hojas if hoja.name not in nombradas], rotas) == ([], [])
