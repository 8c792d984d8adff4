"""Rutas de la API de este paquete; se incluyen antes que las del núcleo, que terminan en la que no existe."""

from django.urls import path

from enlaces.api import correos

urlpatterns = [
    path("correos/", correos.Correos.as_view({"get": "list"}), name="api-correos-list"),
    path("correos/<uuid:pk>/", correos.Correos.as_view({"get": "retrieve"}), name="api-correos-detail"),
    path("correos/<uuid:pk>/confirmacion/", correos.Confirmar.as_view(), name="api-correos-confirmacion"),
    path("correos/<uuid:pk>/descarte/", correos.Descartar.as_view(), name="api-correos-descarte"),
]
