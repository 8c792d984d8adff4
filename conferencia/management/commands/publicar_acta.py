import json
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from conferencia import reloj
from conferencia.domain.reparto import RepartoImposible
from conferencia.fuentes import ClaseSinFuente
from conferencia.permissions import facultades_del_sistema
from conferencia.services.actas import ActaRechazada, registrar_acta
from conferencia.services.archivos import ArchivoInadmisible
from conferencia.services.publicacion import FaltaIdentificar, publicar

VIEJO = timedelta(days=30)


class Command(BaseCommand):
    help = (
        "Lee un acta, confirma lo leído tal cual y la publica: nacen sus obligaciones y a cada institución se le escribe lo que le toca, salvo que el "
        "acto tenga más de 30 días (es una carga de lo pasado). Repetirlo no duplica nada."
    )

    def add_arguments(self, parser):
        parser.add_argument("ruta", type=Path, help="documento del acta (.md, .txt, .docx, .pdf)")
        parser.add_argument("--zona", default="", help="zona de la reunión, si el texto no la dice")
        parser.add_argument("--fecha", type=date.fromisoformat, help="fecha del acto (AAAA-MM-DD), si el texto no la trae")
        parser.add_argument("--sin-avisos", action="store_true", help="no escribirle a nadie lo que le toca")
        parser.add_argument("--json", action="store_true", help="resultado como un objeto JSON")

    def handle(self, *, ruta: Path, zona: str, fecha: date | None, sin_avisos: bool, **opciones):
        if not ruta.is_file():
            raise CommandError(f"No existe el archivo {ruta}.", returncode=2)
        por = facultades_del_sistema(reloj.hoy())
        try:
            with transaction.atomic(), ruta.open("rb") as contenido:
                acta = registrar_acta(por=por, contenido=contenido, nombre=ruta.name, zona=zona, fecha=fecha)
                pasado = acta.reunion.fecha < reloj.hoy() - VIEJO
                resultado = publicar(por=por, acta=acta, confirmar_todo=True, avisar=not (sin_avisos or pasado))
        except (ActaRechazada, ArchivoInadmisible, ClaseSinFuente, FaltaIdentificar, RepartoImposible) as error:
            raise CommandError(f"{error} No se cambió nada.", returncode=2) from error
        if opciones["json"]:
            self.stdout.write(json.dumps(asdict(resultado), ensure_ascii=False))
            return
        estado = "Publicada" if resultado.nueva else "Ya estaba publicada"
        self.stdout.write(
            f"{estado}: {resultado.clave}: {resultado.disposiciones} disposiciones, {resultado.compromisos} compromisos, {resultado.obligaciones} obligaciones."
        )
        for aviso in resultado.avisos:
            self.stderr.write(f"aviso: {aviso}")
        if resultado.nueva and pasado and not sin_avisos:
            self.stderr.write(
                f"aviso: el acto es del {acta.reunion.fecha:%d/%m/%Y}: por ser de hace más de {VIEJO.days} días no se le escribe a nadie lo que le toca."
            )
