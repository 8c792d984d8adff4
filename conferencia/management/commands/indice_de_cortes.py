import json
import sys

from django.core.management.base import BaseCommand

from conferencia.services.indice import comparar, reconstruir


class Command(BaseCommand):
    help = "Compara el índice de cortes contra los hechos; con --reconstruir, antes lo rehace. Sale con 1 si no concuerdan."

    def add_arguments(self, parser):
        parser.add_argument("--reconstruir", action="store_true", help="rehacer el índice entero de los hechos")
        parser.add_argument("--json", action="store_true", help="resultado como un objeto JSON")

    def handle(self, **opciones):
        rehechas = reconstruir() if opciones["reconstruir"] else None
        c = comparar()
        if opciones["json"]:
            dicho = {"concuerda": c.concuerda, "revisadas": c.revisadas, "rehechas": rehechas, "discordantes": list(c.discordantes), "conteos": c.conteos}
            self.stdout.write(json.dumps(dicho, ensure_ascii=False))
        elif c.concuerda:
            self.stdout.write(f"El índice concuerda con los hechos: {c.revisadas} obligaciones.")
        else:
            self.stdout.write(f"El índice no concuerda con los hechos. Obligaciones: {', '.join(c.discordantes) or 'ninguna'}.")
            self.stdout.write("Los conteos por día cuadran." if c.conteos else "Los conteos por día no cuadran.")
            self.stdout.write("Se rehace con: python manage.py indice_de_cortes --reconstruir")
        if not c.concuerda:
            sys.exit(1)
