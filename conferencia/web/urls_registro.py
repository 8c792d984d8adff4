"""Rutas: el registro de lo que un acuerdo deja hecho."""

from django.urls import path

from conferencia.web import registro

urlpatterns = [
    path("disposiciones/<uuid:pk>/cargo/", registro.cargo, name="registro-cargo"),
    path("disposiciones/<uuid:pk>/resultado/", registro.resultado, name="registro-resultado"),
    path("cargos/<uuid:pk>/terminar/", registro.termino, name="registro-termino"),
]
