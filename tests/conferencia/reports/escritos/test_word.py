"""El Word por dentro: estilos de verdad, carta, tablas que repiten encabezado, pie con página e idioma."""

import io
from datetime import datetime

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Inches

from conferencia import reloj
from conferencia.domain import escrito as e
from conferencia.reports.escritos import word
from conferencia.reports.escritos.contenido import escrito_de
from tests.conferencia.oficios import notificacion

INSTANTE = datetime(2022, 7, 6, 12, tzinfo=reloj.MEXICO)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]


@pytest.fixture
def documento():
    return docx.Document(io.BytesIO(word.componer(escrito_de(notificacion()), INSTANTE)))


def textos(documento, estilo: str) -> list[str]:
    return [p.text for p in documento.paragraphs if p.style.name == estilo]


def test_es_carta_con_su_titulo_sus_anexos_y_su_destinatario(documento):
    hoja = documento.sections[0]
    assert (hoja.page_width, hoja.page_height) == (Inches(8.5), Inches(11))
    assert textos(documento, "Title") == ["Oficio de notificación"]
    assert textos(documento, "Heading 1") == [
        "Anexo 1. Cédula de obligaciones",
        "Anexo 2. Designación de enlace: Secretaría de Seguridad de Puebla",
        "Anexo 3. Designación de enlace: Unidad de Policía Cibernética de Puebla",
        "Anexo 4. Designación de enlace: Unidad de Policía Cibernética de Puebla",
        "Anexo 5. Designación de enlace: C5 u homólogo de Puebla",
        "Anexo 6. Designación de enlace: C5 u homólogo de Puebla",
    ]
    assert textos(documento, "Heading 2") == [
        "Secretaría de Seguridad de Puebla: 16 obligaciones",
        "Unidad de Policía Cibernética de Puebla: 6 obligaciones",
        "C5 u homólogo de Puebla: 4 obligaciones",
    ]
    assert textos(documento, "Destinatario") == ["A quien corresponda", "Titular de la Secretaría de Seguridad de Puebla", "Presente"]


def test_la_cedula_lleva_una_tabla_por_institucion_que_repite_su_encabezado(documento):
    cedula = [t for t in documento.tables if [c.text for c in t.rows[0].cells] == ["Origen", "Qué se debe", "Para cuándo", "Con qué se acredita"]]
    assert [len(t.rows) - 1 for t in cedula] == [16, 6, 4]
    for tabla in cedula:
        assert tabla.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(r._tr.trPr.find(qn("w:cantSplit")) is not None for r in tabla.rows[1:])


def test_cada_renglon_dice_que_cuando_y_con_que(documento):
    (fila,) = [r for t in documento.tables for r in t.rows if "ZC-2022-1/A8.1/PUE-SS" in r.cells[0].text]
    origen, que, cuando, con_que = ([p.text for p in c.paragraphs] for c in fila.cells)
    assert origen == ["Acuerdo OCTAVO", "Párrafo segundo", "ZC-2022-1/A8.1/PUE-SS"]
    assert que[0] == "Colaborar con el Centro Nacional de Información Plataforma México en la integración de un documento diagnóstico"
    assert que[1].startswith("«los Secretarios de Seguridad")
    assert cuando == [
        "Viernes 30 de septiembre de 2022, hasta las 23:59 h",
        "El acta dice: «a más tardar el treinta de septiembre del año en curso».",
        "El plazo lo da la disposición transitoria SEGUNDA.",
    ]
    assert con_que == ["Documento diagnóstico"]


def test_el_formato_de_designacion_viene_prellenado_y_lo_demas_en_blanco(documento):
    fichas = [{r.cells[0].text: r.cells[1].text.strip("\u00a0 ") for r in t.rows} for t in documento.tables if t.rows[0].cells[0].text == "Oficio número"]
    assert len(fichas) == 5
    assert (fichas[0]["Institución"], fichas[0]["Obligación que atiende"]) == ("Secretaría de Seguridad de Puebla", "ZC-2022-1/T3.1/PUE-SS")
    assert fichas[1]["Materia"] == ("Disposición transitoria PRIMERA. Con el fin de alcanzar lo comprometido en el acuerdo SEXTO en su párrafo segundo")
    assert {fichas[1][campo] for campo in ("Oficio número", "Nombre completo", "Cargo", "Correo institucional", "Vigente desde")} == {""}


def test_el_pie_lleva_el_numero_y_los_campos_de_pagina_y_el_idioma_es_de_mexico(documento):
    pie = documento.sections[0].footer.paragraphs[0]
    assert pie.text.startswith("Borrador · Oficio de notificación · Página ")
    assert [n.text for n in pie._p.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]
    assert documento.sections[0].header.paragraphs[0].text == "Conferencia Nacional de Secretarios de Seguridad Pública\nSecretaría Técnica de la Conferencia"
    assert documento.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "es-MX"
    assert documento.core_properties.language == "es-MX"
    assert documento.core_properties.created == INSTANTE


def test_una_ficha_vacia_deja_lugar_para_escribir_y_un_bloque_desconocido_se_dice():
    vacio = e.Escrito(clase="X", emisor="", organo="", asunto="", bloques=(e.Ficha((("Nombre", ""),)),), fecha=INSTANTE.date())
    tabla = docx.Document(io.BytesIO(word.componer(vacio, INSTANTE))).tables[0]
    assert tabla.rows[0].cells[1].text == word.RENGLON_EN_BLANCO
    with pytest.raises(TypeError, match="No se sabe componer str en Word"):
        word.componer(e.Escrito(clase="X", emisor="", organo="", asunto="", bloques=("hola",), fecha=INSTANTE.date()), INSTANTE)
