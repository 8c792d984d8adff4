import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandParser

from enlaces.domain.autenticacion import Estado
from enlaces.services.diagnostico import diagnosticar

SENA = {Estado.BIEN: "bien  ", Estado.FALTA: "FALTA ", Estado.REVISAR: "revisa", Estado.SIN_RESPUESTA: "¿?    ", Estado.OMITIDA: "—     "}


class Command(BaseCommand):
    help = "Dice si los correos llegarán: remitente, MX, SPF, DKIM, DMARC, servidor de salida y buzón; y qué hacer con lo que falte. Sale con 1 si algo falta."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--selector", default="", help="selector de DKIM con que firma tu servidor (pídelo a tu proveedor)")
        parser.add_argument("--enviar-a", default="", metavar="CORREO", help="además, envía un correo de prueba a esa dirección")
        parser.add_argument("--dns", action="append", metavar="IP", help="servidor de DNS al que preguntar, en vez de los del sistema (se puede repetir)")
        parser.add_argument("--json", action="store_true", help="un arreglo JSON en la salida estándar")

    def handle(self, *args: object, **opciones) -> None:
        servidor, _, puerto = (opciones["dns"] or [""])[0].partition("#")
        servidores = [d.partition("#")[0] for d in opciones["dns"]] if servidor else None
        resultados = []
        for r in diagnosticar(selector=opciones["selector"], enviar_a=opciones["enviar_a"], servidores_dns=servidores, puerto_dns=int(puerto or 53)):
            resultados.append(r)
            if not opciones["json"]:
                self.stdout.write(f"{SENA[r.estado]} {r.prueba:<10} {r.dicho}" + (f"\n{'':18}→ {r.remedio}" if r.remedio else ""))
        if opciones["json"]:
            self.stdout.write(json.dumps([asdict(r) for r in resultados], ensure_ascii=False))
        if any(r.estado in (Estado.FALTA, Estado.SIN_RESPUESTA) for r in resultados):
            raise SystemExit(1)
