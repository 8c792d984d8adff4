"""De qué reunión es un acta: siglas, clave, dudas y los plazos que dependen de la fecha del acto."""

from datetime import date

import pytest

from conferencia.domain.identidad import clave_para, dudas_de, es_el_organo, impedimento, refechar, siglas_de
from conferencia.domain.lectura.modelo import Reunion

CNSSP = ("Conferencia Nacional de Secretarios de Seguridad Pública", "Conferencia Nacional de Secretarías de Seguridad Pública")


@pytest.mark.parametrize(
    ("nombre", "siglas"),
    [
        ("Consejo Nacional de Seguridad Pública", "CNSP"),
        ("Conferencia Nacional de Secretarios de Seguridad Pública", "CNSSP"),
        ("  mesa  de coordinación ", "MC"),
        ("", ""),
        ("¿?", ""),
    ],
)
def test_siglas(nombre, siglas):
    assert siglas_de(nombre) == siglas


@pytest.mark.parametrize(
    ("leido", "es"),
    [
        ("CONFERENCIA NACIONAL DE SECRETARIOS DE SEGURIDAD PUBLICA", True),
        ("Conferencia Nacional de Secretarias de Seguridad Pública Segunda Reunión", True),
        ("Consejo Nacional de Seguridad Pública", False),
        ("Conferencia Nacional de Secretarios de Seguridad Públicamente", False),
    ],
)
def test_el_organo_se_reconoce_por_sus_nombres(leido, es):
    assert es_el_organo(leido, CNSSP) == es


def test_la_clave_sale_del_ordinal_o_del_siguiente_libre():
    assert clave_para("CNSP-2024-", "Quincuagésima Segunda Sesión Ordinaria", []) == ("CNSP-2024-52", False)
    assert clave_para("ZC-2022-", "Reunión de seguimiento", ["ZC-2022-1", "ZC-2022-9", "ZC-2022-9-B", "ZC-2023-40"]) == ("ZC-2022-10", True)


@pytest.mark.parametrize(
    ("nombre", "clave", "supuesto"),
    [
        ("XXVI Asamblea Plenaria", "X-2023-26", False),
        ("4ta. Sesión Ordinaria", "X-2023-4", False),
        ("12ª Reunión", "X-2023-12", False),
        ("3 Reunión", "X-2023-3", False),
        ("Civil Asamblea", "X-2023-1", True),
        ("Sesión del 30 de mayo", "X-2023-1", True),
    ],
)
def test_el_numero_en_palabras_romanos_o_cifras(nombre, clave, supuesto):
    assert clave_para("X-2023-", nombre, []) == (clave, supuesto)


def test_las_dudas_y_cual_impide():
    leida = Reunion(nombre="Sesión", organo="Consejo Nacional de Seguridad Pública", fecha=date(2022, 9, 1))
    ajena = dudas_de(leida, ajeno=True, con_zona=False, supuesto=True, hoy=date(2022, 7, 6))
    assert [(d["campo"], d["impide"]) for d in ajena] == [("organo", True), ("clave", False), ("fecha", False)]
    assert impedimento({"reunion": {"dudas": ajena}}).startswith("El acta dice «Consejo Nacional de Seguridad Pública»")
    callada = dudas_de(Reunion(fecha=date(2022, 7, 5)), ajeno=False, con_zona=False, supuesto=False, hoy=date(2022, 7, 6))
    assert ([d["campo"] for d in callada], impedimento({"reunion": {"dudas": callada}})) == (["organo", "zona"], "")
    assert impedimento({"reunion": {}}) == ""


def test_otra_fecha_del_acto_vuelve_a_leer_solo_lo_que_de_ella_depende():
    def c(identidad: str, texto: str, vence: str | None, clase: str = "fecha") -> dict:
        plazo = {"clase": clase, "inicio": None, "vence": vence, "texto": texto, "explicacion": []}
        return {"id": identidad, "revision": "aceptado", "plazo": plazo}

    fecha = "a más tardar el 30 de septiembre del presente año"
    compromisos = [
        c("a1-1", fecha, "2022-09-30"),
        c("a1-2", "a más tardar el 30 de septiembre de 2022", "2022-09-30"),
        c("a1-3", fecha, "2022-10-15"),
        c("a1-4", "", None, "sin_plazo"),
    ]
    assert refechar(compromisos, date(2022, 7, 5), date(2023, 7, 5)) == ["a1-1"]
    assert [(x["plazo"]["vence"], x["revision"]) for x in compromisos] == [
        ("2023-09-30", "propuesto"),
        ("2022-09-30", "aceptado"),
        ("2022-10-15", "aceptado"),
        (None, "aceptado"),
    ]
