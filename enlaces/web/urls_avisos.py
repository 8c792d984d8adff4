"""Direcciones de los avisos: el registro, los propios, sus reglas y lo que dejan por requerir."""

from django.urls import path
from django.views.generic import RedirectView

from enlaces.web import avisos, mis_avisos, reglas, requerimientos

urlpatterns = [
    path("avisos/", avisos.lista, name="avisos"),
    path("avisos/mios/", mis_avisos.lista, name="avisos-mios"),
    path("avisos/mios/leer/", mis_avisos.leer, name="avisos-leer"),
    path("avisos/baja/<str:token>/", mis_avisos.baja, name="avisos-baja"),
    path("avisos/reglas/", reglas.lista, name="reglas-de-aviso"),
    path("avisos/reglas/nueva/", reglas.nueva, name="regla-de-aviso-nueva"),
    path("avisos/reglas/prevision/", reglas.prevision, name="avisos-prevision"),
    path("avisos/reglas/<uuid:pk>/", reglas.editar, name="regla-de-aviso"),
    path("avisos/requerimientos/", RedirectView.as_view(pattern_name="salida-por-requerir"), name="requerimientos"),
    path("avisos/requerimientos/<uuid:pk>/", requerimientos.tarea, name="requerimiento"),
    path("avisos/<uuid:pk>/", avisos.detalle, name="aviso-detalle"),
    path("avisos/<uuid:pk>/html/", avisos.cuerpo_html, name="aviso-html"),
    path("avisos/<uuid:pk>/reenviar/", avisos.reenviar_aviso, name="aviso-reenviar"),
    path("cuenta/avisos/", mis_avisos.preferencias, name="avisos-preferencias"),
]
