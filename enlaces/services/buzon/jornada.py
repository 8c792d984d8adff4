"""Una vuelta completa: recoger y atender. La hacen la orden de consola y el barrido de cada tic."""

import logging

from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError

from enlaces.models import CorreoRecibido
from enlaces.queries.correos_demo import carpeta
from enlaces.services.buzon.fuentes import fuente_configurada
from enlaces.services.buzon.pasos import atender_pendientes, atender_uno, hay_por_atender
from enlaces.services.buzon.recogida import recoger

bitacora = logging.getLogger(__name__)


class SinBuzon(Exception):
    """No hay de dónde recoger; el mensaje dice qué configurar."""


def recibir() -> dict[str, int]:
    """Cuántos se recogieron y cómo quedó cada uno. Falla con ``SinBuzon`` o ``BuzonInaccesible``; lo ya recogido se atiende igual."""
    try:
        with fuente_configurada() as fuente:
            if fuente is None:
                raise SinBuzon("No hay buzón: pon IMAP_URL (imaps://usuario:contraseña@servidor/INBOX). Sin IMAP, sube los .eml o .msg en la bandeja.")
            recogido = recoger(fuente)
    finally:
        atendido = atender_pendientes()
    return {**recogido.como_dict(), **atendido.como_dict()}


def barrer() -> None:
    """Si hay buzón, o algo a medias, lo encarga a una tarea."""
    if not (settings.IMAP_URL or carpeta() or hay_por_atender()):
        return
    try:
        current_app.send_task("enlaces.recibir")
    except (OperationalError, OSError) as error:
        bitacora.warning("Redis no contestó al encargar la recepción de correo: %s", error)


def atender_ya(correo: CorreoRecibido) -> None:
    """Lo que alguien acaba de subir o de pedir que se reintente, sin esperar al barrido. Si otro ya lo tiene, se le deja."""
    atender_uno(correo.pk)
