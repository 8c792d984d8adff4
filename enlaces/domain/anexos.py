"""Qué anexos de un correo no son documentos, y por qué. Ninguno se ignora sin su razón.

De los que pueden serlo decide después la misma revisión por la que pasa todo archivo (``services.archivos``).
"""

import hashlib
from dataclasses import dataclass

import filetype

LOGO = 40 * 1024  # bytes: una foto de un oficio pesa más; el logotipo de una firma, menos
_COMPRIMIDOS = {
    "application/zip",
    "application/x-rar-compressed",
    "application/x-7z-compressed",
    "application/gzip",
    "application/x-bzip2",
    "application/x-tar",
}
_POR_TIPO = {
    "text/calendar": "Es una invitación de calendario.",
    "application/ics": "Es una invitación de calendario.",
    "text/vcard": "Es una tarjeta de presentación.",
    "text/x-vcard": "Es una tarjeta de presentación.",
    "message/delivery-status": "Es parte de un aviso del servidor de correo.",
    "message/disposition-notification": "Es parte de un aviso del servidor de correo.",
    "text/rfc822-headers": "Es parte de un aviso del servidor de correo.",
    "message/partial": "Es un pedazo de un correo partido en varios: pide que lo envíen entero.",
    "message/external-body": "No viene el archivo sino un enlace a él: pide que lo adjunten.",
}
_TNEF = "Outlook lo encapsuló en winmail.dat y no se puede leer: pide que lo reenvíen en formato HTML o de texto."
_DE_OFFICE = (".docx", ".xlsx")  # por dentro son un zip: los distingue la revisión
_FIRMA = "Es la firma electrónica del correo, no un documento."


@dataclass
class Anexo:
    """``tipo``: el que dice el remitente; ``hallado``: el de sus bytes. ``sirve``: podría ser archivo de un oficio; si no, ``razon``.

    ``texto``: el de sus primeras páginas, si es un PDF que lo trae.
    """

    ruta: str
    nombre: str
    tipo: str
    tamano: int
    hallado: str = ""
    cid: str = ""
    sirve: bool = False
    razon: str = ""
    sha256: str = ""
    texto: str = ""
    contenido: bytes = b""


def decidir(anexo: Anexo, *, en_firma: bool, tamano_maximo: int) -> None:
    """Llena ``hallado``, ``sha256``, ``sirve`` y ``razon``. El tipo lo dicen los bytes; el nombre y el encabezado, no."""
    anexo.hallado = tipo_por_contenido(anexo.contenido)
    anexo.sha256 = hashlib.sha256(anexo.contenido).hexdigest()
    anexo.razon = _por_que_no(anexo, en_firma=en_firma, tamano_maximo=tamano_maximo)
    anexo.sirve = not anexo.razon


def tipo_por_contenido(contenido: bytes) -> str:
    """El de sus bytes mágicos; vacío si no se reconoce. Antes de un PDF se toleran hasta mil bytes de basura, como hacen los lectores."""
    if b"%PDF-" in contenido[:1024]:
        return "application/pdf"
    hallado = filetype.guess(contenido[:8192])
    return str(hallado.mime) if hallado else ""


def _por_que_no(anexo: Anexo, *, en_firma: bool, tamano_maximo: int) -> str:
    nombre = anexo.nombre.lower()
    if en_firma or nombre.endswith((".p7s", ".asc")):
        return _FIRMA
    if anexo.tipo in _POR_TIPO:
        return _POR_TIPO[anexo.tipo]
    if nombre == "winmail.dat" or anexo.tipo in ("application/ms-tnef", "application/vnd.ms-tnef"):
        return _TNEF
    if not anexo.contenido:
        return "Está vacío, o se dañó en el camino."
    if anexo.tamano > tamano_maximo:
        return f"Pesa más de {tamano_maximo // 1048576} MB."
    if anexo.hallado in _COMPRIMIDOS and not nombre.endswith(_DE_OFFICE):
        return "Es un archivo comprimido y no se abre: pide los documentos sueltos."
    return ""


def juzgar_imagen(anexo: Anexo, html: str) -> None:
    """Una imagen pequeña puesta dentro del texto es el logotipo de una firma; una foto grande, aunque vaya dentro, es un documento."""
    dentro = bool(anexo.cid) and f"cid:{anexo.cid}" in html
    if anexo.sirve and anexo.hallado.startswith("image/") and anexo.tamano < LOGO and (dentro or anexo.nombre.lower().startswith(("image00", "logo"))):
        anexo.sirve, anexo.razon = False, "Es una imagen pequeña dentro del texto: un logotipo o una firma."
