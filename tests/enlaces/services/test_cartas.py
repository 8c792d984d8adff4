"""Lo que todo correo cumple: texto y HTML con lo mismo, un enlace por asunto, por qué se recibe y nada que abra la puerta."""

import re
from datetime import date

import pytest

from conferencia import reloj
from enlaces.models import Aviso
from enlaces.services.cartas import redactar
from enlaces.services.planeacion import planear

pytestmark = pytest.mark.django_db


def carta(correo: str, dia: date):
    with reloj.fijo(dia):
        planear(dia)
        return redactar(Aviso.objects.get(correo=correo, para_el=dia))


def test_el_resumen_de_quien_responde_por_tres_instituciones(settings):
    settings.BASE_URL = "https://seguimiento.gob.mx"
    c = carta("enlace.puebla@demo.mx", date(2022, 7, 5))
    assert c.asunto == "Vence el martes 12 de julio: nombrar a un enlace… y 4 más"
    assert c.texto.count("https://seguimiento.gob.mx/obligaciones/") == 5
    assert c.html.count('href="https://seguimiento.gob.mx/obligaciones/') == 5
    assert "Vence el martes 12 de julio de 2022" in c.texto
    assert re.search(r"Recibes este correo porque eres enlace titular .*Puebla, .*Puebla y .*Puebla\.", c.texto)
    assert [len(r.motivo) > 0 for r in c.renglones] == [True] * 5


def test_el_contacto_oficial_sabe_por_que_lo_recibe_y_que_puede_designar():
    c = carta("titular.tlax-ss@demo.mx", date(2022, 7, 12))
    assert c.asunto == "Vence hoy, 12 de julio: nombrar a un enlace…, Tlaxcala"
    assert "porque es el correo oficial, mientras no designe enlace, de la Secretaría de Seguridad de Tlaxcala." in c.texto
    assert "Designa por oficio a tu enlace" in c.texto


def test_despues_de_vencer_el_verbo_cambia():
    assert carta("titular.tlax-ss@demo.mx", date(2022, 7, 13)).asunto == "Venció el martes 12 de julio: nombrar a un enlace…, Tlaxcala"


def test_ningun_enlace_lleva_fichas_de_entrada_y_todo_es_del_sitio(settings):
    c = carta("enlace.hidalgo@demo.mx", date(2022, 7, 5))
    enlaces = set(re.findall(r'href="([^"]+)"', c.html))
    assert enlaces
    assert all(e.startswith(settings.BASE_URL) and "?" not in e for e in enlaces)
    assert not re.search(r"<(?:img|script|link|form)", c.html)
