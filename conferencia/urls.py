"""Rutas. Los paquetes de arriba se incluyen por cadena: ``conferencia`` no los importa."""

from django.urls import include, path

urlpatterns = [
    path("", include("conferencia.web.urls")),
    path("", include("conferencia.web.urls_actas")),
    path("", include("conferencia.web.urls_agenda")),
    path("", include("conferencia.web.urls_credenciales")),
    path("", include("conferencia.web.urls_importaciones")),
    path("", include("conferencia.web.urls_oficios")),
    path("", include("conferencia.web.urls_plazos")),
    path("", include("conferencia.web.urls_registro")),
    path("", include("conferencia.web.urls_salida")),
    path("", include("conferencia.web.urls_seguimiento")),
    path("", include("conferencia.web.urls_solicitudes")),
    path("informes/", include("conferencia.web.urls_informes")),
    path("", include("enlaces.web.urls_designaciones")),
    path("", include("enlaces.web.urls")),
    path("", include("enlaces.web.urls_avisos")),
    path("api/v1/", include("enlaces.api.urls")),
    path("api/v1/", include("conferencia.api.urls")),
    path("cuentas/", include("allauth.urls")),
]
