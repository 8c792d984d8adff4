"""Lo que comparten las órdenes que leen un documento: qué reciben y cómo dicen que no se pudo (salen con 2)."""

from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from conferencia.domain.lectura import Lectura, leer
from conferencia.services.documentos import DocumentoIlegible, texto_de_ruta


class OrdenDeLectura(BaseCommand):
    """Lee ``ruta``; quien hereda dice en ``documento`` y ``fecha`` cómo llama a lo que recibe."""

    documento = "documento del acta"
    fecha = "fecha del acto"
    requires_system_checks: list = []

    def add_arguments(self, parser):
        parser.add_argument("ruta", type=Path, help=f"{self.documento} (.md, .txt, .docx, .pdf, .jpg, .png o .tiff)")
        parser.add_argument("--fecha", type=date.fromisoformat, help=f"{self.fecha} (AAAA-MM-DD), si el texto no la trae")
        parser.add_argument("--json", action="store_true", help="escribe lo hallado como un solo objeto JSON")

    def leer(self, ruta: Path, fecha: date | None) -> Lectura:
        """La lectura de ``ruta``, con al menos una disposición. Falla con ``CommandError``."""
        try:
            lectura = leer(texto_de_ruta(ruta), fecha=fecha)
        except DocumentoIlegible as error:
            raise CommandError(str(error), returncode=2) from error
        if not lectura.disposiciones:
            raise CommandError(f"{ruta.name}: no se reconoció ningún acuerdo ni disposición transitoria.", returncode=2)
        return lectura
