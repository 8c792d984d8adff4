"""Una disposición: texto literal, compromisos, referencias y quién responde."""

import html
import re

import pytest
from django.urls import reverse

from conferencia.models import Compromiso, Disposicion
from tests import reparto
from tests.conteo_de_consultas import consultas_como_siempre

pytestmark = pytest.mark.django_db


def pagina(sigla: str) -> str:
    return reverse("disposicion-detail", args=[Disposicion.objects.get(clave=f"ZC-2022-1/{sigla}").pk])


@pytest.mark.parametrize("sigla", ["A4", "A13", "T1"])
def test_el_texto_literal_completo_y_cada_cita_con_su_ancla(sigla, entrar):
    cuerpo = entrar(reparto.titular()).get(pagina(sigla)).content.decode()
    disposicion = Disposicion.objects.get(clave=f"ZC-2022-1/{sigla}")
    sin_numeros = re.sub(r'<a class="cita__numero".*?</a>', "", cuerpo)
    llano = html.unescape(re.sub(r"<[^>]+>", "", sin_numeros))
    assert [p.numero for p in disposicion.parrafos.all() if p.texto not in llano] == []
    ordenes = list(Compromiso.objects.filter(disposicion=disposicion).order_by("orden").values_list("orden", flat=True))
    assert [int(n) for n in re.findall(r'id="cita-(\d+)"', cuerpo)] == ordenes
    assert [int(n) for n in re.findall(r'id="compromiso-(\d+)"', cuerpo)] == ordenes


def test_la_referencia_dudosa_dice_lo_que_el_texto_dice_y_por_que_se_duda(entrar, texto):
    dicho = texto(entrar(reparto.titular()).get(pagina("T4")))
    assert "«acuerdo DECIMOTERCERO en su párrafo primero» → Acuerdo DECIMOTERCERO, párrafo 1 Dudosa: en el párrafo 1 no se compromete nada" in dicho


def test_el_acuerdo_dice_que_plazo_recibe_y_el_transitorio_que_da(entrar, texto):
    cliente = entrar(reparto.titular())
    assert "Disposición transitoria PRIMERA, párrafo 2 da plazo a lo comprometido en el párrafo 2 (compromiso 1): del" in texto(cliente.get(pagina("A6")))
    assert "Da plazo a A6 ¶2 , Acuerdo SEXTO:" in texto(cliente.get(pagina("T1")))


def test_el_titulo_no_grita_pero_se_conserva_como_viene(entrar, texto):
    dicho = texto(entrar(reparto.titular()).get(pagina("A8")))
    assert "Diagnóstico de la situación actual del sistema biométrico de huellas dactilares (AFIS)" in dicho
    assert "OCTAVO. DIAGNÓSTICO DE LA SITUACIÓN ACTUAL" in dicho


def test_un_acto_no_tiene_plazo_ni_obligaciones(entrar, texto):
    dicho = texto(entrar(reparto.titular()).get(pagina("A1")))
    assert "Acto: se agotó en la reunión" in dicho
    assert "Quién responde y cómo va" not in dicho


def test_la_matriz_lleva_a_cada_obligacion(entrar):
    matriz = entrar(reparto.titular()).get(pagina("A8")).context["matriz"]
    assert [c["titulo"] for c in matriz["columnas"]] == ["1", "2"]
    assert [r["titulo"] for r in matriz["renglones"]][-2:] == ["SS · Tlaxcala", "CNI-PM"]
    assert [c["texto"] if c else None for c in matriz["renglones"][-1]["celdas"]] == [None, "en plazo"]


def test_un_enlace_solo_ve_los_renglones_de_sus_instituciones(entrar):
    matriz = entrar(reparto.enlace()).get(pagina("T1")).context["matriz"]
    assert [r["titulo"] for r in matriz["renglones"]] == ["C5 · Puebla", "UPC · Puebla"]


def test_consultas(entrar):
    cliente = entrar(reparto.titular())
    with consultas_como_siempre("disposición de cinco compromisos"):
        assert cliente.get(pagina("A4")).status_code == 200
