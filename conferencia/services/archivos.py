"""Guardar bytes originales con su huella, y negarse a tiempo a lo que no es lo que dice ser."""

import hashlib
import tempfile
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.db import transaction

from conferencia import reloj
from conferencia.documentos.errores import NoSeRecibe
from conferencia.documentos.proceso import examinar_aparte
from conferencia.documentos.tipos import DOCX, JPEG, MARKDOWN, PDF, PKCS7, PNG, TEXTO, TIFF, XLSX
from conferencia.domain import admision
from conferencia.domain.admision import Examen, Motivo
from conferencia.domain.errores import NoProcede
from conferencia.models import Antivirus, Archivo, ArchivoDeOficio, ExamenDeArchivo, Oficio, Sentido
from conferencia.services.antivirus import al_recibir

CSV = "text/csv"
BLOQUE = 1024 * 1024
# Lo que se recibe como parte de un oficio, por cualquier canal.
TIPOS_DE_OFICIO = frozenset({PDF, DOCX, XLSX, JPEG, PNG, TIFF, PKCS7})
EXTENSIONES_DE_OFICIO = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png,.tif,.tiff,.p7m,.p7s,.sgn"
DICHO_DE_OFICIO = "PDF, Word (.docx), Excel (.xlsx) y fotos JPG, PNG o TIFF"
_NOMBRES = {
    PDF: "PDF",
    DOCX: "Word (.docx)",
    XLSX: "Excel (.xlsx)",
    JPEG: "JPG",
    PNG: "PNG",
    TIFF: "TIFF",
    MARKDOWN: "Markdown",
    TEXTO: "texto",
    CSV: "CSV",
    PKCS7: "firmas .p7m",
}


class ArchivoInadmisible(NoProcede):
    """El archivo no se puede recibir; el mensaje dice por qué y qué hacer. ``motivo``: cuál de los errores es."""

    def __init__(self, mensaje: str, motivo: Motivo = Motivo.TIPO):
        self.motivo = motivo
        super().__init__(mensaje)


def guardar_archivo(*, contenido: BinaryIO, nombre: str, admitidos: Collection[str], actor: UUID | None, tipo: str = "") -> Archivo:
    """Guarda el original byte por byte, y lo que se le halló. Falla con ``ArchivoInadmisible``.

    ``admitidos``: tipos por contenido. ``tipo``: si quien llama ya lo decidió.
    """
    nombre = admision.nombre_seguro(nombre)
    huella, tamano = _huella_y_tamano(contenido, nombre)
    examen = _examen(contenido, nombre, tipo)
    if examen.tipo not in admitidos:
        raise ArchivoInadmisible(admision.de_otro_tipo(nombre, dicho(admitidos), examen.es))
    antivirus, motivo, palabras = al_recibir(contenido, nombre)
    if motivo:
        raise ArchivoInadmisible(palabras, motivo)
    contenido.seek(0)
    archivo = Archivo(nombre=nombre, tipo=examen.tipo, tamano=tamano, sha256=huella, subido_por_id=actor, subido_en=reloj.ahora())
    archivo.contenido.save(f"{archivo.pk}", File(contenido), save=False)
    with transaction.atomic():
        archivo.save(force_insert=True)
        ExamenDeArchivo.objects.create(
            archivo=archivo,
            paginas=examen.paginas,
            hallazgos=list(examen.hallazgos),
            antivirus=antivirus,
            examinado_en=archivo.subido_en,
            revisado_en=archivo.subido_en if antivirus == Antivirus.LIMPIO else None,
        )
    return archivo


def huella_de(contenido: BinaryIO, nombre: str) -> str:
    """SHA-256 del contenido, para saber si ya se tiene antes de guardarlo."""
    return _huella_y_tamano(contenido, admision.nombre_seguro(nombre))[0]


def dicho(tipos: Collection[str]) -> str:
    """Los tipos, como se le dicen a una persona."""
    return DICHO_DE_OFICIO if set(tipos) == TIPOS_DE_OFICIO else ", ".join(sorted(_NOMBRES.get(t, t) for t in tipos))


def _huella_y_tamano(contenido: BinaryIO, nombre: str) -> tuple[str, int]:
    maximo = settings.ARCHIVO_TAMANO_MAXIMO
    contenido.seek(0)
    suma, tamano = hashlib.sha256(), 0
    while bloque := contenido.read(BLOQUE):
        suma.update(bloque)
        tamano += len(bloque)
        if tamano > maximo:
            raise ArchivoInadmisible(admision.muy_pesado(nombre, maximo), Motivo.TAMANO)
    if not tamano:
        raise ArchivoInadmisible(admision.vacio(nombre), Motivo.VACIO)
    return suma.hexdigest(), tamano


def _examen(contenido: BinaryIO, nombre: str, tipo: str) -> Examen:
    """Lo abre un proceso con límites, nunca este: por eso va a un archivo que ese pueda leer.

    De lo que quien llama ya decidió qué es (un acta, que se lee aparte y dice ahí lo demás) solo se mira el PDF.
    """
    if tipo and tipo != PDF:
        return Examen(tipo)
    contenido.seek(0)
    with tempfile.NamedTemporaryFile(prefix="examen-") as copia:
        while bloque := contenido.read(BLOQUE):
            copia.write(bloque)
        copia.flush()
        try:
            return examinar_aparte(Path(copia.name), nombre, tipo)
        except NoSeRecibe as error:
            raise ArchivoInadmisible(str(error), error.motivo) from error


def anotar_repetidos(oficio: Oficio, archivos: Sequence[Archivo]) -> None:
    """Lo que la misma institución ya había presentado, byte por byte, queda enlazado a su primer oficio. De otra institución no se dice nada."""
    huellas = {a.sha256: a for a in archivos}
    previos = ArchivoDeOficio.objects.filter(archivo__sha256__in=huellas, oficio__remitente=oficio.remitente_id, oficio__sentido=Sentido.ENTRADA)
    primeros = previos.exclude(oficio=oficio).order_by("-oficio__recibido_en", "-oficio_id").values_list("archivo__sha256", "oficio")
    for huella, previo in dict(primeros).items():
        ExamenDeArchivo.objects.filter(archivo=huellas[huella]).update(ya_en=previo)
