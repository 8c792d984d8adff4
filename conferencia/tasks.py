"""Tareas de Celery: reciben ids, llaman a un servicio, nada más."""

from celery import shared_task

from conferencia.services import rutinas, trabajos


@shared_task(name="conferencia.hacer", acks_late=True)
def hacer(trabajo_id: str) -> None:
    trabajos.hacer(trabajo_id)


@shared_task(name="conferencia.tic")
def tic() -> None:
    """Cada medio minuto: encola lo que hoy toca y rescata lo que quedó a medias."""
    rutinas.encolar_las_de_hoy()
    trabajos.barrer()
    rutinas.barrer_lo_inscrito()
