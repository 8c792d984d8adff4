"""``manage.py notificaciones``: los oficios con que se notifica una reunión, escritos en una carpeta, sin pasar por la cola."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.models import OficioDeSalida, Reunion
from conferencia.permissions import facultades_del_sistema
from conferencia.reports.escritos.emision import componer, emitir
from conferencia.services.notificaciones import preparar_notificaciones


class Command(BaseCommand):
    help = "Prepara las notificaciones de una reunión y escribe sus archivos en una carpeta. Con --emitir, además las numera y las emite."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--reunion", required=True, help="clave de la reunión (ZC-2022-1) o su id")
        parser.add_argument("--salida", required=True, type=Path, help="carpeta donde se escriben; se crea si no existe")
        parser.add_argument("--emitir", action="store_true", help="numera y emite; sin esto salen como borrador")
        parser.add_argument("--json", action="store_true", help="el resultado como JSON")

    def handle(self, *args, **opciones) -> None:
        reunion, carpeta, por = self._reunion(opciones["reunion"]), opciones["salida"], facultades_del_sistema(reloj.hoy())
        try:
            carpeta.mkdir(parents=True, exist_ok=True)
            salidas = preparar_notificaciones(por=por, reunion=reunion)
            hechos = [self._escribir(s, carpeta, por if opciones["emitir"] else None) for s in salidas]
        except NoProcede as error:
            raise CommandError(str(error), returncode=2) from error
        except OSError as error:
            raise CommandError(f"No se puede escribir en {carpeta}: {error.strerror}", returncode=2) from error
        self._decir(hechos, opciones)

    def _reunion(self, dicha: str) -> Reunion:
        hay = list(Reunion.objects.order_by("clave"))
        for reunion in hay:
            if dicha.lower() in (reunion.clave.lower(), str(reunion.pk)):
                return reunion
        raise CommandError(f"No hay una reunión «{dicha}». Las hay: {', '.join(r.clave for r in hay) or 'ninguna'}.", returncode=2)

    def _escribir(self, salida: OficioDeSalida, carpeta: Path, por) -> dict:
        propia = carpeta / salida.institucion.clave
        propia.mkdir(exist_ok=True)
        if por:
            salida = emitir(por=por, salida=salida)
            archivos = [(a.archivo.nombre, _leido(a.archivo)) for a in salida.oficio.adjuntos.select_related("archivo").order_by("orden")]
        else:
            archivos = [(c.nombre, c.contenido) for c in componer(salida)]
        for nombre, contenido in archivos:
            (propia / nombre).write_bytes(contenido)
        obligaciones = salida.obligaciones.count()
        return {"institucion": salida.institucion.clave, "numero": salida.numero, "obligaciones": obligaciones, "archivos": [n for n, _ in archivos]}

    def _decir(self, hechos: list[dict], opciones: dict) -> None:
        if opciones["json"]:
            self.stdout.write(json.dumps({"reunion": opciones["reunion"], "oficios": hechos}, ensure_ascii=False, indent=2))
            return
        for h in hechos:
            self.stdout.write(f"{h['institucion']:<10} {h['numero'] or 'borrador':<22} {h['obligaciones']:>3} obligaciones  {len(h['archivos'])} archivos")
        self.stdout.write(f"{len(hechos)} oficios en {opciones['salida']}." if hechos else "No queda ninguna notificación por preparar.")


def _leido(archivo) -> bytes:
    with archivo.contenido.open("rb") as guardado:
        return guardado.read()
