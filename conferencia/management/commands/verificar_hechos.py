import json
import sys

from django.core.management.base import BaseCommand

from conferencia.services.hechos import verificar


class Command(BaseCommand):
    help = "Recorre la cadena de hechos y dice el primer eslabón roto. Sale con 1 si la cadena no está entera."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="resultado como un objeto JSON")

    def handle(self, **opciones):
        v = verificar()
        if opciones["json"]:
            rotura = {"numero": v.rotura.numero, "motivo": v.rotura.motivo} if v.rotura else None
            self.stdout.write(json.dumps({"integra": v.rotura is None, "revisados": v.revisados, "cabeza": v.cabeza, "rotura": rotura}, ensure_ascii=False))
        elif v.rotura:
            self.stdout.write(f"Cadena rota en el hecho {v.rotura.numero}: {v.rotura.motivo}. Antes de él, {v.revisados} en orden.")
        else:
            self.stdout.write(f"Cadena íntegra: {v.revisados} hechos. Cabeza {v.cabeza}")
        if v.rotura:
            sys.exit(1)
