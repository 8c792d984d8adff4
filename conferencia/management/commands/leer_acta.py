import json
from datetime import date
from pathlib import Path

from conferencia.domain.lectura import Lectura
from conferencia.management.lectura import OrdenDeLectura


class Command(OrdenDeLectura):
    help = "Lee un acta y dice qué dispone. No toca la base de datos. Sale con 2 si no se pudo leer."

    def handle(self, *, ruta: Path, fecha: date | None, **opciones):
        lectura = self.leer(ruta, fecha)
        self.stdout.write(json.dumps(lectura.a_json(), ensure_ascii=False, indent=2) if opciones["json"] else _dicha(lectura))


def _dicha(lectura: Lectura) -> str:
    lineas = [f"{lectura.reunion.nombre or 'Sin nombre'} · {lectura.reunion.fecha or 'sin fecha'}"]
    for d in lectura.disposiciones:
        lineas.append(f"\n{d.clase.upper()} {d.ordinal}. {d.titulo}")
        for c in d.compromisos:
            vence = c.plazo.vence or c.plazo.periodicidad or c.plazo.clase
            lineas.append(f"  · [{c.naturaleza}] {c.accion} — {', '.join(c.responsables) or '¿quién?'} — {vence}")
            if c.avisos:
                lineas.append(f"    avisos: {', '.join(c.avisos)}")
    return "\n".join(lineas)
