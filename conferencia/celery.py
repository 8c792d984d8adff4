"""La aplicación de Celery. Se arranca con ``celery -A conferencia.celery``."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conferencia.settings")
app = Celery("conferencia")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
