"""Actas sin numerales: viñetas, letras, rubros, párrafos y campos «Responsable: …»."""

from datetime import date

import pytest

from conferencia.domain.lectura import leer

LUGAR = "Puebla, Puebla, a 3 de abril de 2023.\n\n"
REMITIR = "La Secretaría de Seguridad remitirá el padrón a más tardar el 30 de abril de 2023."
INSTALAR = "La Fiscalía del Estado instalará una mesa de análisis durante mayo de 2023."


def resumen(acta):
    return [(d.numero, d.titulo, [(c.responsables, c.plazo.vence) for c in d.compromisos]) for d in leer(LUGAR + acta).disposiciones]


@pytest.mark.parametrize(
    "acta",
    [
        f"Los presentes acuerdan lo siguiente:\n\n- {REMITIR}\n- {INSTALAR}",
        f"ACUERDOS\n\n• {REMITIR}\n\n• {INSTALAR}",
        f"ACUERDOS\n\nA) {REMITIR}\n\nB) {INSTALAR}",
        f"ACUERDOS\n\n{REMITIR}\n\n{INSTALAR}",
        f"En la reunión se revisaron los temas.\n\n{REMITIR}\n\n{INSTALAR}",
        f"Los integrantes de la mesa acordaron lo siguiente: {REMITIR[:-1]}; y {INSTALAR[0].lower()}{INSTALAR[1:]}",
    ],
    ids=["guiones", "puntos", "letras", "párrafos", "sin-anuncio", "corrido"],
)
def test_cada_acuerdo_toma_el_numero_que_le_toca(acta):
    assert resumen(acta) == [
        (1, "", [(("Secretaría de Seguridad",), date(2023, 4, 30))]),
        (2, "", [(("Fiscalía del Estado",), date(2023, 5, 31))]),
    ]


def test_un_rubro_es_el_titulo_de_su_acuerdo():
    assert [(n, t) for n, t, _ in resumen(f"ACUERDOS\n\n### Padrón\n\n{REMITIR}\n\n### Mesa\n\n{INSTALAR}")] == [(1, "Padrón"), (2, "Mesa")]


def test_los_campos_de_un_acuerdo_de_minuta_dicen_quien_y_cuando():
    acta = "ACUERDOS\n\nAcuerdo 1. Elaborar el protocolo de búsqueda.\nResponsable: C5 y Fiscalía del Estado.\nFecha de cumplimiento: 28 de abril de 2023."
    (acuerdo,) = leer(LUGAR + acta).disposiciones
    (compromiso,) = acuerdo.compromisos

    assert (compromiso.responsables, compromiso.plazo.vence, compromiso.plazo.texto) == (
        ("C5", "Fiscalía del Estado"),
        date(2023, 4, 28),
        "28 de abril de 2023",
    )
    assert compromiso.tramo.de(acuerdo.parrafos[0]) == "Elaborar el protocolo de búsqueda."
