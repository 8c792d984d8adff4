"""Cómo prefiere cada persona que le lleguen sus avisos. Lo obligatorio no se apaga: solo cambia de hora y de forma."""

from datetime import time

from django.db import models
from django.db.models import Q

from conferencia.models import Usuario
from conferencia.models.base import ConIdentidad

HORA_POR_OMISION = time(8)


class Modalidad(models.TextChoices):
    RESUMEN = "resumen", "Un solo correo al día, con todo"
    INDIVIDUAL = "individual", "Además, un correo por cada plazo que se acerca"


class PreferenciaDeAvisos(ConIdentidad):
    """``hora``: local de la institución. Sin fila, rige lo de omisión: un resumen a las 8:00 y sin resumen semanal."""

    usuario = models.OneToOneField(Usuario, models.PROTECT, related_name="preferencia_de_avisos")
    modalidad = models.CharField(max_length=10, choices=Modalidad, default=Modalidad.RESUMEN)
    hora = models.TimeField("a qué hora", default=HORA_POR_OMISION)
    semanal = models.BooleanField("resumen semanal", default=False)

    class Meta:
        constraints = [models.CheckConstraint(name="preferencia_hora_de_oficina", condition=Q(hora__gte=time(7), hora__lte=time(18)))]

    def __str__(self) -> str:
        return f"{self.usuario}: {self.get_modalidad_display()}"
