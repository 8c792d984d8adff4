# ruff: noqa: E501 -- las frases del género se citan enteras
"""Las partes del acta: numerales en todas sus formas, títulos, cortes de página, tablas y cierre."""

import pytest

from conferencia.domain.lectura import leer
from conferencia.domain.lectura.limpieza import rehacer_parrafos
from conferencia.domain.lectura.numerales import leer_numeral


def disposiciones(texto):
    return [(d.clase, d.numero, d.titulo, d.parrafos) for d in leer(texto).disposiciones]


@pytest.mark.parametrize(
    ("texto", "numero"),
    [
        ("PRIMERO.- Se aprueba", 1),
        ("SEPTIMO. - MÓDULO", 7),
        ("DECIMOPRIMERO.- X", 11),
        ("DÉCIMO PRIMERO. X", 11),
        ("VIGÉSIMO CUARTO: X", 24),
        ("Trigésima Segunda.- X", 32),
        ("ÚNICO.- X", 1),
        ("ACUERDO 03/LII/24. X", 3),
        ("Acuerdo 01/II/SO/CPPDPC/2019.- X", 1),
        ("ACUERDO CESP/SO-01/05/2023. X", 5),
        ("ACUERDO NÚMERO DOS. X", 2),
        ("Acuerdo 12.- X", 12),
        ("Artículo Segundo Transitorio.- X", 2),
        ("IV. X", 4),
        ("3.- X", 3),
        ("SEGUND0.- X", 2),
    ],
)
def test_lee_el_numeral(texto, numero):
    assert leer_numeral(texto).numero == numero


@pytest.mark.parametrize("texto", ["Los integrantes acuerdan", "Primero los niños", "15/08/2022 entrega", "el acuerdo SEXTO", ""])
def test_lo_que_no_es_numeral_no_abre(texto):
    assert leer_numeral(texto) is None


def test_considerandos_y_orden_del_dia_no_son_disposiciones():
    acta = "ORDEN DEL DÍA\n\n1. Lista.\n\nCONSIDERANDOS\n\nPRIMERO.- Que la ley obliga.\n\nACUERDAN:\n\nPRIMERO.- Se aprueba el plan.\n\nTRANSITORIOS\n\nPRIMERO.- Entrará en vigor hoy."

    assert [(c, n) for c, n, _, _ in disposiciones(acta)] == [("acuerdo", 1), ("transitorio", 1)]


def test_un_salto_de_pagina_a_media_frase_no_parte_el_parrafo():
    acta = "ACUERDAN:\n\nPRIMERO.- TÍTULO DEL ACUERDO\n\nLas entidades remitirán el pa-\ndrón de sus elementos a la\n\nPágina 1 de 2\n\f\n\nSecretaría Técnica.\n\nOtro párrafo."

    assert disposiciones(acta) == [
        ("acuerdo", 1, "TÍTULO DEL ACUERDO", ("Las entidades remitirán el padrón de sus elementos a la Secretaría Técnica.", "Otro párrafo."))
    ]


def test_el_encabezado_corrido_se_quita_y_el_origen_se_conserva():
    texto = "CONFERENCIA NACIONAL\n\nACUERDAN:\n\nPRIMERO.- Se aprueba.\n\fCONFERENCIA NACIONAL\n\nSigue el acuerdo.\n\fCONFERENCIA NACIONAL\n\nTermina."
    (primero,) = leer(texto).disposiciones

    assert primero.parrafos == ("Se aprueba.", "Sigue el acuerdo.", "Termina.")
    assert [texto[o.inicio : o.fin].strip() for o in primero.origenes] == ["PRIMERO.- Se aprueba.", "Sigue el acuerdo.", "Termina."]


def test_la_prosa_corrida_se_parte_en_orden():
    acta = "Se acordó lo siguiente: primero, que la SSPC remitirá el informe; segundo, que el C5 capacitará a su personal."

    assert [n for _, n, _, _ in disposiciones(acta)] == [1, 2]


def test_el_cierre_y_las_firmas_no_son_parrafos():
    acta = "TRANSITORIOS\n\nÚNICO.- Entrará en vigor.\n\nAsí lo acordaron los integrantes.\n\nLic. Fulano de Tal"

    assert disposiciones(acta) == [("transitorio", 1, "", ("Entrará en vigor.",))]


@pytest.mark.parametrize(
    "tabla",
    [
        "| No. | Acuerdo | Responsable | Fecha |\n|---|---|---|---|\n| 7 | Remitir el padrón | SSPC | 22/09/2023 |",
        "No.   Acuerdo               Responsable    Fecha\n7     Remitir el padrón     SSPC           22/09/2023",
        "No.\tAcuerdo\tResponsable\tFecha\n7\tRemitir el padrón\tSSPC\t22/09/2023",
    ],
)
def test_cada_fila_de_la_minuta_es_un_acuerdo(tabla):
    (acuerdo,) = leer(f"Fecha: 1 de septiembre de 2023\n\nAcuerdos\n\n{tabla}\n").disposiciones
    (compromiso,) = acuerdo.compromisos

    assert (acuerdo.numero, acuerdo.parrafos) == (7, ("Remitir el padrón | SSPC | 22/09/2023",))
    assert (compromiso.accion, compromiso.responsables, compromiso.plazo.vence.isoformat()) == ("remitir el padrón", ("SSPC",), "2023-09-22")


def test_las_marcas_de_markdown_no_quedan_en_el_texto():
    (parrafo,) = rehacer_parrafos("**PRIMERA.-** Al correo [a@b.mx](mailto:a@b.mx), *hoy*.")

    assert parrafo.texto == "PRIMERA.- Al correo a@b.mx, hoy."


def test_si_el_primer_numero_es_el_de_la_sesion_cuenta_el_que_cambia():
    cuerpos = "\n\n".join(f"ACUERDO CI/04/2024-0{n}. La Secretaría remitirá el informe {n}." for n in (1, 2, 3))
    disposiciones = leer(f"Oaxaca, Oaxaca, a 19 de septiembre de 2024.\n\nACUERDOS\n\n{cuerpos}").disposiciones

    assert [(d.numero, d.ordinal) for d in disposiciones] == [(1, "CI/04/2024-01"), (2, "CI/04/2024-02"), (3, "CI/04/2024-03")]
