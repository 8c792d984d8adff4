"""Rutas: notificaciones, requerimientos y demás oficios de salida."""

from django.urls import path

from conferencia.web import expedientes, lotes, notificaciones, plantillas, requerimientos, salida

urlpatterns = [
    path("reuniones/<uuid:pk>/notificaciones/", notificaciones.de_reunion, name="reunion-notificaciones"),
    path("reuniones/<uuid:pk>/notificaciones/generar/", notificaciones.generar, name="notificaciones-generar"),
    path("reuniones/<uuid:pk>/notificaciones/emitir/", notificaciones.emitir, name="notificaciones-emitir"),
    path("oficios/salida/", salida.lista, name="salida-list"),
    path("oficios/salida/por-requerir/", requerimientos.lista, name="salida-por-requerir"),
    path("reuniones/<uuid:pk>/requerir/<str:clave>/", requerimientos.preparar, name="salida-requerir"),
    path("obligaciones/<uuid:pk>/requerir/", requerimientos.de_obligacion, name="obligacion-requerir"),
    path("obligaciones/<uuid:pk>/expediente/", expedientes.de_obligacion, name="obligacion-expediente"),
    path("instituciones/<str:clave>/expediente/", expedientes.de_institucion, name="institucion-expediente"),
    path("oficios/expedientes/<uuid:pk>/estado/", expedientes.estado, name="expediente-estado"),
    path("oficios/expedientes/<uuid:pk>/cancelar/", expedientes.cancelar, name="expediente-cancelar"),
    path("oficios/plantillas/", plantillas.lista, name="plantilla-list"),
    path("oficios/plantillas/<slug:clase>/", plantillas.editar, name="plantilla-editar"),
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
