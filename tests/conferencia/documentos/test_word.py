"""Word: títulos, listas, tablas y lo que Word pone solo, en el orden en que se ve."""

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from conferencia.documentos.numeracion import letra, ordinal, romano
from conferencia.domain.documento import Ubicador
from conferencia.domain.lectura import leer
from conferencia.services.documentos import documento_de

from . import muestras
from .test_pdf import resumen


def texto(taller, documento):
    ruta = taller / "prueba.docx"
    documento.save(str(ruta))
    return documento_de(ruta).texto


def test_se_lee_igual_que_el_original(word, lectura):
    leida = leer(documento_de(word).texto)
    assert len(leida.disposiciones) == 17
    assert resumen(leida) == resumen(lectura)


def test_sin_encabezados_ni_pies(word):
    assert muestras.ENCABEZADO not in documento_de(word).texto


def test_la_cita_se_halla_en_el_texto_aunque_no_haya_paginas(word):
    documento = documento_de(word)
    cita = "a más tardar el 18 de julio del presente año"
    inicio, fin = Ubicador(documento).tramo(cita)
    assert documento.texto[inicio:fin].rstrip(",") == cita
    assert Ubicador(documento).ubicar(cita) == ()


def test_los_numeros_que_word_pone_solo_se_calculan(taller):
    documento = docx.Document()
    for estilo, contenido in (("List Number", "uno"), ("List Number", "dos"), ("List Bullet", "viñeta"), ("List Number", "tres")):
        documento.add_paragraph(contenido, style=estilo)
    assert texto(taller, documento) == "1. uno\n\n2. dos\n\n- viñeta\n\n3. tres"


@pytest.mark.parametrize(("numero", "dicho"), [(1, "PRIMERO"), (10, "DÉCIMO"), (13, "DÉCIMO TERCERO"), (24, "VIGÉSIMO CUARTO"), (100, "100"), (0, "0")])
def test_ordinales(numero, dicho):
    assert ordinal(numero) == dicho


def test_romanos_y_letras():
    assert [romano(n) for n in (1, 4, 9, 14, 40, 1994)] == ["I", "IV", "IX", "XIV", "XL", "MCMXCIV"]
    assert [letra(n) for n in (1, 26, 27)] == ["a", "z", "aa"]


def test_listas_de_ordinales_y_multinivel(taller):
    documento = docx.Document()
    raiz = documento.part.numbering_part.element
    raiz.insert(
        0,
        parse_xml(
            f"<w:abstractNum {nsdecls('w')} w:abstractNumId='90'>"
            "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='ordinalText'/><w:lvlText w:val='%1.-'/></w:lvl>"
            "<w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%2)'/></w:lvl></w:abstractNum>"
        ),
    )
    raiz.append(parse_xml(f"<w:num {nsdecls('w')} w:numId='90'><w:abstractNumId w:val='90'/></w:num>"))
    for nivel, contenido in ((0, "Acuerdan"), (1, "enviar"), (1, "recibir"), (0, "Aprueban"), (1, "firmar")):
        propiedades = documento.add_paragraph(contenido)._p.get_or_add_pPr()
        propiedades.append(parse_xml(f"<w:numPr {nsdecls('w')}><w:ilvl w:val='{nivel}'/><w:numId w:val='90'/></w:numPr>"))
    assert texto(taller, documento).split("\n\n") == ["PRIMERO.- Acuerdan", "a) enviar", "b) recibir", "SEGUNDO.- Aprueban", "a) firmar"]


def test_la_tabla_va_en_filas_y_en_su_lugar(taller):
    documento = docx.Document()
    documento.add_paragraph("Antes")
    tabla = documento.add_table(rows=len(muestras.MINUTA), cols=4)
    for i, fila in enumerate(muestras.MINUTA):
        for j, celda in enumerate(fila):
            tabla.cell(i, j).text = celda
    documento.add_paragraph("Después")
    esperadas = "\n".join(f"| {' | '.join(fila)} |" for fila in muestras.MINUTA)
    assert texto(taller, documento) == f"Antes\n\n{esperadas}\n\nDespués"


def test_celdas_combinadas(taller):
    documento = docx.Document()
    tabla = documento.add_table(rows=3, cols=3)
    for i, valor in enumerate(["Acuerdo", "Responsable", "Fecha", "Enviar", "CNI", "mayo", "Recibir", "", "junio"]):
        tabla.cell(i // 3, i % 3).text = valor
    tabla.cell(1, 1).merge(tabla.cell(2, 1))
    assert texto(taller, documento).splitlines() == ["| Acuerdo | Responsable | Fecha |", "| Enviar | CNI | mayo |", "| Recibir | CNI | junio |"]


def test_la_tabla_que_solo_acomoda_texto_se_lee_como_parrafos(taller):
    documento = docx.Document()
    tabla = documento.add_table(rows=1, cols=2)
    largo = "Los integrantes de la Zona Centro acuerdan continuar trabajando de manera coordinada. " * 4
    tabla.cell(0, 0).text, tabla.cell(0, 1).text = "PRIMERO.-", largo
    assert texto(taller, documento) == f"PRIMERO.-\n\n{largo.strip()}"


def test_cambios_sin_aceptar_campos_y_texto_oculto(taller):
    documento = docx.Document()
    parrafo = documento.add_paragraph("Se acuerda ")._p
    w = nsdecls("w")
    parrafo.append(parse_xml(f"<w:del {w}><w:r><w:delText>rechazar</w:delText></w:r></w:del>"))
    parrafo.append(parse_xml(f"<w:ins {w}><w:r><w:t>aprobar</w:t></w:r></w:ins>"))
    parrafo.append(parse_xml(f"<w:r {w}><w:instrText>PAGE</w:instrText></w:r>"))
    parrafo.append(parse_xml(f"<w:r {w}><w:rPr><w:vanish/></w:rPr><w:t>oculto</w:t></w:r>"))
    parrafo.append(parse_xml(f"<w:r {w}><w:rPr><w:caps/></w:rPr><w:t xml:space='preserve'> ya</w:t></w:r>"))
    ruta = taller / "cambios.docx"
    documento.save(str(ruta))
    leido = documento_de(ruta)
    assert leido.texto == "Se acuerda aprobar YA"
    assert leido.avisos == ("El documento tiene cambios sin aceptar: se leyó como si todos estuvieran aceptados.",)


def test_el_cuadro_de_texto_se_lee_una_sola_vez(taller):
    documento = docx.Document()
    ns = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
    cuadro = "<w:txbxContent><w:p><w:r><w:t>En el cuadro</w:t></w:r></w:p></w:txbxContent>"
    documento.add_paragraph("Fuera")._p.append(
        parse_xml(
            f"<w:r {ns}><mc:AlternateContent><mc:Choice Requires='wps'>{cuadro}</mc:Choice><mc:Fallback>{cuadro}</mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    assert texto(taller, documento) == "Fuera\n\nEn el cuadro"


def test_el_arranque_en_negritas_se_conserva(taller):
    documento = docx.Document()
    parrafo = documento.add_paragraph()
    parrafo.add_run("PRIMERA.-").bold = True
    parrafo.add_run(" Con el fin de cumplir.")
    assert texto(taller, documento) == "**PRIMERA.-** Con el fin de cumplir."
