"""El buzón de la demostración: los correos que el sumidero SMTP guardó como archivos. Fuera de la demo no hay ninguno."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from pathlib import Path
from uuid import UUID

from django.conf import settings

_MESSAGE_ID = re.compile(rb"(?im)^Message-ID:\s*(<[^>\s]+>)")
_SOBRE = ("X-Sobre-De", "X-Sobre-Para", "X-Recibido-En")


@dataclass(frozen=True)
class CorreoDeDemo:
    """Un correo tal como salió. ``pk``: el UUIDv7 de su archivo, que da el orden."""

    pk: UUID
    de: str
    para: str
    asunto: str
    fecha: str
    texto: str = ""
    html: str = ""
    encabezados: list[tuple[str, str]] = field(default_factory=list)


def carpeta() -> Path | None:
    """La del sumidero, si esto es la demostración y existe."""
    if not (settings.DEMO and settings.CORREO_DEMO_DIR):
        return None
    ruta = Path(settings.CORREO_DEMO_DIR)
    return ruta if ruta.is_dir() else None


def _archivos() -> Iterator[Path]:
    """Del más nuevo al más viejo: el nombre es un UUIDv7."""
    if ruta := carpeta():
        yield from sorted((a for a in ruta.glob("*.eml") if not a.name.startswith(".")), key=lambda a: a.name, reverse=True)


def ya_salieron(message_ids: Iterable[str]) -> set[str]:
    """De esos Message-ID, los que están en el buzón. Sin buzón que ver, no hay prueba: ninguno."""
    agujas = {m.encode(): m for m in message_ids}
    if not agujas:
        return set()
    return {agujas[m] for archivo in _archivos() if (m := _message_id(_encabezado(archivo))) in agujas}


def _message_id(encabezado: bytes) -> bytes:
    hallado = _MESSAGE_ID.search(encabezado)
    return hallado[1] if hallado else b""


def _encabezado(archivo: Path) -> bytes:
    with archivo.open("rb") as abierto:
        return abierto.read(8192).split(b"\r\n\r\n", 1)[0]


def listar(desde: int, cuantos: int) -> list[CorreoDeDemo]:
    return [_resumido(archivo) for archivo in list(_archivos())[desde : desde + cuantos]]


def cuantos() -> int:
    return sum(1 for _ in _archivos())


def _resumido(archivo: Path) -> CorreoDeDemo:
    m = BytesHeaderParser(policy=policy.default).parsebytes(_encabezado(archivo))
    return CorreoDeDemo(UUID(archivo.stem), *_cuatro(m))


def _cuatro(mensaje: EmailMessage) -> tuple[str, str, str, str]:
    """De, para, asunto y cuándo se mandó, con la fecha del propio correo: la demostración puede tener la suya congelada.

    Un asunto plegado en dos renglones empieza con un espacio que no es suyo.
    """
    de, para, asunto, llego = (str(mensaje[nombre] or "").strip() for nombre in ("From", "To", "Subject", "X-Recibido-En"))
    enviado = getattr(mensaje["Date"], "datetime", None)
    return de, para, asunto, enviado.isoformat() if enviado else llego


def leer(pk: UUID) -> CorreoDeDemo | None:
    """El correo entero. El nombre del archivo sale del UUID: no hay ruta que pueda escaparse de la carpeta."""
    ruta = carpeta()
    archivo = ruta / f"{pk}.eml" if ruta else None
    if archivo is None or not archivo.is_file():
        return None
    m = BytesParser(policy=policy.default).parsebytes(archivo.read_bytes())
    visibles = [(k, str(v).strip()) for k, v in m.items() if k not in _SOBRE]
    return CorreoDeDemo(pk, *_cuatro(m), _parte(m, "plain"), _parte(m, "html"), visibles)


def _parte(mensaje: EmailMessage, subtipo: str) -> str:
    parte = mensaje.get_body(preferencelist=(subtipo,))
    return parte.get_content().replace("\r\n", "\n") if parte else ""
