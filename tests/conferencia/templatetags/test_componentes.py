"""Situaciones, formas y cuentas que usan las plantillas."""

from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.test.html import parse_html

from conferencia.domain.situacion import GRUPO_DE, ROTULOS
from conferencia.templatetags import componentes


def test_cada_situacion_del_dominio_tiene_su_palabra_y_su_grupo():
    dibujadas = {clave: (s.palabra, s.grupo) for clave, s in componentes.SITUACIONES.items()}
    assert dibujadas == {s.value: (ROTULOS[s], GRUPO_DE[s].value) for s in ROTULOS}


def test_cada_grupo_tiene_una_forma_y_solo_los_dos_azules_la_comparten():
    assert {clave: g.forma for clave, g in componentes.GRUPOS.items()} == {
        "cumplida": "circulo",
        "en_tramite": "rombo",
        "en_plazo": "rombo",
        "por_vencer": "triangulo",
        "vencida": "cuadrado",
        "exenta": "aro",
    }


def test_la_extemporanea_lleva_marca_para_siempre():
    assert componentes.situacion("cumplida_extemporanea") == componentes.Situacion(
        "cumplida_extemporanea", "cumplida extemporánea", "extemporánea", "cumplida", "circulo_marcado"
    )


@pytest.mark.parametrize(("filtro", "que"), [(componentes.situacion, "situación"), (componentes.grupo, "grupo"), (componentes.forma, "forma")])
def test_una_clave_desconocida_se_dice_y_no_se_dibuja(filtro, que):
    with pytest.raises(ValueError, match=f"No hay {que} «cumplidísima»"):
        filtro("cumplidísima")


def test_la_forma_es_muda_para_el_lector_de_pantalla():
    assert componentes.forma("rombo") == (
        '<svg class="forma" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" focusable="false"><path d="M6 0l6 6-6 6-6-6z"/></svg>'
    )


@pytest.mark.parametrize(("cuantas", "esperado"), [(0, "vencidas"), (1, "vencida"), (2, "vencidas")])
def test_la_palabra_concuerda_con_el_numero(cuantas, esperado):
    assert componentes.cuenta(componentes.grupo("vencida"), cuantas) == esperado


@pytest.mark.parametrize(("parte", "total", "esperado"), [(21, 156, "13\u202f%"), (0, 7, "0\u202f%"), (7, 7, "100\u202f%"), (0, 0, "—")])
def test_sin_denominador_no_hay_porcentaje(parte, total, esperado):
    assert componentes.por_ciento(parte, total) == esperado


def test_los_tramos_llenan_la_barra_en_orden():
    tramos = componentes.en_tramos([{"grupo": "cumplida", "valor": 1}, {"grupo": "por_vencer", "valor": 0}, {"grupo": "vencida", "valor": 3}])
    assert [(t.grupo.clave, t.x, t.ancho) for t in tramos] == [("cumplida", 0.0, 250.0), ("por_vencer", 250.0, 0.0), ("vencida", 250.0, 750.0)]


def test_una_barra_sin_nada_no_divide_entre_cero():
    assert [(t.x, t.ancho) for t in componentes.en_tramos([{"grupo": "cumplida", "valor": 0}])] == [(0.0, 0.0)]


def test_una_cita_partida_lleva_ancla_solo_la_primera_vez():
    segmentos = [{"texto": "a", "compromiso": None}, {"texto": "b", "compromiso": "A8.1"}, {"texto": "c"}, {"texto": "d", "compromiso": "A8.1"}]
    assert [s["ancla"] for s in componentes.con_ancla(segmentos)] == [False, True, False, False]


@pytest.mark.parametrize(("valor", "esperado"), [(None, []), ("", []), ("SSP de Puebla", ["SSP de Puebla"]), (["a", "b"], ["a", "b"])])
def test_en_lista_acepta_texto_o_lista(valor, esperado):
    assert componentes.en_lista(valor) == esperado


class Formulario(forms.Form):
    numero = forms.CharField()
    tipo = forms.ChoiceField(choices=[("t", "Total")], widget=forms.RadioSelect)


def test_el_ancla_de_un_grupo_es_su_primera_opcion():
    formulario = Formulario()
    assert [componentes.ancla_de_campo(campo) for campo in formulario] == ["id_numero", "id_tipo_0"]


def _paginacion(direccion: str, numero: int, total: int = 143) -> dict:
    contexto = {"request": RequestFactory().get(direccion)}
    return componentes.paginacion(contexto, Paginator(range(total), 50).page(numero))


def test_la_paginacion_conserva_los_filtros_de_la_url():
    assert _paginacion("/?entidad=PUE&entidad=HID&pagina=2", 2) == {
        "anterior": "?entidad=PUE&entidad=HID&pagina=1",
        "siguiente": "?entidad=PUE&entidad=HID&pagina=3",
        "paginas": [
            {"numero": 1, "url": "?entidad=PUE&entidad=HID&pagina=1", "actual": False},
            {"numero": 2, "url": "?entidad=PUE&entidad=HID&pagina=2", "actual": True},
            {"numero": 3, "url": "?entidad=PUE&entidad=HID&pagina=3", "actual": False},
        ],
        "resumen": "51 a 100 de 143",
    }


def test_la_pagina_unica_no_ofrece_siguiente():
    assert {clave: valor for clave, valor in _paginacion("/", 1, total=3).items() if clave != "paginas"} == {
        "anterior": "",
        "siguiente": "",
        "resumen": "1 a 3 de 3",
    }


def _dibuja(texto: str, **contexto) -> str:
    return Template("{% load componentes %}" + texto).render(Context(contexto)).strip()


def test_desplazable_recibe_el_foco_y_escapa_su_etiqueta():
    assert _dibuja("{% desplazable etiqueta=e %}<table></table>{% enddesplazable %}", e="Vence <pronto>") == (
        '<div class="desplazable" role="region" tabindex="0" aria-label="Vence &lt;pronto&gt;"><table></table></div>'
    )


def test_panel_envuelve_lo_que_encierra_sin_escaparlo():
    assert parse_html(_dibuja('{% panel titulo="Plazo" nivel=3 tono="vencida" %}<p>x</p>{% endpanel %}')) == parse_html(
        '<section class="panel panel--tono grupo-vencida"><h3 class="panel__titulo">Plazo</h3><div class="panel__cuerpo"><p>x</p></div></section>'
    )


def test_insignia_une_forma_palabra_y_avance():
    assert _dibuja('{% insignia "avance_parcial" avance=60 %}') == (
        f'<span class="insignia grupo-en_tramite">{componentes.forma("rombo")}<span>avance parcial (60 %)</span></span>'
    )


def test_insignia_sin_avance_no_deja_parentesis():
    pendiente = SimpleNamespace(avance=None)
    assert _dibuja('{% insignia "sin_respuesta" avance=p.avance tarde=p.tarde %}', p=pendiente) == (
        f'<span class="insignia grupo-vencida">{componentes.forma("cuadrado")}<span>vencida · sin respuesta</span></span>'
    )
