"""Correos para las pruebas del buzón, escritos como los escribe un programa de correo."""

import io
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

import pikepdf

from conferencia import reloj

BUZON, REBOTES = "buzon@secretaria.mx", "rebotes@secretaria.mx"
PUEBLA = "enlace.puebla@demo.mx"


def pdf_con_texto(*renglones: str) -> bytes:
    """Un PDF de una página con esos renglones, en una letra que se puede extraer."""
    pdf = pikepdf.new()
    pagina = pdf.add_blank_page(page_size=(612, 792))
    letra = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica, Encoding=pikepdf.Name.WinAnsiEncoding)
    pagina.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(letra)))
    puestos = b" ".join(b"(" + r.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)") + b") Tj T*" for r in renglones)
    pagina.Contents = pdf.make_stream(b"BT /F1 11 Tf 14 TL 60 720 Td " + puestos + b" ET")
    salida = io.BytesIO()
    pdf.save(salida)
    return salida.getvalue()


OFICIO = pdf_con_texto("Puebla, Pue., a 6 de julio de 2022", "Oficio No. SSP/DGA/0456/2022", "Asunto: Se designa enlace.")


def correo(
    *,
    de: str = f"Enlace de Puebla <{PUEBLA}>",
    para: str = BUZON,
    asunto: str = "Envío de oficio",
    texto: str = "Buenos días. Se anexa el oficio. Saludos.",
    anexos: Mapping[str, bytes] | None = None,
    html: str = "",
    encabezados: Mapping[str, str] | None = None,
) -> bytes:
    """Los bytes del mensaje. ``anexos``: nombre → contenido; ``None``, el oficio de una página; vacío, ninguno."""
    m = EmailMessage()
    dichos = {"From": de, "To": para, "Subject": asunto, "Date": format_datetime(reloj.ahora()), "Message-ID": make_msgid(domain="correo.puebla.mx")}
    for nombre, valor in (dichos | dict(encabezados or {})).items():
        if valor:
            m[nombre] = valor
    m.set_content(texto)
    if html:
        m.add_alternative(html, subtype="html")
    for nombre, contenido in ({"oficio.pdf": OFICIO} if anexos is None else anexos).items():
        tipo = "pdf" if nombre.endswith(".pdf") else "octet-stream"
        m.add_attachment(contenido, maintype="application", subtype=tipo, filename=nombre)
    return m.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
