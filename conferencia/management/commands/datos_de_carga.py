import json
import time

from django.core.management.base import BaseCommand, CommandError

from conferencia.services.carga import CargaNegada, cargar


class Command(BaseCommand):
    help = (
        "Genera reuniones, obligaciones, hechos encadenados e índice con un volumen realista, para medir. "
        "No toca una base que ya tenga obligaciones, salvo con --forzar. Sale con 2 si se niega."
    )

    def add_arguments(self, parser):
        parser.add_argument("--obligaciones", type=int, required=True, metavar="N", help="cuántas generar")
        parser.add_argument("--forzar", action="store_true", help="agregarlas aunque la base ya tenga obligaciones")
        parser.add_argument("--json", action="store_true", help="resultado como un objeto JSON")

    def handle(self, *, obligaciones: int, forzar: bool, **opciones):
        if obligaciones < 1:
            raise CommandError("--obligaciones es un entero desde 1.", returncode=2)
        inicio = time.monotonic()
        try:
            cargado = cargar(obligaciones, forzar=forzar)
        except CargaNegada as error:
            raise CommandError(str(error), returncode=2) from error
        segundos = round(time.monotonic() - inicio, 1)
        dicho = {"obligaciones": cargado.obligaciones, "reuniones": cargado.reuniones, "hechos": cargado.hechos, "segundos": segundos}
        if opciones["json"]:
            self.stdout.write(json.dumps(dicho))
        else:
            self.stdout.write(f"{cargado.obligaciones} obligaciones en {cargado.reuniones} reuniones, con {cargado.hechos} hechos e índice, en {segundos} s.")
