"""Un documento recibido para leerse: mientras se lee, si no se pudo, y el acta que dio."""

from django.db import models
from django.db.models import Q

from conferencia.models.acta import Acta
from conferencia.models.base import ConIdentidad
from conferencia.models.estructura import Zona
from conferencia.models.oficio import Archivo
from conferencia.models.trabajo import Trabajo
from conferencia.models.usuario import Usuario


class EstadoRecepcion(models.TextChoices):
    POR_LEER = "por_leer", "Por leer"
    LEIDA = "leida", "Leída"
    ILEGIBLE = "ilegible", "No se pudo leer"


class Recepcion(ConIdentidad):
    """``zona`` y ``fecha``: lo que se indicó al subir. ``posiciones``: palabras y sus lugares, derivadas del original, que no se toca."""

    archivo = models.ForeignKey(Archivo, models.PROTECT, related_name="recepciones")
    zona = models.ForeignKey(Zona, models.PROTECT, null=True, blank=True, related_name="+")
    fecha = models.DateField(null=True, blank=True)
    estado = models.CharField(max_length=8, choices=EstadoRecepcion, default=EstadoRecepcion.POR_LEER)
    trabajo = models.OneToOneField(Trabajo, models.PROTECT, null=True, blank=True, related_name="recepcion")
    acta = models.OneToOneField(Acta, models.PROTECT, null=True, blank=True, related_name="recepcion")
    error = models.TextField(blank=True)
    paginas = models.PositiveSmallIntegerField("páginas, si el formato las tiene", default=0)
    paginas_leidas = models.PositiveSmallIntegerField(default=0)
    avisos = models.JSONField("lo que conviene revisar del documento", default=list, blank=True)
    posiciones = models.FileField(upload_to="posiciones/", max_length=200, blank=True)
    recibida_por = models.ForeignKey(Usuario, models.PROTECT, null=True, blank=True, related_name="+")
    recibida_en = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="recepcion_leida_con_acta",
                condition=Q(estado="leida", acta__isnull=False) | ~Q(estado="leida") & Q(acta__isnull=True),
            ),
            models.CheckConstraint(name="recepcion_ilegible_con_razon", condition=~Q(estado="ilegible") | ~Q(error="")),
        ]

    def __str__(self) -> str:
        return f"Recepción de {self.archivo_id}"
