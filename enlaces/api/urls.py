"""Rutas de la API de este paquete; se incluyen antes que las del núcleo, que terminan en la que no existe."""

from django.urls import path

from enlaces.api import avisos, bandeja, correos, designar, reglas

ORDENES = {"decision": bandeja.Decidir, "deshacer": bandeja.Deshacer, "toma": bandeja.Tomar, "turnos": bandeja.Turnar, "designacion": designar.Designar}
urlpatterns = [
    path("avisos/", avisos.Avisos.as_view({"get": "list"}), name="api-avisos-list"),
    path("avisos/<uuid:pk>/", avisos.Avisos.as_view({"get": "retrieve"}), name="api-avisos-detail"),
    path("correos/", correos.Correos.as_view({"get": "list"}), name="api-correos-list"),
    path("correos/<uuid:pk>/", correos.Correos.as_view({"get": "retrieve"}), name="api-correos-detail"),
    path("correos/<uuid:pk>/confirmacion/", correos.Confirmar.as_view(), name="api-correos-confirmacion"),
    path("correos/<uuid:pk>/descarte/", correos.Descartar.as_view(), name="api-correos-descarte"),
    path("entregas/", bandeja.Entregas.as_view({"get": "list"}), name="api-entregas-list"),
    path("entregas/<uuid:pk>/", bandeja.Entregas.as_view({"get": "retrieve"}), name="api-entregas-detail"),
    *(path(f"entregas/<uuid:pk>/{nombre}/", vista.as_view(), name=f"api-entregas-{nombre}") for nombre, vista in ORDENES.items()),
    path("reglas-de-aviso/", reglas.ReglasDeAviso.as_view({"get": "list"}), name="api-reglas-list"),
    path("reglas-de-aviso/alta/", reglas.Agregar.as_view(), name="api-reglas-alta"),
    path("reglas-de-aviso/prevision/", reglas.Prevision.as_view(), name="api-reglas-prevision"),
    path("reglas-de-aviso/<uuid:pk>/", reglas.ReglasDeAviso.as_view({"get": "retrieve"}), name="api-reglas-detail"),
    path("reglas-de-aviso/<uuid:pk>/cambio/", reglas.Cambiar.as_view(), name="api-reglas-cambio"),
    path("turnos/<uuid:pk>/opinion/", bandeja.Opinar.as_view(), name="api-turnos-opinion"),
]
