"""El tablero en el navegador: cifras con denominador y fecha, filtros en la URL, y siempre las mismas consultas."""

from datetime import date

import pytest

from conferencia import reloj
from tests import reparto
from tests.conteo_de_consultas import consultas_como_siempre

pytestmark = pytest.mark.django_db


def test_la_frase_dice_fecha_denominador_y_cuentas(entrar, texto):
    dicho = texto(entrar(reparto.titular()).get("/"))
    assert "Al miércoles 6 de julio de 2022, de 166 obligaciones: 0 cumplidas, 35 por vencer y 0 vencidas." in dicho
    assert "El denominador son las 166 obligaciones ya nacidas; ninguna está exenta." in dicho


def test_una_semana_despues(entrar, texto):
    cliente = entrar(reparto.titular())
    with reloj.fijo(date(2022, 7, 13)):
        dicho = texto(cliente.get("/"))
    assert "Al miércoles 13 de julio de 2022, de 166 obligaciones: 0 cumplidas, 1 por vencer y 35 vencidas." in dicho


def test_las_cifras_llevan_a_lo_que_las_compone(entrar):
    cliente = entrar(reparto.titular())
    cifras = cliente.get("/").context["cifras"]
    assert [(c["grupo"], c["valor"], c["url"]) for c in cifras] == [
        ("cumplida", 0, "/obligaciones/?grupo=cumplida"),
        ("en_tramite", 21, "/obligaciones/?grupo=en_tramite"),
        ("en_plazo", 110, "/obligaciones/?grupo=en_plazo"),
        ("por_vencer", 35, "/obligaciones/?grupo=por_vencer"),
        ("vencida", 0, "/obligaciones/?grupo=vencida"),
    ]
    assert [cliente.get(c["url"]).context["cuenta"].todas for c in cifras] == [c["valor"] for c in cifras]


def test_la_matriz_tiene_ocho_renglones_y_las_diecisiete_disposiciones(entrar):
    matriz = entrar(reparto.titular()).get("/").context["matriz"]
    assert [c["titulo"] for c in matriz["columnas"]] == [f"A{n}" for n in range(1, 14)] + ["T1", "T2", "T3", "T4"]
    assert [texto for texto in matriz["pie"] if " de " not in texto] == ["acto", "acto", "→ A8"]
    assert [r["titulo"] for r in matriz["renglones"]][-3:] == ["Puebla", "Tlaxcala", "Federales y de zona"]
    puebla = matriz["renglones"][5]
    assert [(c["grupo"], c["texto"]) if c else None for c in puebla["celdas"]] == [
        None,
        None,
        ("en_plazo", "2 de 2"),
        ("en_plazo", "5 de 5"),
        ("en_plazo", "2 de 2"),
        ("en_plazo", "1 de 1"),
        ("en_plazo", "1 de 1"),
        ("en_tramite", "1 de 1"),
        None,
        ("en_plazo", "3 de 3"),
        ("en_plazo", "1 de 1"),
        ("en_tramite", "1 de 1"),
        ("en_tramite", "1 de 1"),
        ("por_vencer", "2 de 2"),
        None,
        ("por_vencer", "1 de 1"),
        ("por_vencer", "2 de 2"),
    ]


def test_cada_celda_lleva_a_una_lista_con_las_mismas_obligaciones(entrar):
    cliente = entrar(reparto.titular())
    matriz = cliente.get("/").context["matriz"]
    celdas = [c for r in matriz["renglones"] for c in r["celdas"] if c]
    assert len(celdas) == 7 * 13 + 5
    for celda in (celdas[0], celdas[12], celdas[-1]):
        assert str(cliente.get(celda["url"]).context["cuenta"].todas) == celda["texto"].split()[-1]


def test_filtro_por_entidad(entrar):
    contexto = entrar(reparto.titular()).get("/?entidad=PUE").context
    assert (contexto["conteo"].total, contexto["conteo"].por_vencer) == (23, 5)
    assert [(f.titulo, f.valor, f.url_quitar) for f in contexto["formulario"].fichas] == [("Entidad", "Puebla", "?")]


def test_la_situacion_resalta_sin_cambiar_el_denominador(entrar):
    contexto = entrar(reparto.titular()).get("/?grupo=por_vencer&entidad=PUE").context
    (puebla,) = contexto["matriz"]["renglones"]
    assert (contexto["conteo"].total, puebla["total"]) == (23, "5 de 23")
    assert [c["texto"] if c else None for c in puebla["celdas"]] == [None] * 13 + ["2 de 2", None, "1 de 1", "2 de 2"]


@pytest.mark.parametrize("mal", ["entidad=XXX", "grupo=ninguno", "reunion=ZC-1"])
def test_un_filtro_que_no_existe_se_dice_y_no_inventa_cifras(mal, entrar, texto):
    respuesta = entrar(reparto.titular()).get(f"/?{mal}")
    assert respuesta.status_code == 400
    assert "Hay un problema" in texto(respuesta)
    assert "166" not in texto(respuesta)


def test_un_enlace_ve_solo_lo_suyo(entrar, texto):
    respuesta = entrar(reparto.enlace()).get("/")
    assert respuesta.context["conteo"].total == 24
    assert [r["titulo"] for r in respuesta.context["matriz"]["renglones"]] == ["Puebla", "Federales y de zona"]
    assert "solo lo de tus instituciones" in texto(respuesta)


def test_sin_ninguna_obligacion_se_dice_que_esperar(entrar, texto):
    assert "Aún no hay obligaciones que contar" in texto(entrar(reparto.titular()).get("/?corte=2022-07-04"))


@pytest.mark.parametrize(("nombre", "quien"), [("tablero (todo)", reparto.titular), ("tablero (enlace)", reparto.enlace)])
def test_consultas(nombre, quien, entrar):
    cliente = entrar(quien())
    with consultas_como_siempre(nombre):
        assert cliente.get("/").status_code == 200
