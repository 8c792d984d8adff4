from django.core.management.base import BaseCommand

from conferencia.services.catalogos import sembrar_catalogos


class Command(BaseCommand):
    help = "Siembra los catálogos: entidades, zonas, instituciones y calendarios. Idempotente; no pisa lo capturado."

    def handle(self, **opciones):
        for nombre, cuantos in sembrar_catalogos().items():
            self.stdout.write(f"{nombre}: {cuantos}")
