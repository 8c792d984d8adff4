"""Rutas: el calendario de vencimientos y sus suscripciones."""

from django.urls import path

from conferencia.web import agenda

urlpatterns = [
    path("calendario/", agenda.mes, name="calendario"),
    path("calendario/seguir/", agenda.seguir, name="calendario-seguir"),
    path("calendario/seguir/<uuid:pk>/revocar/", agenda.revocar, name="calendario-revocar"),
    path("cal/<str:token>.ics", agenda.ics, name="calendario-ics"),
]
