"""Direcciones de quien designa, de quien es designado y de quien confirma."""

from django.urls import path

from enlaces.web import activacion, confirmacion, cuentas, relevo

urlpatterns = [
    path("cuentas/activar/codigo/", activacion.codigo, name="activar-codigo"),
    path("cuentas/activar/<slug:token>/", activacion.activar, name="activar"),
    path("cuentas/activar/<slug:token>/otra/", activacion.pedir_otra, name="activar-otra"),
    path("cuentas/activada/", activacion.activada, name="cuenta-activada"),
    path("cuentas/confirmar/<slug:token>/", confirmacion.confirmar, name="confirmar"),
    path("relevo/<uuid:pk>/", relevo.pagina, name="relevo"),
    path("relevo/<uuid:pk>/borradores/<uuid:borrador>/", relevo.heredar, name="relevo-heredar"),
    path("enlaces/<uuid:pk>/reenviar/", cuentas.reenviar, name="enlaces-reenviar"),
    path("enlaces/<uuid:pk>/revocar/", cuentas.revocar, name="enlaces-revocar"),
]
