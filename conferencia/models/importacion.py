"""La carga de un seguimiento que ya corría en una matriz de Excel."""

from django.db import models
from django.db.models import Q

from conferencia.models.acta import Reunion
from conferencia.models.base import ConIdentidad
from conferencia.models.oficio import Archivo
from conferencia.models.usuario import Usuario


class EstadoImportacion(models.TextChoices):
    REVISADA = "revisada", "Revisada, sin aplicar"
    APLICADA = "aplicada", "Aplicada"
    DESCARTADA = "descartada", "Descartada"


class Importacion(ConIdentidad):
    """El libro tal como llegó, lo que de cada renglón se entendió (``informe``) y si ya se aplicó."""

    reunion = models.ForeignKey(Reunion, models.PROTECT, related_name="importaciones")
    archivo = models.ForeignKey(Archivo, models.PROTECT, related_name="importaciones")
    estado = models.CharField(max_length=10, choices=EstadoImportacion, default=EstadoImportacion.REVISADA)
    informe = models.JSONField(default=list)
    subida_por = models.ForeignKey(Usuario, models.PROTECT, null=True, blank=True, related_name="+")
    subida_en = models.DateTimeField()
    aplicada_en = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="importacion_aplicada_con_fecha", condition=~Q(estado="aplicada") | Q(aplicada_en__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"Importación de {self.reunion_id}"
