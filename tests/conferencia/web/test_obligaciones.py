"""La lista de obligaciones y la página de cada una."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from conferencia import reloj
from tests import reparto
from tests.conferencia.presentaciones import obligacion, observar, presentar
from tests.conteo_de_consultas import consultas_como_siempre

pytestmark = pytest.mark.django_db
LISTA = "/obligaciones/"


def pagina_de(clave: str) -> str:
    return reverse("obligacion-detail", args=[obligacion(clave).pk])


def test_lo_mas_urgente_primero_y_de_cincuenta_en_cincuenta(entrar):
    contexto = entrar(reparto.titular()).get(LISTA).context
    assert (contexto["cuenta"].todas, len(contexto["renglones"])) == (166, 50)
    assert {r.vence_el for r in contexto["renglones"][:35]} == {date(2022, 7, 12)}
    assert contexto["cuenta"].conteo.total == 166


def test_la_ultima_pagina_trae_lo_que_no_tiene_plazo(entrar):
    cliente = entrar(reparto.titular())
    contexto = cliente.get(LISTA).context
    while contexto["siguiente"]:
        contexto = cliente.get(f"{LISTA}{contexto['siguiente']}").context
    assert (len(contexto["renglones"]), {r.vence_el for r in contexto["renglones"]}) == (16, {None})


def test_los_filtros_se_ven_como_fichas_que_se_quitan(entrar):
    filtros = {"entidad": "PUE", "grupo": "por_vencer", "vence_hasta": "2022-07-12"}
    contexto = entrar(reparto.titular()).get(f"{LISTA}?{urlencode(filtros)}").context
    assert [(f.titulo, f.valor, f.url_quitar) for f in contexto["formulario"].fichas] == [
        ("Entidad", "Puebla", "?grupo=por_vencer&vence_hasta=2022-07-12"),
        ("Situación", "Por vencer", "?entidad=PUE&vence_hasta=2022-07-12"),
        ("Vence hasta", "12/07/2022", "?entidad=PUE&grupo=por_vencer"),
    ]
    assert contexto["cuenta"].todas == 5


def test_la_fecha_se_acepta_como_se_escribe_y_como_viene_en_un_enlace(entrar):
    cliente = entrar(reparto.titular())
    cuentas = [cliente.get(f"{LISTA}?vence_hasta={f}").context["cuenta"].todas for f in ("2022-07-12", "12/07/2022")]
    assert cuentas == [35, 35]


def test_la_situacion_exacta(entrar):
    cliente = entrar(reparto.titular())
    with reloj.fijo(date(2022, 7, 13)):
        assert cliente.get(f"{LISTA}?situacion=sin_respuesta").context["cuenta"].todas == 35


@pytest.mark.parametrize(
    ("mal", "dicho"),
    [
        ("vence_desde=ayer", "Escribe una fecha real, como 30/09/2022: Vence desde"),
        ("vence_desde=2022-09-01&vence_hasta=2022-08-01", "«Vence hasta» debe ser igual o posterior a «Vence desde»."),
        ("situacion=perdida", "perdida"),
        ("institucion=NADIE", "NADIE"),
    ],
)
def test_un_filtro_mal_escrito_se_explica_y_no_muestra_nada(mal, dicho, entrar, texto):
    respuesta = entrar(reparto.titular()).get(f"{LISTA}?{mal}")
    assert respuesta.status_code == 400
    assert dicho in texto(respuesta)
    assert "renglones" not in respuesta.context


def test_ninguna_cumple(entrar, texto):
    assert "Ninguna obligación cumple con eso" in texto(entrar(reparto.titular()).get(f"{LISTA}?grupo=vencida"))


def test_un_enlace_no_puede_filtrar_por_una_institucion_cuyas_obligaciones_no_ve(entrar):
    """Las opciones salen de lo que ve: en A9 comparte con los secretarios de la zona, no con sus policías."""
    cliente = entrar(reparto.enlace())
    assert cliente.get(f"{LISTA}?institucion=HGO-UPC").status_code == 400
    assert cliente.get(f"{LISTA}?institucion=HGO-SS").context["cuenta"].todas == 1


@pytest.mark.parametrize(("nombre", "quien"), [("obligaciones (todo)", reparto.titular), ("obligaciones (enlace)", reparto.enlace)])
def test_consultas_de_la_lista(nombre, quien, entrar):
    cliente = entrar(quien())
    with consultas_como_siempre(nombre):
        assert cliente.get(LISTA).status_code == 200


# --- Una obligación ---------------------------------------------------------------------------------------------------


def test_dice_que_quien_cuando_y_de_donde_sale_el_plazo(entrar, texto):
    dicho = texto(entrar(reparto.enlace()).get(pagina_de("A8.1/PUE-SS")))
    assert "Secretaría de Seguridad de Puebla" in dicho
    assert "Vence el viernes 30 de septiembre de 2022 (vence en 86 días)" in dicho
    assert "Lo da Disposición transitoria SEGUNDA , párrafo 1" in dicho
    assert "«a más tardar el treinta de septiembre del año en curso»" in dicho
    assert "En espera de insumo desde hace 1 día" in dicho
    assert "Lo debe Centro Nacional de Información Plataforma México" in dicho


def test_una_conjunta_nombra_a_sus_partes(entrar, texto):
    dicho = texto(entrar(reparto.enlace()).get(pagina_de("A6.1/PUE")))
    assert "Conjunta por entidad: cumplen juntas Unidad de Policía Cibernética de Puebla C5 u homólogo de Puebla Dirección General" in dicho


def test_las_observaciones_se_leen_con_su_plazo(entrar, texto):
    observar(presentar(reparto.enlace(), "T1.1/PUE-UPC", "PUE-UPC", numero="UPC/9"), "Falta la firma del titular")
    dicho = texto(entrar(reparto.enlace()).get(pagina_de("T1.1/PUE-UPC")))
    assert "Oficio UPC/9 con observaciones" in dicho
    assert "Falta la firma del titular Por subsanar a más tardar el miércoles 20 de julio de 2022" in dicho


def test_la_historia_empieza_por_lo_mas_nuevo(entrar):
    presentar(reparto.enlace(), "T1.1/PUE-UPC", "PUE-UPC")
    hechos = entrar(reparto.enlace()).get(pagina_de("T1.1/PUE-UPC")).context["hechos"]
    assert [h.titulo for h in hechos] == ["Se presentó una entrega", "Nació la obligación"]


def test_consultas_de_una_obligacion(entrar):
    presentar(reparto.enlace(), "T1.1/PUE-UPC", "PUE-UPC")
    cliente = entrar(reparto.titular())
    with consultas_como_siempre("obligación con una entrega"):
        assert cliente.get(pagina_de("T1.1/PUE-UPC")).status_code == 200
