"""Lo dañado, lo disfrazado y lo desmesurado: un mensaje claro, sin gastar memoria ni tiempo."""

import io
import resource
import struct
import time
import zipfile
import zlib

import pikepdf
import pytest
from PIL import Image

from conferencia.documentos import limites, proceso
from conferencia.services.documentos import DocumentoIlegible, documento_de, imagen_de_pagina
from tests.pdfs import pdf_de_una_pagina

CUERPO = "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body>{}</w:body></w:document>"


def archivo(carpeta, nombre, contenido):
    ruta = carpeta / nombre
    ruta.write_bytes(contenido)
    return ruta


def paquete(**piezas):
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED) as zip_:
        for nombre, contenido in piezas.items():
            zip_.writestr(nombre.replace("__", "/").replace("_xml", ".xml"), contenido)
    return salida.getvalue()


def png_que_dice_medir(ancho, alto):
    def trozo(clase, datos):
        return struct.pack(">I", len(datos)) + clase + datos + struct.pack(">I", zlib.crc32(clase + datos))

    cabeza = struct.pack(">IIBBBBB", ancho, alto, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + trozo(b"IHDR", cabeza) + trozo(b"IDAT", zlib.compress(b"\0" * 1000)) + trozo(b"IEND", b"")


def pdf_de(paginas, ancho=612, alto=792):
    with pikepdf.new() as pdf:
        for _ in range(paginas):
            pdf.add_blank_page(page_size=(ancho, alto))
        salida = io.BytesIO()
        pdf.save(salida)
    return salida.getvalue()


def entidades():
    bomba = "<!DOCTYPE w [<!ENTITY a 'aaaaaaaaaa'>" + "".join(f"<!ENTITY {c} '{f'&{p};' * 10}'>" for p, c in zip("abcdefgh", "bcdefghi", strict=True)) + "]>"
    return paquete(word__document_xml=bomba + CUERPO.format("<w:p><w:r><w:t>&i;</w:t></w:r></w:p>"))


def anidado(niveles):
    return paquete(word__document_xml=CUERPO.format("<w:tbl><w:tr><w:tc>" * niveles + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * niveles))


def en_tabla(celdas):
    fila = "<w:tr>" + "<w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>" * 10 + "</w:tr>"
    return paquete(word__document_xml=CUERPO.format(f"<w:tbl>{fila * (celdas // 10)}</w:tbl>"))


CASOS = {
    "pdf dañado": ("acta.pdf", lambda: b"%PDF-1.7\nesto no es un PDF", r"acta\.pdf está dañado: no se pudo abrir como PDF"),
    "pdf truncado": ("acta.pdf", lambda: pdf_de_una_pagina()[:200], r"acta\.pdf está dañado"),
    "pdf cifrado": ("acta.pdf", lambda: pdf_de_una_pagina(contrasena="x"), r"acta\.pdf está protegido con contraseña\. Quítasela"),
    "pdf en blanco": ("acta.pdf", pdf_de_una_pagina, r"acta\.pdf no contiene texto que se pueda leer"),
    "pdf de 501 páginas": ("acta.pdf", lambda: pdf_de(501), r"acta\.pdf tiene 501 páginas; se leen hasta 500\. Sube solo el acta"),
    "pdf de página inmensa": ("acta.pdf", lambda: pdf_de(1, 14_400, 14_400), "no contiene texto"),
    "word dañado": ("acta.docx", lambda: b"PK\x03\x04 roto", r"acta\.docx está dañado: no se pudo abrir como documento de Word"),
    "word sin cuerpo": ("acta.docx", lambda: paquete(word__document_xml="<x/>"), r"acta\.docx está dañado"),
    "word de xml roto": ("acta.docx", lambda: paquete(word__document_xml="<w:document"), r"acta\.docx está dañado"),
    "word vacío": ("acta.docx", lambda: paquete(word__document_xml=CUERPO.format("")), r"acta\.docx no contiene texto"),
    "bomba de entidades": ("acta.docx", entidades, "definiciones de entidades"),
    "tablas anidadas sin fin": ("acta.docx", lambda: anidado(5_000), r"acta\.docx (está dañado|no contiene texto)"),
    "bomba zip en el cuerpo": ("acta.docx", lambda: paquete(word__document_xml="<w>" + " " * (70 * 1024 * 1024)), "ocuparía más de 60 MB de texto"),
    "hoja de cálculo": ("acta.docx", lambda: paquete(xl__workbook_xml="<x/>"), "hoja de cálculo o una presentación. Guárdala como PDF"),
    "odt": ("acta.docx", lambda: paquete(content_xml="<x/>"), r"LibreOffice \(\.odt\)\. Guárdalo como \.docx o PDF"),
    "zip cualquiera": ("acta.docx", lambda: paquete(foto="x"), "archivo comprimido. Sube el documento, no el paquete"),
    "word antiguo": ("acta.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, r"Office antiguo \(\.doc\) o protegido"),
    "programa disfrazado": ("acta.pdf", lambda: b"MZ\x90\0" + b"\0" * 500, "programa, no un documento"),
    "rtf": ("acta.txt", lambda: b"{\\rtf1 hola}", "documento RTF"),
    "imagen dañada": ("foto.jpg", lambda: b"\xff\xd8\xff\xe0 nada", r"foto\.jpg está dañada: no se pudo abrir como imagen"),
    "imagen bomba": ("foto.png", lambda: png_que_dice_medir(60_000, 60_000), "millones de pixeles"),
    "imagen grande de más": ("foto.png", lambda: png_que_dice_medir(12_000, 11_000), "pasa de 120 millones de pixeles. Redúcela"),
    "imagen diminuta": ("foto.png", lambda: png_que_dice_medir(20, 20), "demasiado pequeña"),
    "base de datos en una tabla": ("acta.docx", lambda: en_tabla(130_000), r"acta\.docx tiene más de 120,000 párrafos o celdas de tabla: no es un acta"),
    "página web": (
        "acta.md",
        lambda: b"\n<!-- x -->\n<!DOCTYPE html><p>PRIMERO.-",
        r"acta\.md es una página web \(HTML\)\. Ábrela y guárdala",
    ),
    "vacío": ("acta.pdf", lambda: b"", r"acta\.pdf está vacío"),
}


@pytest.mark.parametrize(("nombre", "contenido", "mensaje"), CASOS.values(), ids=CASOS)
def test_lo_ilegible_se_dice_claro_y_pronto(tmp_path, nombre, contenido, mensaje):
    ruta = archivo(tmp_path, nombre, contenido())
    antes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    inicio = time.process_time()
    with pytest.raises(DocumentoIlegible, match=mensaje):
        documento_de(ruta)
    assert time.process_time() - inicio < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - antes < 100 * 1024  # KiB: lo pesado ocurre en el otro proceso, y con tope


def test_una_tabla_de_cien_mil_celdas_se_lee_con_memoria_acotada(tmp_path):
    ruta = archivo(tmp_path, "tabla.docx", en_tabla(100_000))
    assert documento_de(ruta).texto.count("| x |") > 0
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 1024 * 1024  # KiB, el mayor de los hijos


def test_lo_que_no_existe(tmp_path):
    with pytest.raises(DocumentoIlegible, match=r"No existe el archivo .*/nada\.pdf\."):
        documento_de(tmp_path / "nada.pdf")


def test_el_mensaje_lo_llama_como_lo_llamo_quien_lo_subio(tmp_path):
    ruta = archivo(tmp_path, "0190a1b2", b"%PDF-1.7 roto")
    with pytest.raises(DocumentoIlegible, match=r"^Acta firmada\.pdf está dañado"):
        documento_de(ruta, nombre="Acta firmada.pdf")


def test_mas_de_200_megas_ni_se_abre(tmp_path):
    ruta = archivo(tmp_path, "pesado.pdf", b"%PDF-1.7\n")
    with ruta.open("r+b") as abierto:
        abierto.truncate(limites.ARCHIVO_BYTES + 1)
    with pytest.raises(DocumentoIlegible, match=r"pesado\.pdf pesa más de 200 MB\. Divídelo"):
        documento_de(ruta)


def test_la_bomba_zip_declarada_no_se_descomprime(tmp_path):
    """Mil megas de ceros en las imágenes: el directorio del zip ya lo dice."""
    with zipfile.ZipFile(tmp_path / "bomba.docx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as zip_:
        zip_.writestr("word/document.xml", CUERPO.format("<w:p/>"))
        for n in range(4):
            with zip_.open(f"word/media/{n}.bin", "w") as pieza:
                for _ in range(80):
                    pieza.write(bytes(1024 * 1024))
    with pytest.raises(DocumentoIlegible, match=r"bomba\.docx ocuparía más de 300 MB al abrirse"):
        documento_de(tmp_path / "bomba.docx")


def test_el_nombre_no_engana(tmp_path, parrafo):
    """Un PDF que se llama .docx y una foto que se llama .pdf se leen por lo que son."""
    disfrazado = archivo(tmp_path, "acta.docx", parrafo.read_bytes())
    assert documento_de(disfrazado).tipo == "application/pdf"
    assert "diagnóstico" in documento_de(disfrazado).texto


def test_el_proceso_que_calla_se_termina(tmp_path, monkeypatch, parrafo):
    monkeypatch.setattr(proceso, "SIN_AVANCE_SEGUNDOS", 0.05)
    inicio = time.monotonic()
    with pytest.raises(DocumentoIlegible, match="pide más memoria o tiempo de lo permitido"):
        documento_de(parrafo)
    assert time.monotonic() - inicio < 10


def test_el_proceso_que_pide_de_mas_no_tumba_a_nadie(tmp_path, monkeypatch, caplog):
    """Con una memoria que no alcanza ni para empezar, se dice; y la razón queda en la bitácora."""
    ruta = archivo(tmp_path, "acta.pdf", pdf_de_una_pagina())
    monkeypatch.setattr(proceso, "_PROGRAMA", ("-c", "import sys; sys.exit('se acabó la memoria')"))
    with pytest.raises(DocumentoIlegible, match="pide más memoria o tiempo"):
        documento_de(ruta)
    assert "se acabó la memoria" in caplog.text


def test_los_secretos_no_pasan_al_proceso(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "no-debe-verse")
    ruta = archivo(tmp_path, "acta.pdf", pdf_de_una_pagina())
    monkeypatch.setattr(proceso, "_PROGRAMA", ("-c", "import json, os; print(json.dumps({'ilegible': ' '.join(sorted(os.environ))}))"))
    with pytest.raises(DocumentoIlegible) as visto:
        documento_de(ruta)
    assert "PATH" in str(visto.value)
    assert "SECRET_KEY" not in str(visto.value)


def test_la_imagen_de_la_pagina(parrafo, tmp_path, hoja):
    imagen = Image.open(io.BytesIO(imagen_de_pagina(parrafo, "application/pdf", 1, 500)))
    assert (imagen.format, imagen.width) == ("PNG", 500)
    assert abs(imagen.height - 500 * 8 / 14) < 3
    foto = tmp_path / "foto.png"
    hoja.save(foto)
    assert Image.open(io.BytesIO(imagen_de_pagina(foto, "image/png", 1, 300))).width == 300


def test_la_imagen_de_la_pagina_tiene_tope(tmp_path):
    inmensa = archivo(tmp_path, "inmensa.pdf", pdf_de(1, 14_400, 14_400))
    imagen = Image.open(io.BytesIO(imagen_de_pagina(inmensa, "application/pdf", 1, 1_000_000)))
    assert imagen.width <= limites.VISTA_ANCHO
    assert imagen.width * imagen.height <= limites.VISTA_PIXELES


@pytest.mark.parametrize(
    ("tipo", "numero", "mensaje"), [("application/pdf", 2, "no tiene página 2: tiene 1"), ("text/plain", 1, "no tiene páginas que mostrar")]
)
def test_no_hay_imagen_de_lo_que_no_hay(parrafo, tipo, numero, mensaje):
    with pytest.raises(DocumentoIlegible, match=mensaje):
        imagen_de_pagina(parrafo, tipo, numero, 300)
