from django.urls import path

from conferencia.web import salud

urlpatterns = [
    path("salud/viva", salud.viva, name="salud-viva"),
    path("salud/lista", salud.lista, name="salud-lista"),
]
