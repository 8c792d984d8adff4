"""Lo que un enlace lleva escrito y aún no envía: nada se pierde por un error, un cierre de sesión o una conexión rota."""

from django.db import models

from conferencia.models import Archivo, Obligacion, Usuario
from conferencia.models.base import ConIdentidad


class Borrador(ConIdentidad):
    """Su ``id`` es la llave de envío del oficio: enviarlo dos veces es enviarlo una.

    ``datos``: los campos tal como se escribieron, válidos o no.
    """

    usuario = models.ForeignKey(Usuario, models.CASCADE, related_name="borradores")
    obligacion = models.ForeignKey(Obligacion, models.CASCADE, related_name="borradores")
    datos = models.JSONField(default=dict)
    archivos = models.ManyToManyField(Archivo, blank=True, related_name="borradores")
    creado_en = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"Borrador de {self.usuario_id} en {self.obligacion_id}"
