"""Los avisos de cada día y el barrido de cada tic: lo que despierta a planear y a enviar."""

import logging
from datetime import date

from celery import current_app
from kombu.exceptions import OperationalError

from conferencia.models import Trabajo
from enlaces.models import Aviso
from enlaces.services.envio import enviar_pendientes, hay_por_enviar
from enlaces.services.inmediatos import planear_inmediatos
from enlaces.services.planeacion import planear
from enlaces.services.preparacion import preparar_los_de_hoy
from enlaces.services.recordatorios_de_turno import planear_turnos
from enlaces.services.resumen_de_secretaria import planear_secretaria
from enlaces.services.semanales import planear_semanales

bitacora = logging.getLogger(__name__)


def planear_todo(dia: date) -> list[Aviso]:
    """Lo de ese día, para quien responde, para las áreas que deben opinar y para la Secretaría Técnica, y lo inmediato que falte. Da lo que nació ahora."""
    return planear(dia) + planear_turnos(dia) + planear_secretaria(dia) + planear_semanales(dia) + planear_inmediatos()


def avisos_del_dia(trabajo: Trabajo) -> dict:
    """La rutina diaria: planea, redacta y envía lo que ya tenga hora. Interrumpida, se repite entera sin repetir ningún correo."""
    nuevos = planear_todo(date.fromisoformat(trabajo.datos["dia"]))
    preparar_los_de_hoy()
    return {"planeados": len(nuevos), **enviar_pendientes().como_dict()}


def barrer() -> None:
    """Planea los inmediatos y, si hay algo en cola, encarga su envío a una tarea."""
    planear_inmediatos()
    if not hay_por_enviar():
        return
    try:
        current_app.send_task("enlaces.enviar")
    except (OperationalError, OSError) as error:
        bitacora.warning("Redis no contestó al encargar el envío de avisos: %s", error)
