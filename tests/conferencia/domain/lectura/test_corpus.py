"""El corpus de actas con su oro, hecho leyéndolas: cada cifra tiene su mínimo, y ningún plazo equivocado puede callar."""

import json
from datetime import date
from pathlib import Path

import pytest

from conferencia.domain.lectura import Lectura, leer
from tests.conferencia.domain.lectura.calificador import CIFRAS, califica, f1

CORPUS = Path(__file__).parents[3] / "corpus"
ACTAS = sorted(p.stem for p in CORPUS.glob("*.md"))
PERFECTAS = dict.fromkeys(CIFRAS, 1.0)
MINIMOS = {
    "ley-archivos": PERFECTAS | {"compromisos": 0.95, "plazos": 0.95},
    "consejo-municipal-numeros": PERFECTAS | {"compromisos": 0.94},
}


def lectura_de(acta):
    return leer((CORPUS / f"{acta}.md").read_text(encoding="utf-8"))


def oro_de(acta):
    return json.loads((CORPUS / f"{acta}.oro.json").read_text(encoding="utf-8"))


def test_cada_acta_del_corpus_tiene_su_oro_y_no_falta_ningun_genero():
    assert sorted(p.name.removesuffix(".oro.json") for p in CORPUS.glob("*.oro.json")) == ACTAS
    generos = {acta.split("-", maxsplit=1)[0] for acta in ACTAS}
    assert generos >= {"zona", "ley", "decreto", "asamblea", "pleno", "consejo", "minuta", "ocr", "ruido", "prosa", "acuerdos"}


@pytest.mark.parametrize("acta", ACTAS)
def test_cada_acta_se_lee_por_encima_de_su_minimo(acta):
    cuentas, silenciosos = califica(lectura_de(acta).a_json(), oro_de(acta))
    minimos = MINIMOS.get(acta, PERFECTAS)

    assert {c: f1(cuentas[c]) for c in CIFRAS if f1(cuentas[c]) < minimos[c]} == {}
    assert silenciosos == []


@pytest.mark.parametrize("acta", ACTAS)
def test_la_lectura_va_y_vuelve_de_json_con_las_llaves_del_contrato(acta):
    datos = lectura_de(acta).a_json()

    assert Lectura.desde_json(json.loads(json.dumps(datos))).a_json() == datos
    assert datos.keys() == {"reunion", "disposiciones"}
    assert datos["reunion"].keys() == {"nombre", "organo", "zona", "lugar", "fecha"}
    for d in datos["disposiciones"]:
        assert d.keys() == {"clase", "numero", "ordinal", "titulo", "parrafos", "referencias", "compromisos"}
        for c in d["compromisos"]:
            assert c.keys() == {
                "parrafo", "naturaleza", "accion", "texto", "responsables", "modo", "plazo", "entregable", "complementa", "avisos",
            }  # fmt: skip
            propias = {"cantidad", "unidad", "evento"} if c["plazo"]["clase"] == "termino" else set()
            assert c["plazo"].keys() == {"clase", "inicio", "vence", "periodicidad", "texto"} | propias


@pytest.mark.parametrize("acta", ACTAS)
def test_toda_fecha_tiene_su_frase_y_explica_su_calculo(acta):
    con_fecha = [c.plazo for d in lectura_de(acta).disposiciones for c in d.compromisos if c.plazo.vence or c.plazo.inicio]

    assert [p for p in con_fecha if not p.texto.strip() or not p.explicacion] == []


def test_los_avisos_se_reparten_son_utiles_porque_no_estan_en_todos():
    obligaciones = [c for a in ACTAS for d in lectura_de(a).disposiciones for c in d.compromisos if c.naturaleza == "obligacion"]
    con_aviso = [c for c in obligaciones if c.avisos]

    assert 0.2 < len(con_aviso) / len(obligaciones) < 0.6


def test_el_modo_de_zona_centro_es_el_de_la_tabla_de_obligaciones():
    modos = {(d.clase[0], d.numero, c.parrafo): c.modo for d in lectura_de("zona-centro-2022-1").disposiciones for c in d.compromisos}
    conjuntas = {clave: modo for clave, modo in modos.items() if modo != "individual"}

    assert conjuntas == {
        ("a", 6, 2): "conjunta_por_entidad",
        ("a", 9, 1): "conjunta_unica",
        ("a", 12, 2): "conjunta_por_entidad",
        ("a", 12, 3): "conjunta_unica",
        ("a", 13, 2): "conjunta_por_entidad",
        ("a", 13, 3): "conjunta_unica",
        ("t", 1, 2): "conjunta_por_entidad",
        ("t", 3, 2): "conjunta_por_entidad",
        ("t", 4, 2): "conjunta_por_entidad",
    }


def test_el_diagnostico_lo_envia_el_centro_nacional_y_lo_integran_los_secretarios():
    octavo = lectura_de("zona-centro-2022-1").disposiciones[7]

    assert [(c.responsables, c.plazo.vence) for c in octavo.compromisos] == [
        (("Secretarios de Seguridad integrantes de la Zona Centro",), None),
        (("Centro Nacional de Información Plataforma México",), date(2022, 7, 18)),
    ]


def test_los_indicadores_son_solo_de_las_unidades_no_de_su_contraparte():
    tercero = lectura_de("zona-centro-2022-1").disposiciones[2]

    assert [c.responsables for c in tercero.compromisos] == [
        (
            "Unidades de Policía Cibernética",
            "Dirección General de Gestión de Servicios Ciberseguridad y Desarrollo Tecnológico de la Secretaría de Seguridad y Protección Ciudadana",
        ),
        ("Unidades de Policía Cibernética",),
    ]


def test_la_referencia_de_la_cuarta_transitoria_se_marca_dudosa():
    cuarta = lectura_de("zona-centro-2022-1").disposiciones[-1]

    assert [(r.numero, r.parrafo, r.dudosa) for r in cuarta.referencias] == [(13, 1, True)]
    assert cuarta.compromisos[0].avisos == ("referencia dudosa",)


def test_lo_que_un_transitorio_completa_ya_no_avisa_sin_plazo():
    sexto, transitoria = (lectura_de("zona-centro-2022-1").disposiciones[i] for i in (5, 13))

    assert sexto.compromisos[0].avisos == ()
    assert transitoria.compromisos[1].responsables == sexto.compromisos[0].responsables
