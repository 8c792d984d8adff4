"""Rutas: cifras, requisitos, recurrencia y avance de las partes."""

from django.urls import path

from conferencia.web import cifras, definiciones, designa, partes, seguimiento

urlpatterns = [
    path("seguimiento/", seguimiento.pendientes, name="seguimiento"),
    path("obligaciones/<uuid:pk>/cifras/", cifras.capturar, name="cifras-capturar"),
    path("obligaciones/<uuid:pk>/partes/<uuid:parte>/", partes.etapa, name="parte-etapa"),
    path("obligaciones/<uuid:pk>/turno/", partes.turno, name="obligacion-turno"),
    path("obligaciones/<uuid:pk>/constancia/", partes.constancia, name="obligacion-constancia"),
    path("obligaciones/<uuid:pk>/insumos/", partes.insumos, name="obligacion-insumos"),
    path("obligaciones/<uuid:pk>/definiciones/", definiciones.de_obligacion, name="obligacion-definiciones"),
    path("compromisos/<uuid:pk>/seguimiento/", definiciones.detalle, name="compromiso-seguimiento"),
    path("compromisos/<uuid:pk>/indicadores/", definiciones.indicador_nuevo, name="indicador-nuevo"),
    path("compromisos/<uuid:pk>/requisitos/", definiciones.requisito_nuevo, name="requisito-nuevo"),
    path("compromisos/<uuid:pk>/recurrencia/", definiciones.recurrencia, name="compromiso-recurrencia"),
    path("compromisos/<uuid:pk>/cadencia/", definiciones.cadencia, name="compromiso-cadencia"),
    path("compromisos/<uuid:pk>/designa/", designa.cambiar, name="compromiso-designa"),
    path("indicadores/<uuid:pk>/", definiciones.indicador, name="indicador"),
    path("indicadores/<uuid:pk>/retirar/", definiciones.indicador_retirar, name="indicador-retirar"),
    path("requisitos/<uuid:pk>/retirar/", definiciones.requisito_retirar, name="requisito-retirar"),
]
