import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from conferencia.domain.borrador import CON_AVISOS, Examen, examinar
from conferencia.domain.lectura import leer
from conferencia.services.documentos import DocumentoIlegible, texto_de_ruta


class Command(BaseCommand):
    help = "Examina un borrador de acta antes de firmarse. Sale con 0 si está limpio, 1 si hay avisos, 2 si no se pudo leer."
    requires_system_checks: list = []

    def add_arguments(self, parser):
        parser.add_argument("ruta", type=Path, help="documento del borrador (.md, .txt, .docx, .pdf)")
        parser.add_argument("--fecha", type=date.fromisoformat, help="fecha prevista de firma (AAAA-MM-DD), si el texto no la trae")
        parser.add_argument("--json", action="store_true", help="el examen completo como un objeto JSON")

    def handle(self, *, ruta: Path, fecha: date | None, **opciones):
        try:
            lectura = leer(texto_de_ruta(ruta), fecha=fecha)
        except DocumentoIlegible as error:
            raise CommandError(str(error), returncode=2) from error
        if not lectura.disposiciones:
            raise CommandError(f"{ruta.name}: no se reconoció ningún acuerdo ni disposición transitoria.", returncode=2)
        examen = examinar(lectura)
        self.stdout.write(_json(examen) if opciones["json"] else _dicho(examen))
        if examen.veredicto == CON_AVISOS:
            raise SystemExit(1)


def _json(examen: Examen) -> str:
    datos = {"veredicto": examen.veredicto, "compromisos": len(examen.renglones), "con_avisos": examen.con_reparos, "avisos": dict(examen.cuentas)}
    return json.dumps(datos | {"renglones": [asdict(r) for r in examen.renglones]}, ensure_ascii=False, indent=2)


def _dicho(examen: Examen) -> str:
    lineas = [f"{len(examen.renglones)} compromisos; {examen.con_reparos} con avisos."]
    lineas += [f"  {n} × {aviso}" for aviso, n in examen.cuentas]
    for r in examen.renglones:
        if r.reparos:
            lineas.append(f"\n{r.disposicion}, párrafo {r.parrafo}: {r.accion}")
            lineas += [f"  · {reparo.aviso}. {reparo.sugerencia}" for reparo in r.reparos]
    return "\n".join(lineas)
