import json
import re
import sys

from django.core.management.base import BaseCommand, CommandError

from conferencia.services.hechos import Verificacion, verificar

HUELLA = re.compile(r"[0-9a-fA-F]{64}")


class Command(BaseCommand):
    help = "Recorre la cadena de hechos y dice el primer eslabón roto. Sale con 1 si la cadena no está entera."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="resultado como un objeto JSON")
        parser.add_argument(
            "--cabeza",
            action="append",
            default=[],
            metavar="HUELLA",
            help="cabeza que dijo un informe o la bitácora: si ya no está, a la cadena le quitaron el final (puede repetirse)",
        )

    def handle(self, *, cabeza: list[str], **opciones):
        if mala := next((c for c in cabeza if not HUELLA.fullmatch(c)), None):
            raise CommandError(f"«{mala}» no es una huella: son 64 dígitos hexadecimales.", returncode=2)
        v = verificar(cabeza)
        if opciones["json"]:
            rotura = {"numero": v.rotura.numero, "motivo": v.rotura.motivo} if v.rotura else None
            dicho = {"integra": v.integra, "revisados": v.revisados, "cabeza": v.cabeza, "rotura": rotura, "ausentes": list(v.ausentes)}
            self.stdout.write(json.dumps(dicho, ensure_ascii=False))
        else:
            self.stdout.write(_en_palabras(v))
        if not v.integra:
            sys.exit(1)


def _en_palabras(v: Verificacion) -> str:
    if v.rotura:
        return f"Cadena rota en el hecho {v.rotura.numero}: {v.rotura.motivo}. Antes de él, {v.revisados} en orden."
    if v.ausentes:
        return f"Cadena truncada: sus {v.revisados} hechos enlazan, pero ya no está la cabeza {', '.join(v.ausentes)}. Le quitaron los últimos."
    return f"Cadena íntegra: {v.revisados} hechos. Cabeza {v.cabeza}"
