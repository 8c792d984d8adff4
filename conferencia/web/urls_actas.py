"""La captura de un acta: recibirla, confirmarla, publicarla y, después, rectificar."""

from django.urls import path

from conferencia.web import actas, agregados, borradores, captura, identificacion, rectificaciones

urlpatterns = [
    path("actas/nueva/", actas.nueva, name="acta-nueva"),
    path("actas/borrador/", borradores.borrador, name="acta-borrador"),
    path("actas/borrador/<uuid:pk>/", borradores.revision, name="borrador-detail"),
    path("actas/recibidas/<uuid:pk>/", actas.recibida, name="recepcion-detail"),
    path("actas/recibidas/<uuid:pk>/estado/", actas.estado, name="recepcion-estado"),
    path("actas/<uuid:pk>/", captura.detalle, name="acta-detail"),
    path("actas/<uuid:pk>/paginas/<int:numero>/", actas.pagina, name="acta-pagina"),
    path("actas/<uuid:pk>/identificacion/", identificacion.identidad, name="captura-identidad"),
    path("actas/<uuid:pk>/aceptar/", captura.aceptar_todo, name="captura-aceptar-todo"),
    path("actas/<uuid:pk>/compromisos/<slug:identidad>/", captura.editar, name="captura-editar"),
    path("actas/<uuid:pk>/compromisos/<slug:identidad>/aceptar/", captura.aceptar, name="captura-aceptar"),
    path("actas/<uuid:pk>/compromisos/<slug:identidad>/descartar/", captura.descartar, name="captura-descartar"),
    path("actas/<uuid:pk>/compromisos/<slug:identidad>/recuperar/", captura.recuperar, name="captura-recuperar"),
    path("actas/<uuid:pk>/compromisos/<slug:identidad>/cita/", agregados.cita, name="captura-cita"),
    path("actas/<uuid:pk>/<slug:clase>/<int:numero>/agregar/", agregados.agregar, name="captura-agregar"),
    path("actas/<uuid:pk>/<slug:clase>/<int:numero>/referencias/<int:indice>/", agregados.referencia, name="captura-referencia"),
    path("actas/<uuid:pk>/publicar/", actas.publicacion, name="acta-publicar"),
    path("compromisos/<uuid:pk>/rectificar/", rectificaciones.rectificar, name="compromiso-rectificar"),
]
