"""Lo que la Conferencia acuerda en sesión."""

from django.db import models

from conferencia.models import Disposicion


class Sentido(models.TextChoices):
    SIN_REGISTRO = "sin_registro", "El acta no registra la votación"
    UNANIMIDAD = "unanimidad", "Por unanimidad"
    MAYORIA = "mayoria", "Por mayoría"


class Acuerdo(Disposicion):
    disposicion = models.OneToOneField(Disposicion, models.PROTECT, parent_link=True, primary_key=True, related_name="+")
    sentido = models.CharField("sentido de la votación", max_length=12, choices=Sentido, default=Sentido.SIN_REGISTRO)
