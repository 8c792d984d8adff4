import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

RUTA = Path(settings.BASE_DIR) / "conferencia" / "api" / "openapi.json"


class Command(BaseCommand):
    help = "Escribe el esquema OpenAPI versionado (conferencia/api/openapi.json) a partir del código, o comprueba que esté al día."

    def add_arguments(self, parser):
        parser.add_argument("--comprobar", action="store_true", help="no escribe: falla si el archivo no es el del código")

    def handle(self, *, comprobar: bool, **opciones):
        texto = self._generado()
        if not comprobar:
            RUTA.write_text(texto, encoding="utf-8")
            self.stdout.write(f"Escrito {RUTA.relative_to(settings.BASE_DIR)}.")
        elif not RUTA.exists() or RUTA.read_text(encoding="utf-8") != texto:
            raise CommandError("El esquema versionado no es el del código. Corre `manage.py esquema` y revisa el cambio.")

    @staticmethod
    def _generado() -> str:
        with GENERATOR_STATS.silence():
            esquema = SchemaGenerator().get_schema(request=None, public=True)
        validate_schema(esquema)
        return json.dumps(esquema, ensure_ascii=False, indent=1, sort_keys=False) + "\n"
