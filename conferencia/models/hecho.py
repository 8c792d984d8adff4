"""El renglón de solo agregar: historia, auditoría y bandeja de salida a la vez."""

from django.db import models
from django.db.models import Q

from conferencia.models.usuario import Usuario


class HechoQuerySet(models.QuerySet):
    def de(self, objeto):
        """Los hechos de un objeto del dominio, del más nuevo al más viejo."""
        return self.filter(sujeto=objeto._meta.model_name, sujeto_id=objeto.pk).order_by("-numero")


class Hecho(models.Model):
    """Quién, cuándo, qué, de qué estado a cuál y por qué, encadenado por hash (``domain.hechos``).

    ``rige_el``: desde qué día vale lo que dice. ``asentado_en``: cuándo se supo. La base niega UPDATE, DELETE y TRUNCATE.
    ``datos`` es texto JSON canónico y no ``jsonb``, que reordena llaves y rompería la huella.
    """

    numero = models.BigIntegerField(primary_key=True)
    clase = models.CharField(max_length=60, help_text="«obligacion.aceptada»")
    sujeto = models.CharField("modelo del que habla", max_length=30)
    sujeto_id = models.UUIDField()
    reunion_id = models.UUIDField(null=True, blank=True)
    obligacion_id = models.UUIDField(null=True, blank=True)
    de = models.CharField(max_length=20, blank=True)
    a = models.CharField(max_length=20, blank=True)
    motivo = models.TextField(blank=True)
    datos = models.TextField(default="{}")
    rige_el = models.DateField()
    asentado_en = models.DateTimeField()
    actor = models.ForeignKey(Usuario, models.PROTECT, null=True, blank=True, related_name="+")
    huella_anterior = models.CharField(max_length=64)
    huella = models.CharField(max_length=64, unique=True)
    objects = HechoQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(name="hecho_numerado_desde_uno", condition=Q(numero__gte=1))]
        indexes = [
            models.Index(fields=["obligacion_id", "-numero"], name="hecho_de_obligacion", condition=Q(obligacion_id__isnull=False)),
            models.Index(fields=["sujeto_id", "-numero"], name="hecho_de_sujeto"),
            models.Index(fields=["clase", "numero"], name="hecho_por_clase"),
        ]

    def __str__(self) -> str:
        return f"{self.numero} {self.clase}"
