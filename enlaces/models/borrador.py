"""Lo que un enlace lleva escrito y aún no envía: nada se pierde por un error, un cierre de sesión o una conexión rota."""

from django.db import models

from conferencia.models import Archivo, Obligacion, Usuario
from conferencia.models.base import ConIdentidad


class Borrador(ConIdentidad):
    """Su ``id`` es la llave de envío del oficio: enviarlo dos veces es enviarlo una.

    ``datos``: los campos tal como se escribieron, válidos o no. ``orden``: ids de sus archivos, del primero al último; los que falten van al final.
    """

    usuario = models.ForeignKey(Usuario, models.CASCADE, related_name="borradores")
    obligacion = models.ForeignKey(Obligacion, models.CASCADE, related_name="borradores")
    datos = models.JSONField(default=dict)
    archivos = models.ManyToManyField(Archivo, blank=True, related_name="borradores")
    orden = models.JSONField(default=list)
    creado_en = models.DateTimeField(auto_now_add=True)

    def en_orden(self) -> list[Archivo]:
        """Sus archivos, como van a quedar en el oficio."""
        lugar = {pk: n for n, pk in enumerate(self.orden)}
        archivos = self.archivos.select_related("examen").order_by("pk")
        return sorted(archivos, key=lambda a: lugar.get(str(a.pk), len(lugar)))

    def __str__(self) -> str:
        return f"Borrador de {self.usuario_id} en {self.obligacion_id}"
