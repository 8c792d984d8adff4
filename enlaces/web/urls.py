"""Direcciones de quien responde y de quien lo atiende."""

from django.urls import path

from enlaces.web import bandeja, correo, correo_subido, correos_demo, directorio, lote, mesa, pendientes, presentar, rebotes, subidas, turnos

urlpatterns = [
    path("mis-pendientes/", pendientes.mis_pendientes, name="mis-pendientes"),
    path("obligaciones/<uuid:pk>/presentar/", presentar.presentar, name="presentar"),
    path("obligaciones/<uuid:pk>/presentar/<uuid:llave>/", presentar.revisar, name="presentar-revisar"),
    path("obligaciones/<uuid:pk>/presentar/<uuid:llave>/archivos/", subidas.archivos, name="presentar-archivos"),
    path("obligaciones/<uuid:pk>/presentar/<uuid:llave>/archivos/<uuid:archivo>/", subidas.miniatura, name="presentar-miniatura"),
    path("obligaciones/<uuid:pk>/presentar/<uuid:llave>/subidas/<uuid:cual>/", subidas.subida, name="presentar-subida"),
    path("oficios/<uuid:pk>/recibido/", presentar.recibido, name="oficio-recibido"),
    path("bandeja/", bandeja.lista, name="bandeja"),
    path("bandeja/correo/", correo.lista, name="correo-lista"),
    path("bandeja/correo/registro/", correo.registro, name="correo-registro"),
    path("bandeja/correo/subir/", correo_subido.subir, name="correo-subir"),
    path("bandeja/correo/<uuid:pk>/", correo.detalle, name="correo-detalle"),
    path("bandeja/correo/<uuid:pk>/descartar/", correo.descartar, name="correo-descartar"),
    path("bandeja/correo/<uuid:pk>/reintentar/", correo.reintentar, name="correo-reintentar"),
    path("bandeja/cuarentena/", correo.cuarentena, name="correo-cuarentena"),
    path("bandeja/rebotes/", rebotes.lista, name="rebotes"),
    path("bandeja/<uuid:pk>/", bandeja.detalle, name="bandeja-detalle"),
    path("bandeja/lote/", lote.lote, name="bandeja-lote"),
    path("bandeja/atajos/", mesa.atajos, name="bandeja-atajos"),
    path("bandeja/vistas/", mesa.guardar, name="bandeja-vista-guardar"),
    path("bandeja/vistas/<uuid:pk>/quitar/", mesa.quitar, name="bandeja-vista-quitar"),
    path("bandeja/<uuid:pk>/turnar/", turnos.turnar_entrega, name="bandeja-turnar"),
    path("turnos/", turnos.lista, name="turnos"),
    path("turnos/<uuid:pk>/", turnos.detalle, name="turno"),
    path("turnos/<uuid:pk>/cancelar/", turnos.cancelar, name="turno-cancelar"),
    path("bandeja/<uuid:pk>/tomar/", mesa.tomar_entrega, name="bandeja-tomar"),
    path("bandeja/<uuid:pk>/soltar/", mesa.soltar_entrega, name="bandeja-soltar"),
    path("bandeja/<uuid:pk>/deshacer/", mesa.deshacer_decision, name="bandeja-deshacer"),
    path("enlaces/", directorio.lista, name="enlaces-directorio"),
    path("enlaces/designar/", directorio.designar_enlace, name="enlaces-designar"),
    path("demo/correos/", correos_demo.lista, name="correos-demo"),
    path("demo/correos/enviar/", correos_demo.enviar_hoy, name="correos-demo-enviar"),
    path("demo/correos/<uuid:pk>/", correos_demo.detalle, name="correo-demo"),
    path("demo/correos/<uuid:pk>/html/", correos_demo.cuerpo_html, name="correo-demo-html"),
]
