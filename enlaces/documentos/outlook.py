"""De un .msg de Outlook a un correo como los demás, siempre con los mismos bytes: así subirlo dos veces es subirlo una."""

import hashlib
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from oxmsg import Message

from enlaces.domain.mensajes import CorreoIlegible, limpio

CONSERVADOS = ("From", "To", "Cc", "Date", "Message-ID", "In-Reply-To", "References", "Reply-To", "Received", "Authentication-Results")
CONSERVADOS += ("Return-Path", "Auto-Submitted", "Precedence", "X-Loop", "List-Id", "Delivered-To")


def a_correo(msg: bytes) -> bytes:
    """Encabezados de transporte (los que Outlook guardó), texto y anexos. Falla con ``CorreoIlegible``."""
    try:
        leido = Message.load(msg)
        return _armado(leido, hashlib.sha256(msg).hexdigest()[:24])
    except (ValueError, KeyError, OSError, AttributeError, IndexError, LookupError, TypeError) as error:
        raise CorreoIlegible("No se pudo leer como correo de Outlook (.msg): está dañado o no lo es.") from error


def _armado(leido: Message, marca: str) -> bytes:
    m = EmailMessage(policy=SMTP)
    dichos = {nombre.lower(): valor for nombre, valor in leido.message_headers.items()}
    for nombre in CONSERVADOS:
        if valor := limpio(dichos.get(nombre.lower(), "")):
            m[nombre] = valor
    if "From" not in m and leido.sender:
        m["From"] = limpio(leido.sender)
    if "To" not in m:
        m["To"] = ", ".join(r.email_address for r in leido.recipients if r.email_address)
    if "Date" not in m and leido.sent_date:
        m["Date"] = format_datetime(leido.sent_date)
    m["Subject"] = limpio(leido.subject)
    m.set_content((leido.body or "").replace("\r\n", "\n").replace("\x00", ""))
    if html := leido.html_body:
        m.add_alternative(html, subtype="html")
    for numero, anexo in enumerate(leido.attachments):
        m.add_attachment(anexo.file_bytes or b"", maintype="application", subtype="octet-stream", filename=limpio(anexo.file_name or f"anexo-{numero + 1}"))
    for n, parte in enumerate(p for p in m.walk() if p.is_multipart()):
        parte.set_boundary(f"msg-{marca}-{n}")
    return m.as_bytes()
