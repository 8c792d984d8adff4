"""Rutas: prórrogas, no competencia, exenciones y quién responde."""

from django.urls import path

from conferencia.services.exenciones import Acto
from conferencia.web import adhesiones, exenciones, solicitudes

urlpatterns = [
    path("solicitudes/", solicitudes.lista, name="solicitud-list"),
    path("solicitudes/<uuid:pk>/", solicitudes.detalle, name="solicitud-detail"),
    path("solicitudes/<uuid:pk>/desistir/", solicitudes.retirar, name="solicitud-desistir"),
    path("solicitudes/<uuid:pk>/sustituta/", solicitudes.sustituta, name="solicitud-sustituta"),
    path("solicitudes/<uuid:pk>/sin-sustituta/", solicitudes.sin_sustituta, name="solicitud-sin-sustituta"),
    path("obligaciones/<uuid:pk>/pedir-prorroga/", solicitudes.prorroga, name="obligacion-pedir-prorroga"),
    path("obligaciones/<uuid:pk>/alegar-no-competencia/", solicitudes.no_competencia, name="obligacion-alegar-no-competencia"),
    path("obligaciones/<uuid:pk>/no-aplica/", exenciones.disponer, {"acto": Acto.NO_APLICA}, name="obligacion-no-aplica"),
    path("obligaciones/<uuid:pk>/sin-efecto/", exenciones.disponer, {"acto": Acto.SIN_EFECTO}, name="obligacion-sin-efecto"),
    path("obligaciones/<uuid:pk>/reactivar/", exenciones.disponer, {"acto": Acto.REACTIVAR}, name="obligacion-reactivar"),
    path("obligaciones/<uuid:pk>/reabrir/", exenciones.disponer, {"acto": Acto.REABRIR}, name="obligacion-reabrir"),
    path("reuniones/<uuid:pk>/en-lote/", exenciones.lote, name="reunion-en-lote"),
    path("reuniones/<uuid:pk>/en-lote/resultado/", exenciones.resultado, name="reunion-en-lote-resultado"),
    path("reuniones/<uuid:pk>/reglas-de-prorroga/", solicitudes.reglas, name="reunion-reglas-de-prorroga"),
    path("reuniones/<uuid:pk>/quien-responde/", adhesiones.quien_responde, name="reunion-quien-responde"),
    path("reuniones/<uuid:pk>/adherir/", adhesiones.adherir, name="reunion-adherir"),
]
