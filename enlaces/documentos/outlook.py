"""De un .msg de Outlook a un correo como los demás, siempre con los mismos bytes: así subirlo dos veces es subirlo una.

El correo interno de Exchange no trae encabezados de internet: se rehacen con lo que Outlook guardó en sus propiedades ([MS-OXPROPS]).
Lo reenviado como adjunto es otro mensaje dentro del archivo ([MS-OXMSG] 2.2.2.2) y se convierte igual.
"""

import hashlib
import struct
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import HeaderParser
from email.policy import SMTP
from email.utils import format_datetime, formataddr

import compressed_rtf
from oxmsg import Message
from oxmsg.attachment import Attachment
from oxmsg.properties import Properties
from oxmsg.storage import Storage
from striprtf.striprtf import rtf_to_text

from enlaces.domain.mensajes import HONDURA_MAXIMA, CorreoIlegible, limpio

CONSERVADOS = ("From", "To", "Cc", "Date", "Message-ID", "In-Reply-To", "References", "Reply-To", "Received", "Authentication-Results")
CONSERVADOS += ("Return-Path", "Auto-Submitted", "Precedence", "X-Loop", "List-Id", "Delivered-To")
REPETIBLES = ("Received", "Authentication-Results", "Delivered-To")
# [MS-OXPROPS]. Del remitente, su dirección de internet antes que la del directorio de Exchange, que no es un correo.
REMITENTE = (0x5D01, 0x5D02, 0x0C1F, 0x0065)
NOMBRE_DEL_REMITENTE = (0x0C1A, 0x0042)
ENVIADO, ENTREGADO = 0x0039, 0x0E06
IDENTIDADES = {"Message-ID": 0x1035, "In-Reply-To": 0x1042, "References": 0x1039}
ENCABEZADOS, CUERPO, HTML, RTF = 0x007D, 0x1000, 0x1013, 0x1009
DATOS, CORREO_DENTRO, IDENTIDAD_EN_EL_TEXTO = 0x3701, "__substg1.0_3701000D", 0x3712
NOMBRES_DE_ANEXO = (0x3707, 0x3704, 0x3001)
DESTINATARIO = (0x39FE, 0x3003)
DE_MAQUINA = ("REPORT.", "IPM.NOTE.RULES.OOFTEMPLATE")  # rebotes y respuestas de ausencia
ANIDADO = 24  # bytes del encabezado de propiedades de un mensaje dentro de otro
ERRORES = (ValueError, OSError, AttributeError, LookupError, TypeError, AssertionError, ArithmeticError, struct.error, MessageError)


def a_correo(msg: bytes) -> bytes:
    """Encabezados de transporte (los que Outlook guardó o, sin ellos, sus propiedades), texto y anexos. Falla con ``CorreoIlegible``."""
    try:
        leido = Message.load(msg)
        correo = _armado(leido, leido.properties, 1)
        marca = hashlib.sha256(msg).hexdigest()[:24]
        for n, parte in enumerate(p for p in correo.walk() if p.get_content_maintype() == "multipart"):
            parte.set_boundary(f"msg-{marca}-{n}")
        return correo.as_bytes()
    except ERRORES as error:
        raise CorreoIlegible("No se pudo leer como correo de Outlook (.msg): está dañado o no lo es.") from error


def _armado(leido: Message, propias: Properties, hondura: int) -> EmailMessage:
    m = EmailMessage(policy=SMTP)
    _poner_encabezados(m, leido, propias)
    _poner_cuerpo(m, propias)
    for numero, anexo in enumerate(leido.attachments, 1):
        _adjuntar(m, anexo, f"anexo-{numero}", hondura)
    return m


# --- Encabezados ---------------------------------------------------------------------------------------------------------


def _poner_encabezados(m: EmailMessage, leido: Message, propias: Properties) -> None:
    dichos = HeaderParser().parsestr(_texto(propias, ENCABEZADOS))
    for nombre in CONSERVADOS:
        valores = [v for valor in dichos.get_all(nombre, []) if (v := limpio(str(valor)))]
        for valor in valores if nombre in REPETIBLES else valores[:1]:
            m[nombre] = valor
    for nombre, valor in _de_propiedades(leido, propias):
        if nombre not in m and valor:
            m[nombre] = valor
    m["Subject"] = limpio(leido.subject)


