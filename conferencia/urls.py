"""Rutas. Los paquetes de arriba se incluyen por cadena: ``conferencia`` no los importa."""

from django.urls import include, path

urlpatterns = [
    path("", include("conferencia.web.urls")),
    path("", include("conferencia.web.urls_actas")),
    path("", include("conferencia.web.urls_credenciales")),
    path("informes/", include("conferencia.web.urls_informes")),
    path("", include("enlaces.web.urls")),
    path("api/v1/", include("conferencia.api.urls")),
    path("cuentas/", include("allauth.urls")),
]
