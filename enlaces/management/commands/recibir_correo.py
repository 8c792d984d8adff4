"""``manage.py recibir_correo``: recoge lo que haya en el buzón y lo lleva hasta donde una persona lo confirma."""

import json
import sys
import time

from django.core.management.base import BaseCommand

from enlaces.services.buzon.fuentes import BuzonInaccesible
from enlaces.services.buzon.jornada import SinBuzon, recibir

CADA = 30  # segundos entre vueltas


class Command(BaseCommand):
    help = "Recoge el correo del buzón (IMAP_URL; en la demostración, el del sumidero SMTP), lo identifica y lo deja por confirmar."

    def add_arguments(self, parser):
        parser.add_argument("--una-vez", action="store_true", help="vaciar el buzón y terminar; sin esto, sigue atendiéndolo")
        parser.add_argument("--json", action="store_true", help="resultado como un objeto JSON")

    def handle(self, **opciones):
        while True:
            bien = self._una_vuelta(en_json=opciones["json"])
            if opciones["una_vez"]:
                if not bien:
                    sys.exit(1)
                return
            time.sleep(CADA)

    def _una_vuelta(self, *, en_json: bool) -> bool:
        try:
            saldo = recibir()
        except (BuzonInaccesible, SinBuzon) as error:
            self.stderr.write(str(error))
            return False
        if en_json:
            self.stdout.write(json.dumps(saldo, ensure_ascii=False))
        else:
            self.stdout.write(", ".join(f"{cuantos} {nombre.replace('_', ' ')}" for nombre, cuantos in saldo.items()) + ".")
        return not saldo["fallidos"]
