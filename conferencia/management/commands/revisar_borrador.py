import json
from datetime import date
from pathlib import Path

from django.db import Error

from conferencia.domain.borrador import CON_AVISOS, RESUELTO, Directorio, Examen, Renglon, examinar
from conferencia.management.lectura import OrdenDeLectura
from conferencia.services.borradores import directorio

SIN_COTEJAR = "No se cotejó quién responde: no se alcanzó el catálogo de instituciones."


class Command(OrdenDeLectura):
    help = (
        "Examina un borrador de acta antes de firmarse y coteja a quién nombra con el catálogo de instituciones. No guarda nada. "
        "Sale con 0 si está limpio, 1 si hay avisos, 2 si no se pudo leer."
    )
    documento = "documento del borrador"
    fecha = "fecha prevista de firma"

    def handle(self, *, ruta: Path, fecha: date | None, **opciones):
        examen = examinar(self.leer(ruta, fecha), self._directorio())
        self.stdout.write(json.dumps(examen.a_json(), ensure_ascii=False, indent=2) if opciones["json"] else _dicho(examen))
        if examen.veredicto == CON_AVISOS:
            raise SystemExit(1)

    def _directorio(self) -> Directorio | None:
        """El catálogo; sin base o sin sembrar se examina lo demás y se dice."""
        try:
            hallado = directorio()
        except Error:
            hallado = None
        if hallado is None:
            self.stderr.write(SIN_COTEJAR)
        return hallado


def _dicho(examen: Examen) -> str:
    lineas = [f"{len(examen.renglones)} compromisos; {examen.con_reparos} con avisos."]
    lineas += [f"  {n} × {aviso}" for aviso, n in examen.cuentas]
    for r in examen.renglones:
        if r.reparos:
            lineas += _renglon(r)
    return "\n".join(lineas)


def _renglon(r: Renglon) -> list[str]:
    lineas = [f"\n{r.disposicion}, párrafo {r.parrafo}: {r.accion}"]
    lineas += [f"  {q.texto} → {q.nombres[0]}" for q in r.responsables if q.estado == RESUELTO]
    return lineas + [f"  · {reparo.aviso}. {reparo.sugerencia}" for reparo in r.reparos]
