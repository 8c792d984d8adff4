import json
from pathlib import Path
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from conferencia import reloj
from conferencia.domain.importacion_pasos import Resultado
from conferencia.models import Reunion
from conferencia.permissions import facultades_del_sistema
from conferencia.queries.importacion import conteo, en_orden
from conferencia.services.archivos import ArchivoInadmisible
from conferencia.services.importacion import ImportacionRechazada, aplicar, revisar_libro
from conferencia.services.libro_de_seguimiento import LibroIlegible


class Command(BaseCommand):
    help = "Revisa (y con --aplicar, asienta) el seguimiento que ya se llevaba en una matriz. Sale con 1 si algún renglón tiene error."

    def add_arguments(self, parser):
        parser.add_argument("ruta", type=Path, help="la plantilla llena (.xlsx o .csv)")
        parser.add_argument("--reunion", required=True, help="id o clave de la reunión (ZC-2022-1)")
        parser.add_argument("--aplicar", action="store_true", help="además de revisar, aplica lo que se puede")
        parser.add_argument("--json", action="store_true", help="resultado como un objeto JSON")

    def handle(self, *, ruta: Path, reunion: str, **opciones):
        if not ruta.is_file():
            raise CommandError(f"No existe el archivo {ruta}.", returncode=2)
        por = facultades_del_sistema(reloj.hoy())
        try:
            with ruta.open("rb") as contenido:
                importacion, avisos = revisar_libro(por=por, reunion=_reunion(reunion), contenido=contenido, nombre=ruta.name)
            if opciones["aplicar"]:
                aplicar(por=por, importacion=importacion)
        except (ImportacionRechazada, LibroIlegible, ArchivoInadmisible) as error:
            raise CommandError(f"{error} No se cambió nada.", returncode=2) from error
        cuantos, informe = conteo(importacion.informe), en_orden(importacion.informe)
        if opciones["json"]:
            hecho = {"importacion": str(importacion.pk), "estado": importacion.estado, **cuantos, "avisos": list(avisos), "renglones": informe}
            self.stdout.write(json.dumps(hecho, ensure_ascii=False))
        else:
            self._contar(importacion.estado, cuantos, avisos, informe)
        if cuantos[Resultado.ERROR]:
            raise SystemExit(1)

    def _contar(self, estado: str, cuantos: dict[str, int], avisos, informe) -> None:
        dichos = {"aplicado": "aplicados", "hara": "por aplicar", "nada": "sin cambio", "error": "con error"}
        self.stdout.write(f"{estado.capitalize()}: {', '.join(f'{cuantos[r]} {dicho}' for r, dicho in dichos.items())}.")
        for aviso in avisos:
            self.stderr.write(f"aviso: {aviso}")
        for fila in informe:
            if fila["resultado"] == Resultado.ERROR:
                self.stdout.write(f"renglón {fila['renglon']} {fila['clave']}: {' '.join(fila['dichos'])}")


def _reunion(dicha: str) -> Reunion:
    try:
        por_id = {"pk": UUID(dicha)}
    except ValueError:
        por_id = {"clave": dicha}
    if (reunion := Reunion.objects.filter(**por_id).first()) is None:
        raise CommandError(f"No hay ninguna reunión «{dicha}».", returncode=2)
    return reunion
