from django.apps import AppConfig

from conferencia.celery import app as celery_app

__all__ = ["ConferenciaConfig", "celery_app"]


class ConferenciaConfig(AppConfig):
    name = "conferencia"
    verbose_name = "Conferencia"
