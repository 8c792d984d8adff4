import json
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from conferencia.domain.lectura import leer
from conferencia.services.documentos import DocumentoIlegible, texto_de_ruta


class Command(BaseCommand):
    help = "Lee un acta (.md, .txt, .docx, .pdf) y dice qué dispone. No toca la base de datos."
    requires_system_checks: list = []

    def add_arguments(self, parser):
        parser.add_argument("ruta", type=Path, help="documento del acta")
        parser.add_argument("--fecha", type=date.fromisoformat, help="fecha del acto (AAAA-MM-DD), si el texto no la trae")
        parser.add_argument("--json", action="store_true", help="escribe la lectura completa como un solo objeto JSON")

    def handle(self, *, ruta: Path, fecha: date | None, **opciones):
        try:
            lectura = leer(texto_de_ruta(ruta), fecha=fecha)
        except DocumentoIlegible as error:
            raise CommandError(str(error), returncode=2) from error
        if not lectura.disposiciones:
            raise CommandError(f"{ruta.name}: no se reconoció ningún acuerdo ni disposición transitoria.", returncode=2)
        if opciones["json"]:
            self.stdout.write(json.dumps(lectura.a_json(), ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"{lectura.reunion.nombre or 'Sin nombre'} · {lectura.reunion.fecha or 'sin fecha'}")
        for d in lectura.disposiciones:
            self.stdout.write(f"\n{d.clase.upper()} {d.ordinal}. {d.titulo}")
            for c in d.compromisos:
                vence = c.plazo.vence or c.plazo.periodicidad or c.plazo.clase
                self.stdout.write(f"  · [{c.naturaleza}] {c.accion} — {', '.join(c.responsables) or '¿quién?'} — {vence}")
                if c.avisos:
                    self.stdout.write(f"    avisos: {', '.join(c.avisos)}")
