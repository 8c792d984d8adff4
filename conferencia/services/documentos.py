"""Del archivo al texto que el lector entiende. Cada formato, su adaptador; el salto de página es ``\\f``."""

from pathlib import Path

import docx
import pdfplumber

from conferencia.services.archivos import DOCX, PDF

TIPOS_DE_ACTA = {"text/markdown", "text/plain", PDF, DOCX}
TAMANO_MAXIMO = 200 * 1024 * 1024  # bytes
_POR_EXTENSION = {".md": "text/markdown", ".txt": "text/plain", ".pdf": PDF, ".docx": DOCX}


class DocumentoIlegible(Exception):
    """No se pudo sacar texto; el mensaje dice por qué y qué hacer."""


def texto_de_ruta(ruta: Path) -> str:
    """Texto del documento en ``ruta``. ``DocumentoIlegible`` si no existe, está vacío, dañado o no es de un tipo conocido."""
    if not ruta.is_file():
        raise DocumentoIlegible(f"No existe el archivo {ruta}.")
    tamano = ruta.stat().st_size
    if not tamano:
        raise DocumentoIlegible(f"{ruta.name} está vacío.")
    if tamano > TAMANO_MAXIMO:
        raise DocumentoIlegible(f"{ruta.name} pesa más de 200 MB.")
    tipo = _POR_EXTENSION.get(ruta.suffix.lower())
    if tipo is None:
        raise DocumentoIlegible(f"{ruta.name}: se leen .md, .txt, .docx y .pdf.")
    return texto_de(ruta, tipo)


def texto_de(ruta: Path, tipo: str) -> str:
    extraer = {PDF: _de_pdf, DOCX: _de_docx}.get(tipo, _de_texto)
    texto = extraer(ruta)
    if not texto.strip():
        raise DocumentoIlegible(f"{ruta.name} no contiene texto. Si es un escaneo, hace falta reconocimiento óptico de caracteres.")
    return texto


def _de_texto(ruta: Path) -> str:
    crudo = ruta.read_bytes()
    if b"\0" in crudo:
        raise DocumentoIlegible(f"{ruta.name} no es texto: contiene bytes nulos.")
    try:
        return crudo.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DocumentoIlegible(f"{ruta.name} no está en UTF-8. Guárdalo de nuevo como texto UTF-8.") from None


def _de_docx(ruta: Path) -> str:
    try:
        documento = docx.Document(str(ruta))
    except Exception as error:  # python-docx deja pasar errores de zip, de XML y KeyError según lo dañado que esté
        raise DocumentoIlegible(f"{ruta.name} no se pudo abrir como documento de Word: está dañado o no lo es.") from error
    return "\n\n".join(p.text for p in documento.paragraphs if p.text.strip())


def _de_pdf(ruta: Path) -> str:
    try:
        with pdfplumber.open(ruta) as pdf:
            return "\f".join(pagina.extract_text() or "" for pagina in pdf.pages)
    except Exception as error:  # pdfminer levanta de todo ante un PDF dañado o cifrado
        raise DocumentoIlegible(f"{ruta.name} no se pudo abrir como PDF: está dañado o protegido con contraseña.") from error
