"""Lo que se halló en un archivo al recibirlo: se dice donde el archivo aparezca, y el original no se toca."""

from django.db import models
from django.db.models import Q

from conferencia.domain.admision import Hallazgos
from conferencia.models.base import ConIdentidad
from conferencia.models.oficio import Archivo, Oficio


class Antivirus(models.TextChoices):
    LIMPIO = "limpio", "Sin virus"
    SIN_REVISAR = "sin_revisar", "Sin revisar contra virus"
    INFECTADO = "infectado", "Trae un virus"
    NO_HAY = "no_hay", "Sin antivirus configurado"


class ExamenDeArchivo(ConIdentidad):
    """``hallazgos``: claves de ``domain.admision``. ``firma_de_virus``: cómo lo llama el antivirus."""

    archivo = models.OneToOneField(Archivo, models.CASCADE, related_name="examen")
    paginas = models.PositiveIntegerField(null=True, blank=True)
    hallazgos = models.JSONField(default=list)
    antivirus = models.CharField(max_length=11, choices=Antivirus, default=Antivirus.NO_HAY)
    firma_de_virus = models.CharField(max_length=200, blank=True)
    ya_en = models.ForeignKey(Oficio, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="oficio de la misma institución que ya lo traía")
    sin_vista = models.CharField("por qué no hay copia que mostrar", max_length=300, blank=True)
    examinado_en = models.DateTimeField()
    revisado_en = models.DateTimeField("contra virus", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="examen_infectado_con_nombre", condition=~Q(antivirus="infectado") | ~Q(firma_de_virus="")),
            models.CheckConstraint(name="examen_revisado_con_hora", condition=~Q(antivirus__in=["limpio", "infectado"]) | Q(revisado_en__isnull=False)),
        ]
        indexes = [models.Index(fields=["examinado_en"], condition=Q(antivirus="sin_revisar"), name="examen_por_revisar")]

    def __str__(self) -> str:
        return f"Examen de {self.archivo_id}"

    @property
    def hallado(self) -> Hallazgos:
        return Hallazgos(tuple(self.hallazgos))