def _de_propiedades(leido: Message, propias: Properties) -> Iterator[tuple[str, str]]:
    """Lo que dirían los encabezados de transporte que el correo interno no trae."""
    correo = next((c for pid in REMITENTE if "@" in (c := limpio(_texto(propias, pid)))), "")
    nombre = next((n for pid in NOMBRE_DEL_REMITENTE if (n := limpio(_texto(propias, pid)))), "")
    yield "From", formataddr((nombre, correo)) if correo else ""
    para = (next((c for pid in DESTINATARIO if "@" in (c := limpio(_texto(r.properties, pid)))), "") for r in leido.recipients)
    yield "To", ", ".join(c for c in para if c)
    enviado, entregado = _instante(propias, ENVIADO), _instante(propias, ENTREGADO)
    yield "Date", format_datetime(enviado or entregado) if enviado or entregado else ""
    if entregado:
        yield "Received", f"from Outlook; {format_datetime(entregado)}"
    for encabezado, pid in IDENTIDADES.items():
        yield encabezado, limpio(_texto(propias, pid)).encode("ascii", "ignore").decode()
    if leido.message_class.upper().startswith(DE_MAQUINA):
        yield "Auto-Submitted", "auto-replied"


def _instante(propias: Properties, pid: int) -> datetime | None:
    valor = propias.date_prop_value(pid)
    return valor if isinstance(valor, datetime) else None


def _texto(propias: Properties, pid: int) -> str:
    """El de una propiedad; vacío si no está o sus bytes no son lo que dice."""
    try:
        return (propias.str_prop_value(pid) or "").replace("\x00", "")
    except ERRORES:
        return ""


# --- Cuerpo --------------------------------------------------------------------------------------------------------------


def _poner_cuerpo(m: EmailMessage, propias: Properties) -> None:
    """El texto que Outlook guardó; el HTML, si lo hay; y si solo hay texto enriquecido, lo que dice sin su formato."""
    html = _html(propias)
    texto = _texto(propias, CUERPO) or ("" if html else _de_rtf(propias))
    m.set_content(texto.replace("\r\n", "\n").encode("utf-8", "replace").decode())
    if html:
        m.add_alternative(html, subtype="html")


def _html(propias: Properties) -> str:
    crudo = propias.binary_prop_value(HTML)
    if crudo is None:
        return _texto(propias, HTML)
    for codigo in (propias.body_encoding, "utf-8"):
        try:
            return crudo.decode(codigo).replace("\x00", "")
        except ERRORES:
            continue
    return crudo.decode("cp1252", "replace")


def _de_rtf(propias: Properties) -> str:
    comprimido = propias.binary_prop_value(RTF)
    if not comprimido:
        return ""
    try:
        return str(rtf_to_text(compressed_rtf.decompress(comprimido).decode("latin-1"), errors="replace")).replace("\x00", "")
    except Exception:  # noqa: BLE001 — así, a secas, avisa la biblioteca de que está dañado; lo demás del correo se lee igual
        return ""


# --- Anexos --------------------------------------------------------------------------------------------------------------


def _adjuntar(m: EmailMessage, anexo: Attachment, sin_nombre: str, hondura: int) -> None:
    nombre = next((n for pid in NOMBRES_DE_ANEXO if (n := limpio(_texto(anexo.properties, pid)))), sin_nombre)
    if (dentro := _mensaje_dentro(anexo)) and hondura < HONDURA_MAXIMA:
        m.add_attachment(message_from_bytes(_armado(*dentro, hondura + 1).as_bytes(), policy=SMTP), filename=f"{nombre.removesuffix('.msg')}.eml")
        return
    m.add_attachment(anexo.properties.binary_prop_value(DATOS) or b"", maintype="application", subtype="octet-stream", filename=nombre)
    if cid := limpio(_texto(anexo.properties, IDENTIDAD_EN_EL_TEXTO)):
        list(m.iter_attachments())[-1]["Content-ID"] = f"<{cid.strip('<>')}>"


def _mensaje_dentro(anexo: Attachment) -> tuple[Message, Properties] | None:
    """El correo reenviado como adjunto; sus propiedades empiezan ocho bytes antes que las del principal."""
    guardado = anexo._storage
    assert isinstance(guardado, Storage)
    dentro = next((s for s in guardado.storages if s.name == CORREO_DENTRO), None)
    return (_Anidado(dentro), Properties(dentro, properties_header_offset=ANIDADO)) if dentro else None


class _Anidado(Message):
    @property
    def properties(self) -> Properties:
        return Properties(self._storage, properties_header_offset=ANIDADO)
