"""La tarea que deja el último peldaño de la escalera: preparar el oficio de requerimiento."""

from django.db import models
from django.db.models import Q

from conferencia.models import Institucion, Obligacion, Oficio, Usuario
from conferencia.models.base import ConIdentidad


class TareaDeRequerimiento(ConIdentidad):
    """Una por obligación, institución y plazo vencido. Se cierra al salir el oficio, al cumplirse o con una nota que diga por qué no hizo falta."""

    obligacion = models.ForeignKey(Obligacion, models.PROTECT, related_name="tareas_de_requerimiento")
    institucion = models.ForeignKey(Institucion, models.PROTECT, related_name="+")
    vence_el = models.DateField("plazo que venció")
    creada_el = models.DateField()
    avisos = models.PositiveSmallIntegerField("correos que se le habían mandado tras vencer", default=0)
    oficio = models.ForeignKey(Oficio, models.PROTECT, null=True, blank=True, related_name="+")
    cerrada_en = models.DateTimeField(null=True, blank=True)
    cerrada_por = models.ForeignKey(Usuario, models.PROTECT, null=True, blank=True, related_name="+")
    nota = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("obligacion", "institucion", "vence_el", name="tarea_de_requerimiento_unica"),
            models.CheckConstraint(name="tarea_cerrada_con_razon", condition=Q(cerrada_en__isnull=True) | Q(oficio__isnull=False) | ~Q(nota="")),
        ]
        indexes = [models.Index("creada_el", name="tarea_abierta", condition=Q(cerrada_en__isnull=True))]

    def __str__(self) -> str:
        return f"Requerir a {self.institucion}: {self.obligacion}"
