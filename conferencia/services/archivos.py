"""Guardar bytes originales con su huella, y negarse a tiempo a lo que no es lo que dice ser."""

import hashlib
from typing import BinaryIO
from uuid import UUID

import filetype
import pikepdf
from django.conf import settings
from django.core.files import File

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.models import Archivo

TEXTOS = {".md": "text/markdown", ".txt": "text/plain", ".csv": "text/csv"}
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
BLOQUE = 1024 * 1024


class ArchivoInadmisible(NoProcede):
    """El archivo no se puede recibir; el mensaje dice por qué y qué hacer."""


def guardar_archivo(*, contenido: BinaryIO, nombre: str, admitidos: set[str], actor: UUID | None, tipo: str = "") -> Archivo:
    """Guarda el original byte por byte. ``admitidos``: tipos por contenido. ``tipo``: si quien llama ya lo decidió. Falla con ``ArchivoInadmisible``."""
    nombre = _nombre_limpio(nombre)
    huella, tamano = _huella_y_tamano(contenido, nombre)
    tipo = tipo or _tipo(contenido, nombre)
    if tipo not in admitidos:
        raise ArchivoInadmisible(f"«{nombre}» no es de un tipo que se reciba aquí. Se reciben: {_dicho(admitidos)}.")
    if tipo == PDF:
        _revisa_pdf(contenido, nombre)
    contenido.seek(0)
    archivo = Archivo(nombre=nombre, tipo=tipo, tamano=tamano, sha256=huella, subido_por_id=actor, subido_en=reloj.ahora())
    archivo.contenido.save(f"{archivo.pk}", File(contenido), save=False)
    archivo.save(force_insert=True)
    return archivo


def huella_de(contenido: BinaryIO, nombre: str) -> str:
    """SHA-256 del contenido, para saber si ya se tiene antes de guardarlo."""
    return _huella_y_tamano(contenido, _nombre_limpio(nombre))[0]


def _nombre_limpio(nombre: str) -> str:
    base = nombre.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in base if c.isprintable())[-200:].strip() or "sin nombre"


def _huella_y_tamano(contenido: BinaryIO, nombre: str) -> tuple[str, int]:
    maximo = settings.ARCHIVO_TAMANO_MAXIMO
    contenido.seek(0)
    suma, tamano = hashlib.sha256(), 0
    while bloque := contenido.read(BLOQUE):
        suma.update(bloque)
        tamano += len(bloque)
        if tamano > maximo:
            raise ArchivoInadmisible(f"«{nombre}» pesa más de {maximo // 1048576} MB. Divídelo o reduce la resolución del escaneo.")
    if not tamano:
        raise ArchivoInadmisible(f"«{nombre}» está vacío.")
    return suma.hexdigest(), tamano


def _tipo(contenido: BinaryIO, nombre: str) -> str:
    """Tipo por sus bytes. Solo el texto plano se distingue por extensión, y se comprueba que sea UTF-8 sin nulos."""
    contenido.seek(0)
    cabeza = contenido.read(8192)
    if adivinado := filetype.guess(cabeza):
        return adivinado.mime
    extension = "." + nombre.rsplit(".", 1)[-1].lower() if "." in nombre else ""
    if extension in TEXTOS and b"\0" not in cabeza:
        return TEXTOS[extension]
    return "application/octet-stream"


def _revisa_pdf(contenido: BinaryIO, nombre: str) -> None:
    contenido.seek(0)
    try:
        with pikepdf.open(contenido) as pdf:
            if not pdf.pages:
                raise ArchivoInadmisible(f"«{nombre}» no tiene páginas.")
    except pikepdf.PasswordError:
        raise ArchivoInadmisible(f"«{nombre}» está protegido con contraseña. Quítasela y vuelve a subirlo.") from None
    except pikepdf.PdfError:
        raise ArchivoInadmisible(f"«{nombre}» está dañado: no se pudo abrir como PDF. Vuelve a generarlo o escanearlo.") from None


def _dicho(tipos: set[str]) -> str:
    nombres = {PDF: "PDF", DOCX: "Word (.docx)", "text/markdown": "Markdown", "text/plain": "texto", XLSX: "Excel (.xlsx)", CSV: "CSV"}
    return ", ".join(sorted(nombres.get(t, t) for t in tipos))
