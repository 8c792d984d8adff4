"""Rutas: la carga de un seguimiento anterior."""

from django.urls import path

from conferencia.web import importaciones

urlpatterns = [
    path("reuniones/<uuid:pk>/importar/", importaciones.reunion, name="importacion-nueva"),
    path("reuniones/<uuid:pk>/importar/plantilla/", importaciones.plantilla, name="importacion-plantilla"),
    path("importaciones/<uuid:pk>/", importaciones.detalle, name="importacion-detail"),
    path("importaciones/<uuid:pk>/aplicar/", importaciones.aplicar, name="importacion-aplicar"),
    path("importaciones/<uuid:pk>/descartar/", importaciones.descartar, name="importacion-descartar"),
    path("importaciones/<uuid:pk>/estado/", importaciones.estado, name="importacion-estado"),
]
