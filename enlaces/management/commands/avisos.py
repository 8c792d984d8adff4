"""`avisos`: planea y envía los avisos que tocan un día."""

import json
from datetime import date, datetime, time

from django.core.management.base import BaseCommand, CommandError, CommandParser

from conferencia import reloj
from enlaces.queries.previstos import Previsto, prever
from enlaces.queries.recordatorios_de_turno import PorRecordar, por_recordar
from enlaces.services.envio import enviar_pendientes
from enlaces.services.jornada import planear_todo
from enlaces.services.planeacion import adelantar
from enlaces.services.reglas import asegurar


class Command(BaseCommand):
    help = "Los avisos que tocan un día: los deja en cola y los envía. Repetirlo no repite ningún correo."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fecha", metavar="AAAA-MM-DD", help="día del que se trata (por omisión, hoy)")
        parser.add_argument("--simular", action="store_true", help="dice a quién se le avisaría y de qué, sin escribir ni enviar nada")
        parser.add_argument("--json", action="store_true", help="salida para programas, en JSON")

    def handle(self, *args, fecha: str | None, simular: bool, json: bool, **opciones) -> None:
        dia = _dia(fecha)
        with reloj.fijo(datetime.combine(dia, time(8), reloj.MEXICO)) if fecha else reloj.fijo(reloj.ahora()):
            asegurar()
            informe = _simulado(prever(dia), por_recordar(dia, repitiendo=True)) if simular else _enviado(dia)
        informe = {"fecha": dia.isoformat(), "simulado": simular, **informe}
        self.stdout.write(_json(informe) if json else _dicho(informe))
        if informe.get("fallidos") or informe.get("por_reintentar"):
            raise CommandError("Hubo avisos que no salieron; quedaron registrados con su motivo.")


def _dia(fecha: str | None) -> date:
    if fecha is None:
        return reloj.hoy()
    try:
        return date.fromisoformat(fecha)
    except ValueError as error:
        raise CommandError(f"--fecha debe ser AAAA-MM-DD; llegó {fecha!r}.") from error


def _enviado(dia: date) -> dict:
    nuevos = planear_todo(dia)
    adelantar(dia)
    return {"planeados": len(nuevos), **enviar_pendientes().como_dict()}


def _simulado(previsto: Previsto, turnos: list[PorRecordar]) -> dict:
    avisos = [
        {
            "correo": correo,
            "nombre": renglones[0].destinatario.nombre,
            "obligaciones": [{"clave": r.obligacion.clave, "motivo": r.peldano, "vence_el": r.fecha.isoformat()} for r in renglones],
        }
        for correo, renglones in sorted(previsto.por_correo.items())
    ]
    pedidas = [
        {"area": d.turno.institucion.clave, "obligacion": d.turno.entrega.obligacion.clave, "motivo": d.peldano.clave, "vence_el": d.turno.vence_el.isoformat()}
        for d in turnos
    ]
    return {"avisos": avisos, "opiniones": pedidas, "instituciones_sin_destinatario": len(previsto.sin_destinatario)}


def _json(informe: dict) -> str:
    return json.dumps(informe, ensure_ascii=False, indent=2)


def _dicho(informe: dict) -> str:
    if not informe["simulado"]:
        return "{fecha}: {planeados} avisos nuevos; {enviados} enviados, {suprimidos} suprimidos, {fallidos} fallidos.".format(**informe)
    renglones = [f"{informe['fecha']}: se avisaría a {len(informe['avisos'])} personas."]
    for aviso in informe["avisos"]:
        renglones.append(f"  {aviso['correo']}: {len(aviso['obligaciones'])}")
        renglones += [f"    {o['motivo']:<8} {o['vence_el']}  {o['clave']}" for o in aviso["obligaciones"]]
    renglones += [f"  {o['area']} (opinión): {o['motivo']} {o['vence_el']}  {o['obligacion']}" for o in informe["opiniones"]]
    return "\n".join(renglones)
