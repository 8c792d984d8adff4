"""Tareas de Celery: llaman a un servicio, nada más."""

from celery import shared_task

from enlaces.services.envio import enviar_pendientes


@shared_task(name="enlaces.enviar")
def enviar() -> None:
    enviar_pendientes()
