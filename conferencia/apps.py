from datetime import date, time

from django.apps import AppConfig

from conferencia.celery import app as celery_app

__all__ = ["ConferenciaConfig", "celery_app"]


class ConferenciaConfig(AppConfig):
    name = "conferencia"
    verbose_name = "Conferencia"

    def ready(self) -> None:
        from conferencia.services import rutinas
        from conferencia.services.obligaciones import extender_al_dia
        from conferencia.web.paneles import inscribir_base

        rutinas.inscribir("periodos", time(0, 5), lambda trabajo: extender_al_dia(date.fromisoformat(trabajo.datos["dia"])))
        inscribir_base()
