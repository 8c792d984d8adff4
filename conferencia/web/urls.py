"""Las páginas del núcleo."""

from django.urls import path, re_path

from conferencia.web import (
    archivos,
    bitacora,
    busqueda,
    conclusiones,
    cortes,
    disposiciones,
    extractos,
    instituciones,
    obligaciones,
    reuniones,
    salud,
    tablero,
    verificacion,
)

urlpatterns = [
    path("", tablero.tablero, name="tablero"),
    path("reuniones/", reuniones.lista, name="reunion-list"),
    path("reuniones/<uuid:pk>/", reuniones.detalle, name="reunion-detail"),
    path("disposiciones/<uuid:pk>/", disposiciones.detalle, name="disposicion-detail"),
    path("obligaciones/", obligaciones.lista, name="obligacion-list"),
    path("obligaciones/<uuid:pk>/", obligaciones.detalle, name="obligacion-detail"),
    path("cortes/rectificaciones/", cortes.rectificaciones, name="corte-rectificaciones"),
    path("disposiciones/<uuid:pk>/extracto/", extractos.de_disposicion, name="disposicion-extracto"),
    path("disposiciones/<uuid:pk>/conclusion/", conclusiones.de_disposicion, name="disposicion-conclusion"),
    path("reuniones/<uuid:pk>/conclusion/", conclusiones.de_reunion, name="reunion-conclusion"),
    path("instituciones/<str:clave>/", instituciones.detalle, name="institucion-detail"),
    path("instituciones/<str:clave>/contacto/", instituciones.contacto, name="institucion-contacto"),
    path("archivos/<uuid:pk>/", archivos.descargar, name="archivo-descargar"),
    path("archivos/<uuid:pk>/ver/", archivos.ver, name="archivo-ver"),
    path("oficios/<uuid:pk>/ver/", archivos.ver_oficio, name="oficio-ver"),
    path("v/", verificacion.preguntar, name="verificar-preguntar"),
    re_path(r"^v/(?P<dicho>[^/]+)/?\Z", verificacion.verificar, name="verificar"),
    path("buscar/", busqueda.pagina, name="buscar"),
    path("bitacora/", bitacora.bitacora, name="bitacora"),
    path("salud/viva", salud.viva, name="salud-viva"),
    path("salud/lista", salud.lista, name="salud-lista"),
]
