"""Rutas: calendarios, términos, suspensiones y fechas objetivo."""

from django.urls import path

from conferencia.web import calendarios, plazos, plazos_de_disposicion

urlpatterns = [
    path("calendarios/", calendarios.lista, name="calendario-list"),
    path("calendarios/nuevo/", calendarios.nuevo, name="calendario-nuevo"),
    path("calendarios/de/<slug:clave>/", calendarios.detalle, name="calendario-detail"),
    path("calendarios/de/<slug:clave>/agregar/", calendarios.agregar, name="calendario-agregar"),
    path("calendarios/de/<slug:clave>/adoptar/", calendarios.adoptar, name="calendario-adoptar"),
    path("calendarios/de/<slug:clave>/quitar/<uuid:pk>/", calendarios.quitar, name="calendario-quitar"),
    path("obligaciones/<uuid:pk>/suspender/", plazos.suspender_plazo, name="obligacion-suspender"),
    path("obligaciones/<uuid:pk>/reanudar/", plazos.reanudar_plazo, name="obligacion-reanudar"),
    path("obligaciones/<uuid:pk>/objetivo/", plazos.objetivo, name="obligacion-objetivo"),
    path("obligaciones/<uuid:pk>/evento/", plazos_de_disposicion.evento_de_obligacion, name="obligacion-evento"),
    path("disposiciones/<uuid:pk>/plazos/", plazos_de_disposicion.de_disposicion, name="disposicion-plazos"),
    path("compromisos/<uuid:pk>/evento/", plazos_de_disposicion.evento, name="compromiso-evento"),
    path("compromisos/<uuid:pk>/plazos/", plazos_de_disposicion.varias, name="compromiso-plazos"),
]
