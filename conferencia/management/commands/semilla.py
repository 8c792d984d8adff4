from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from conferencia.services.semilla import SemillaNegada, sembrar


class Command(BaseCommand):
    help = "Demostración: catálogos, el acta de Zona Centro (carga histórica del 2022-07-05) y cuentas. Idempotente; solo con DEMO=1."

    def handle(self, **opciones):
        try:
            siembra = sembrar(contrasena=settings.DEMO_PASSWORD)
        except SemillaNegada as error:
            raise CommandError(str(error)) from error
        p = siembra.publicacion
        self.stdout.write(f"{p.clave}: {p.disposiciones} disposiciones, {p.compromisos} compromisos, {p.obligaciones} obligaciones.")
        for aviso in p.avisos:
            self.stderr.write(f"aviso: {aviso}")
        self.stdout.write("Cuentas: " + ", ".join(siembra.cuentas))
