"""Los oficios que llegan: lista, ventanilla y acuse."""

from django.urls import path

from conferencia.web import acuses, oficios, ventanilla

urlpatterns = [
    path("oficios/", oficios.lista, name="oficio-list"),
    path("oficios/ventanilla/", ventanilla.elegir, name="ventanilla"),
    path("oficios/ventanilla/<str:clave>/", ventanilla.registrar, name="ventanilla-registrar"),
    path("acuses/<uuid:pk>/", acuses.detalle, name="acuse-detail"),
    path("acuses/<uuid:pk>/ver/", acuses.ver, name="acuse-ver"),
    path("acuses/<uuid:pk>/pdf/", acuses.impreso, name="acuse-pdf"),
]
