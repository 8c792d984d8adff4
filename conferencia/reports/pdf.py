"""De HTML a PDF con WeasyPrint: etiquetado, PDF/A-3a, sin red y reproducible."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

ESTATICOS = Path(settings.BASE_DIR) / "static"
VARIANTE = "pdf/a-3a"


@dataclass(frozen=True)
class Adjunto:
    """Datos que viajan dentro del PDF."""

    nombre: str
    descripcion: str
    contenido: bytes


def componer(html: str, *, hoja: str, instante: datetime, adjuntos: Sequence[Adjunto] = ()) -> bytes:
    """PDF de ``html`` con ``static/css/<hoja>``. ``instante`` fecha los adjuntos: el reloj del sistema no entra al archivo."""
    # Cargar WeasyPrint cuesta más de medio segundo y 40 MB: solo lo paga el trabajador, y solo si compone un PDF.
    import weasyprint  # noqa: PLC0415

    solo_locales = weasyprint.URLFetcher(allowed_protocols=["file"])
    documento = weasyprint.HTML(string=html, base_url=ESTATICOS.as_uri() + "/", url_fetcher=solo_locales)
    return documento.write_pdf(
        stylesheets=[weasyprint.CSS(filename=ESTATICOS / "css" / hoja, url_fetcher=solo_locales)],
        attachments=[_adjunto(weasyprint, a, instante) for a in adjuntos],
        pdf_variant=VARIANTE,
    )


def _adjunto(weasyprint, adjunto: Adjunto, instante: datetime):
    return weasyprint.Attachment(
        string=adjunto.contenido, name=adjunto.nombre, description=adjunto.descripcion, created=instante, modified=instante, relationship="Data"
    )
