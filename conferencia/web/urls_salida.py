"""Rutas: notificaciones, requerimientos y demás oficios de salida."""

from django.urls import path

from conferencia.web import lotes, notificaciones, salida

urlpatterns = [
    path("reuniones/<uuid:pk>/notificaciones/", notificaciones.de_reunion, name="reunion-notificaciones"),
    path("reuniones/<uuid:pk>/notificaciones/generar/", notificaciones.generar, name="notificaciones-generar"),
    path("reuniones/<uuid:pk>/notificaciones/emitir/", notificaciones.emitir, name="notificaciones-emitir"),
    path("oficios/salida/", salida.lista, name="salida-list"),
    path("oficios/salida/<uuid:pk>/", salida.detalle, name="salida-detail"),
    path("oficios/salida/<uuid:pk>/corregir/", salida.corregir, name="salida-corregir"),
    path("oficios/salida/<uuid:pk>/rehacer/", salida.rehacer, name="salida-rehacer"),
    path("oficios/salida/<uuid:pk>/borrador.docx", salida.borrador, name="salida-borrador"),
    path("oficios/salida/<uuid:pk>/componer/", salida.componer, name="salida-componer"),
    path("oficios/salida/<uuid:pk>/emitir/", salida.emitir, name="salida-emitir"),
    path("oficios/salida/<uuid:pk>/entrega/", salida.entregar, name="salida-entregar"),
    path("oficios/salida/<uuid:pk>/atender/", salida.atender, name="salida-atender"),
    path("oficios/salida/<uuid:pk>/cancelar/", salida.cancelado, name="salida-cancelar"),
    path("oficios/lotes/<uuid:pk>/estado/", lotes.estado, name="lote-estado"),
    path("oficios/lotes/<uuid:pk>/cancelar/", lotes.cancelar, name="lote-cancelar"),
]
