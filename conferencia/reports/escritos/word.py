"""Un escrito en Word: estilos de verdad, encabezado y pie con número de página, tablas que repiten su encabezado. Se edita en Word."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from functools import singledispatch

from docx import Document
from docx.document import Document as Documento
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Mm, Pt, RGBColor

from conferencia.domain import escrito as e

TIPO = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
GUINDA, TINTA, SUAVE = RGBColor(0x61, 0x12, 0x32), RGBColor(0x16, 0x1A, 0x1D), RGBColor(0x4A, 0x51, 0x57)
LETRA = "Noto Sans"
CAJA = 175.9  # milímetros de ancho útil: carta menos sus márgenes de 20 mm
RENGLON_EN_BLANCO = "\u00a0" * 2


def componer(escrito: e.Escrito, instante: datetime) -> bytes:
    """El .docx. ``instante`` fecha sus propiedades: el reloj del sistema no entra al archivo."""
    doc = Document()
    _propiedades(doc, escrito, instante)
    _estilos(doc)
    _hoja(doc, escrito)
    _cabeza(doc, escrito)
    for bloque in escrito.bloques:
        _poner(bloque, doc)
    _cierre(doc, escrito)
    for bloque in escrito.anexos:
        _poner(bloque, doc)
    salida = io.BytesIO()
    doc.save(salida)
    return salida.getvalue()


def _propiedades(doc: Documento, escrito: e.Escrito, instante: datetime) -> None:
    p = doc.core_properties
    p.title, p.subject, p.author, p.language = escrito.titulo, escrito.asunto, f"{escrito.emisor} · {escrito.organo}", "es-MX"
    p.created = p.modified = instante.astimezone(UTC)
    p.last_modified_by, p.revision, p.comments = escrito.emisor, 1, ""


# --- Estilos y hoja ----------------------------------------------------------------------------------------------------


def _estilos(doc: Documento) -> None:
    normal = doc.styles["Normal"]
    _letra(normal, 10.5, TINTA)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(7), 1.12
    idioma = OxmlElement("w:lang")
    idioma.set(qn("w:val"), "es-MX")
    normal.element.get_or_add_rPr().append(idioma)
    for nombre, puntos, color in (("Title", 15, GUINDA), ("Heading 1", 13, GUINDA), ("Heading 2", 11, TINTA)):
        _letra(doc.styles[nombre], puntos, color, negrita=True)
        doc.styles[nombre].paragraph_format.space_before, doc.styles[nombre].paragraph_format.space_after = Pt(10), Pt(5)
        doc.styles[nombre].paragraph_format.keep_with_next = True
    _nuevo(doc, "Cita del acta", 9.5, SUAVE, cursiva=True)
    _nuevo(doc, "Nota", 8.5, SUAVE)
    _nuevo(doc, "Celda", 8.5, TINTA, despues=2)
    _nuevo(doc, "Celda fuerte", 8.5, TINTA, negrita=True, despues=2)
    _nuevo(doc, "Destinatario", 10.5, TINTA, negrita=True, despues=0)
    for nombre in ("List Bullet", "List Number"):
        doc.styles[nombre].paragraph_format.space_after = Pt(3)


def _letra(estilo, puntos: float, color: RGBColor, *, negrita: bool = False, cursiva: bool = False) -> None:
    estilo.font.name, estilo.font.size, estilo.font.color.rgb = LETRA, Pt(puntos), color
    estilo.font.bold, estilo.font.italic = negrita, cursiva
    fuentes = estilo.element.get_or_add_rPr().get_or_add_rFonts()
    for atributo in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fuentes.set(qn(atributo), LETRA)
    for atributo in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fuentes.attrib.pop(qn(atributo), None)


def _nuevo(doc: Documento, nombre: str, puntos: float, color: RGBColor, *, negrita: bool = False, cursiva: bool = False, despues: float = 5) -> None:
    estilo = doc.styles.add_style(nombre, WD_STYLE_TYPE.PARAGRAPH)
    estilo.base_style = doc.styles["Normal"]
    _letra(estilo, puntos, color, negrita=negrita, cursiva=cursiva)
    estilo.paragraph_format.space_after = Pt(despues)


def _hoja(doc: Documento, escrito: e.Escrito) -> None:
    """Carta, con el área y el órgano arriba en todas las hojas, y abajo el número y la página."""
    hoja = doc.sections[0]
    hoja.page_width, hoja.page_height = Inches(8.5), Inches(11)
    hoja.left_margin = hoja.right_margin = Mm(20)
    hoja.top_margin, hoja.bottom_margin, hoja.header_distance, hoja.footer_distance = Mm(32), Mm(22), Mm(12), Mm(10)
    arriba = hoja.header.paragraphs[0]
    arriba.style = doc.styles["Nota"]
    _tramo(arriba, escrito.organo, negrita=True, color=GUINDA)
    arriba.add_run().add_break(WD_BREAK.LINE)
    _tramo(arriba, escrito.emisor)
    _linea(arriba, "bottom")
    abajo = hoja.footer.paragraphs[0]
    abajo.style = doc.styles["Nota"]
    abajo.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _tramo(abajo, " · ".join(t for t in (escrito.leyenda, escrito.titulo, "Página ") if t))
    _campo(abajo, "PAGE")
    _tramo(abajo, " de ")
    _campo(abajo, "NUMPAGES")


def _tramo(parrafo, texto: str, *, negrita: bool = False, color: RGBColor | None = None):
    tramo = parrafo.add_run(texto)
    tramo.bold = negrita or None
    if color is not None:
        tramo.font.color.rgb = color
    return tramo


def _campo(parrafo, cual: str) -> None:
    """Un campo de Word («PAGE», «NUMPAGES»), que se recalcula al abrir."""
    for tipo, texto in (("begin", ""), ("", cual), ("end", "")):
        tramo = parrafo.add_run()
        nodo = OxmlElement("w:instrText" if texto else "w:fldChar")
        if texto:
            nodo.set(qn("xml:space"), "preserve")
            nodo.text = texto
        else:
            nodo.set(qn("w:fldCharType"), tipo)
        tramo._r.append(nodo)


def _linea(parrafo, lado: str) -> None:
    bordes, borde = OxmlElement("w:pBdr"), OxmlElement(f"w:{lado}")
    for nombre, valor in (("val", "single"), ("sz", "8"), ("space", "4"), ("color", "A57F2C")):
        borde.set(qn(f"w:{nombre}"), valor)
    bordes.append(borde)
    parrafo._p.get_or_add_pPr().append(bordes)


# --- Cabeza y cierre ---------------------------------------------------------------------------------------------------


def _cabeza(doc: Documento, escrito: e.Escrito) -> None:
    doc.add_paragraph(escrito.clase, style="Title")
    for texto, negrita in ((f"Número: {escrito.numero or 'por asignar'}", True), (f"Asunto: {escrito.asunto}", False), (escrito.dado, False)):
        parrafo = doc.add_paragraph()
        parrafo.alignment, parrafo.paragraph_format.space_after = WD_ALIGN_PARAGRAPH.RIGHT, Pt(2)
        _tramo(parrafo, texto, negrita=negrita)
    if escrito.destinatario:
        doc.add_paragraph().paragraph_format.space_after = Pt(0)
        for renglon in (*escrito.destinatario.renglones, "Presente"):
            doc.add_paragraph(renglon, style="Destinatario")
        doc.paragraphs[-1].paragraph_format.space_after = Pt(12)


def _cierre(doc: Documento, escrito: e.Escrito) -> None:
    if escrito.firma:
        for texto, negrita in (
            ("Atentamente", True),
            ("\n\n" + "_" * 42, False),
            (escrito.firma.nombre or RENGLON_EN_BLANCO, True),
            (escrito.firma.cargo, False),
        ):
            parrafo = doc.add_paragraph()
            parrafo.alignment, parrafo.paragraph_format.space_after = WD_ALIGN_PARAGRAPH.CENTER, Pt(0)
            parrafo.paragraph_format.keep_with_next = True
            _tramo(parrafo, texto, negrita=negrita)
        doc.paragraphs[-1].paragraph_format.keep_with_next = False
    for n, copia in enumerate(escrito.copias):
        parrafo = doc.add_paragraph(f"{'C. c. p. ' if not n else ''}{copia}", style="Nota")
        parrafo.paragraph_format.space_before, parrafo.paragraph_format.space_after = Pt(14 if not n else 0), Pt(0)
    if v := escrito.verificacion:
        doc.add_paragraph(f"Folio {v.folio}, código {v.codigo}. Se comprueba en {v.url}", style="Nota").paragraph_format.space_before = Pt(10)


# --- Bloques -----------------------------------------------------------------------------------------------------------


@singledispatch
def _poner(bloque: e.Bloque, doc: Documento) -> None:
    raise TypeError(f"No se sabe componer {type(bloque).__name__} en Word.")


ESTILO_DE = {"cuerpo": "Normal", "cita": "Cita del acta", "nota": "Nota", "fuerte": "Celda fuerte"}


@_poner.register
def _(bloque: e.Parrafo, doc: Documento) -> None:
    parrafo = doc.add_paragraph(bloque.texto, style=ESTILO_DE[bloque.estilo])
    if bloque.estilo == "cuerpo":
        parrafo.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


@_poner.register
def _(bloque: e.Titulo, doc: Documento) -> None:
    doc.add_heading(bloque.texto, level=bloque.nivel)


@_poner.register
def _(bloque: e.Lista, doc: Documento) -> None:
    for punto in bloque.puntos:
        doc.add_paragraph(punto, style="List Number" if bloque.numerada else "List Bullet")


@_poner.register
def _(_bloque: e.Corte, doc: Documento) -> None:
    doc.add_page_break()


@_poner.register
def _(bloque: e.Tabla, doc: Documento) -> None:
    if bloque.titulo:
        doc.add_paragraph(bloque.titulo, style="Nota").paragraph_format.keep_with_next = True
    tabla = _tabla(doc, [c.ancho for c in bloque.columnas])
    celdas = tabla.add_row().cells
    for celda, columna in zip(celdas, bloque.columnas, strict=True):
        _llenar(celda, (e.Parrafo(columna.titulo, "fuerte"),), doc)
        _sombrear(celda, "EFEDE8")
    _marca(tabla.rows[0], "w:tblHeader")
    for renglon in bloque.renglones:
        fila = tabla.add_row()
        _marca(fila, "w:cantSplit")
        for celda, parrafos in zip(fila.cells, renglon, strict=True):
            _llenar(celda, parrafos, doc)
    doc.add_paragraph().paragraph_format.space_after = Pt(0)


@_poner.register
def _(bloque: e.Ficha, doc: Documento) -> None:
    tabla = _tabla(doc, [32, 68])
    for rotulo, valor in bloque.pares:
        fila = tabla.add_row()
        _marca(fila, "w:cantSplit")
        _llenar(fila.cells[0], (e.Parrafo(rotulo, "fuerte"),), doc)
        _llenar(fila.cells[1], tuple(e.Parrafo(r) for r in valor.split("\n")) if valor else (e.Parrafo(RENGLON_EN_BLANCO),), doc)
    doc.add_paragraph().paragraph_format.space_after = Pt(0)


def _tabla(doc: Documento, anchos: list[int]):
    tabla = doc.add_table(rows=0, cols=len(anchos), style="Table Grid")
    tabla.alignment, tabla.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for columna, ancho in zip(tabla.columns, anchos, strict=True):
        columna.width = Mm(CAJA * ancho / 100)
    agregar: Callable = tabla.add_row

    def con_anchos():
        fila = agregar()
        for celda, ancho in zip(fila.cells, anchos, strict=True):
            celda.width = Mm(CAJA * ancho / 100)
        return fila

    tabla.add_row = con_anchos
    return tabla


def _llenar(celda, parrafos: tuple[e.Parrafo, ...], doc: Documento) -> None:
    for n, p in enumerate(parrafos):
        parrafo = celda.paragraphs[0] if not n else celda.add_paragraph()
        parrafo.style = doc.styles["Celda" if p.estilo == "cuerpo" else ESTILO_DE[p.estilo]]
        if p.estilo in ("cita", "nota"):
            parrafo.paragraph_format.space_after = Pt(2)
        tramo = parrafo.add_run(p.texto)
        if p.estilo == "cita":
            tramo.font.size = Pt(8)


def _marca(fila, cual: str) -> None:
    """«w:tblHeader»: se repite en cada hoja. «w:cantSplit»: no se parte entre dos."""
    propiedades = fila._tr.get_or_add_trPr()
    propiedades.append(OxmlElement(cual))


def _sombrear(celda, color: str) -> None:
    sombra = OxmlElement("w:shd")
    for nombre, valor in (("val", "clear"), ("color", "auto"), ("fill", color)):
        sombra.set(qn(f"w:{nombre}"), valor)
    celda._tc.get_or_add_tcPr().append(sombra)
