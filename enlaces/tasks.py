"""Tareas de Celery: llaman a un servicio, nada más."""

import logging

from celery import shared_task

from enlaces.services.buzon.fuentes import BuzonInaccesible
from enlaces.services.buzon.jornada import SinBuzon, recibir
from enlaces.services.envio import enviar_pendientes

bitacora = logging.getLogger(__name__)


@shared_task(name="enlaces.enviar")
def enviar() -> None:
    enviar_pendientes()


@shared_task(name="enlaces.recibir")
def recibir_correo() -> None:
    try:
        recibir()
    except SinBuzon:
        pass  # lo subido a mano ya se atendió
    except BuzonInaccesible as error:
        bitacora.warning("%s", error)
