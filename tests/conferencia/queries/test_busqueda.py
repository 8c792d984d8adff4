"""Buscar por palabras: con o sin acentos, en la clave, el compromiso o quien responde; todas deben estar."""

import pytest
from django.db import connection

from conferencia.models import Obligacion
from conferencia.queries import busqueda
from conferencia.queries.busqueda import que_dicen

pytestmark = pytest.mark.django_db


def halladas(texto: str) -> set[str]:
    return set(Obligacion.objects.filter(que_dicen(texto)).values_list("clave", flat=True))


@pytest.mark.parametrize(
    ("sin", "con"), [("diagnostico", "diagnóstico"), ("MEXICO", "México"), ("policia cibernetica", "Policía Cibernética"), ("genero", "género")]
)
def test_con_acentos_y_sin_ellos_se_halla_lo_mismo(sin, con):
    assert halladas(sin) == halladas(con) != set()


@pytest.mark.parametrize(
    ("texto", "cuantas"),
    [
        ("PUE-SS", 14),
        ("puebla", 23),
        ("diagnostico puebla", 1),
        ("diagnostico zacatecas", 0),
        ("afis", 8),
        ("%", 0),
        ("_", 0),
        ("", 166),
    ],
)
def test_cada_palabra_debe_estar_en_algun_lado(texto, cuantas):
    assert len(halladas(texto)) == cuantas


def test_una_palabra_comun_se_busca_sin_nombrar_a_cada_uno(monkeypatch):
    antes = halladas("la puebla")
    monkeypatch.setattr(busqueda, "MUCHOS", 1)
    assert halladas("la puebla") == antes != set()


def test_la_clave_se_busca_con_la_expresion_de_su_indice():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'obligacion_clave_trigramas'")
        (definido,) = cursor.fetchone()
    assert definido.endswith("USING gin (upper((clave)::text) gin_trgm_ops)")
    assert 'UPPER("conferencia_obligacion"."clave"::text) LIKE' in str(Obligacion.objects.filter(que_dicen("PUE")).query)


def test_la_enie_es_otra_letra():
    una = Obligacion.objects.select_related("compromiso").first()
    una.compromiso.accion = "Informar cada AÑO de los nin\u0303os"
    una.compromiso.save(update_fields=["accion"])
    assert [una.clave in halladas(q) for q in ("año", "ANO", "niños", "ninos", "Año niños")] == [True, False, True, False, True]
