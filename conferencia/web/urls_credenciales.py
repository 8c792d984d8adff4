from django.urls import path

from conferencia.web import credenciales

urlpatterns = [
    path("credenciales/", credenciales.credenciales, name="credenciales"),
    path("credenciales/<uuid:pk>/revocar/", credenciales.revocar, name="credencial-revocar"),
]
