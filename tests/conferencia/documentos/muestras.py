"""El acta de Zona Centro hecha archivo de cada formato, y otros documentos pequeños. Todo se genera; nada se guarda."""

import html
import io
import re
from pathlib import Path

import docx
import pikepdf
import pypdfium2
from docx.document import Document
from PIL import Image
from weasyprint import HTML

ACTA = Path(__file__).resolve().parents[3] / "conferencia" / "datos" / "acta-zona-centro-2022-1.md"
ENCABEZADO = "CONFERENCIA NACIONAL DE SECRETARIOS DE SEGURIDAD PÚBLICA · ZONA CENTRO"
CORRIDOS = f"@top-center{{content:'{ENCABEZADO}';font-size:7pt}}@bottom-center{{content:'Página ' counter(page) ' de ' counter(pages);font-size:7pt}}"
UNA_COLUMNA = (
    f"@page{{size:letter;margin:2.5cm;{CORRIDOS}}} body{{font:11pt 'Noto Serif','DejaVu Serif',serif;text-align:justify;hyphens:auto}} h3{{font-size:12pt}}"
)
DOS_COLUMNAS = UNA_COLUMNA + " div{columns:2;column-gap:20pt}"
CON_SANGRIA = (
    "@page{size:A4;margin:3cm;@bottom-right{content:counter(page)}} body{font:12pt 'Noto Serif','DejaVu Serif';text-align:justify;line-height:1.5}"
    " p{margin:0;text-indent:1.25cm} h3{font-size:12pt;margin:0;text-align:center}"
)
TRES_COLUMNAS = (
    "@page{size:A4 landscape;margin:1.5cm;@top-center{content:'Diario Oficial de la Federación'}} h3{column-span:all;font-size:10pt}"
    " body{font:8pt 'Noto Serif','DejaVu Serif';text-align:justify;hyphens:auto} div{columns:3;column-gap:14pt}"
)
PARA_ESCANEAR = f"@page{{size:letter;margin:1.6cm;{CORRIDOS}}} body{{font:9.5pt 'Noto Serif','DejaVu Serif',serif;text-align:justify}} h3{{font-size:10pt}}"
MINUTA = [
    ["No.", "Acuerdo", "Responsable", "Fecha compromiso"],
    ["1", "Enviar a las entidades federativas el formato de diagnóstico de infraestructura", "DGGSCDT", "22 de septiembre de 2023"],
    ["2", "Remitir el formato de diagnóstico debidamente llenado", "Secretarías de Seguridad de Puebla y Morelos", "31 de octubre de 2023"],
    ["3", "Gestionar las cuentas de acceso al tablero de mando", "CNI", "30 de noviembre de 2023"],
]


def bloques(markdown: str) -> list[tuple[bool, str]]:
    """Párrafos de un Markdown sencillo: si es título, y su texto con las negritas marcadas."""
    salida = []
    for bloque in re.split(r"\n\s*\n", markdown):
        texto = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", " ".join(bloque.split()))
        titulo = re.match(r"#+\s+(.*)", texto)
        if texto:
            salida.append((bool(titulo), titulo[1].replace("**", "") if titulo else texto))
    return salida


def a_html(markdown: str) -> str:
    partes = []
    for es_titulo, texto in bloques(markdown):
        marcado = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", html.escape(texto))
        partes.append(f"<h3>{marcado}</h3>" if es_titulo else f"<p>{marcado}</p>")
    return "\n".join(partes)


def pdf(ruta: Path, estilo: str, cuerpo: str) -> Path:
    HTML(string=f"<html lang='es'><style>{estilo}</style><div>{cuerpo}</div></html>").write_pdf(ruta)
    return ruta


def tabla_html(filas: list[list[str]], *, con_lineas: bool) -> str:
    estilo = "table{border-collapse:collapse;width:100%}td{padding:5pt;vertical-align:top;width:16%}td:nth-child(1){width:6%}td:nth-child(2){width:45%}"
    borde = "td{border:1px solid #000}" if con_lineas else ""
    cuerpo = "".join("<tr>" + "".join(f"<td>{html.escape(c)}</td>" for c in fila) + "</tr>" for fila in filas)
    return f"<style>{estilo}{borde}</style><table>{cuerpo}</table>"


def word(markdown: str) -> Document:
    documento = docx.Document()
    documento.sections[0].header.paragraphs[0].text = ENCABEZADO
    documento.sections[0].footer.paragraphs[0].text = "Página 1"
    for es_titulo, texto in bloques(markdown):
        if es_titulo:
            documento.add_heading(texto, 2)
            continue
        parrafo = documento.add_paragraph()
        for i, tramo in enumerate(re.split(r"\*\*", texto)):
            parrafo.add_run(tramo).bold = bool(i % 2)
    return documento


def paginas_como_imagen(ruta: Path, ppp: int) -> list[Image.Image]:
    documento = pypdfium2.PdfDocument(ruta)
    try:
        return [pagina.render(scale=ppp / 72, grayscale=True).to_pil().convert("L") for pagina in documento]
    finally:
        documento.close()


def escaneado(ruta: Path, imagenes: list[Image.Image], ppp: int) -> Path:
    imagenes[0].save(ruta, "PDF", save_all=True, append_images=imagenes[1:], resolution=ppp)
    return ruta


def unidos(ruta: Path, *partes: Path) -> Path:
    with pikepdf.new() as junto:
        for parte in partes:
            with pikepdf.open(parte) as origen:
                junto.pages.extend(origen.pages)
        junto.save(ruta)
    return ruta


def con_capa_de_texto(ruta: Path, escaneo: Path, texto: str) -> Path:
    """El escaneo con ``texto`` invisible encima, como lo deja un reconocimiento previo (o uno malo)."""
    with pikepdf.open(escaneo) as documento:
        pagina = documento.pages[0]
        letra = documento.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica))
        pagina.Resources.Font = pikepdf.Dictionary(F1=letra)
        renglones = " ".join(f"1 0 0 1 40 {760 - 12 * i} Tm ({parte}) Tj" for i, parte in enumerate(re.findall(r".{1,80}", texto)))
        pagina.contents_add(f"BT /F1 10 Tf 3 Tr {renglones} ET".encode("latin-1"))
        documento.save(ruta)
    return ruta


def png(imagen: Image.Image) -> bytes:
    salida = io.BytesIO()
    imagen.save(salida, "PNG")
    return salida.getvalue()
