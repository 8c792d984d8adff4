"""Direcciones de quien designa, de quien es designado y de quien confirma."""

from django.urls import path, re_path

from enlaces.web import activacion, confirmacion, cuentas, designar, directorio, encargos, relevo

urlpatterns = [
    path("cuentas/activar/codigo/", activacion.codigo, name="activar-codigo"),
    path("cuentas/activar/<slug:token>/", activacion.activar, name="activar"),
    path("cuentas/activar/<slug:token>/otra/", activacion.pedir_otra, name="activar-otra"),
    path("cuentas/activada/", activacion.activada, name="cuenta-activada"),
    path("cuentas/confirmar/<slug:token>/", confirmacion.confirmar, name="confirmar"),
    path("relevo/<uuid:pk>/", relevo.pagina, name="relevo"),
    path("relevo/<uuid:pk>/borradores/<uuid:borrador>/", relevo.heredar, name="relevo-heredar"),
    path("enlaces/designar/<str:clave>/", designar.por_oficio, name="enlaces-designar-oficio"),
    path("enlaces/designar/de-entrega/<uuid:pk>/", designar.de_entrega, name="designar-de-entrega"),
    path("obligaciones/<uuid:pk>/designar/", designar.desde_obligacion, name="obligacion-designar"),
    path("enlaces/propuestas/", designar.lista, name="propuestas"),
    path("enlaces/propuestas/<uuid:pk>/", designar.detalle, name="propuesta"),
    path("enlaces/propuestas/<uuid:pk>/avisar/", designar.avisar, name="propuesta-avisar"),
    path("enlaces/instituciones/<str:clave>/", directorio.institucion, name="enlaces-institucion"),
    path("enlaces/instituciones/<str:clave>/invitar/", cuentas.invitar, name="enlaces-invitar"),
    path("enlaces/personas/<uuid:pk>/", directorio.persona, name="enlaces-persona"),
    path("enlaces/vacantes/", directorio.las_vacantes, name="enlaces-vacantes"),
    path("enlaces/cambio-de-gobierno/", encargos.en_masa, name="enlaces-en-masa"),
    re_path(r"^enlaces/directorio\.(?P<formato>csv|xlsx)$", directorio.exportar, name="enlaces-exportar"),
    path("enlaces/<uuid:pk>/terminar/", encargos.terminar, name="enlaces-terminar"),
    path("enlaces/<uuid:pk>/renovar/", encargos.renovar, name="enlaces-renovar"),
    path("enlaces/<uuid:pk>/delegar/", encargos.delegacion, name="enlaces-delegar"),
    path("enlaces/<uuid:pk>/reenviar/", cuentas.reenviar, name="enlaces-reenviar"),
    path("enlaces/<uuid:pk>/revocar/", cuentas.revocar, name="enlaces-revocar"),
]
