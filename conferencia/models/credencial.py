"""Credenciales de servicio: actúan con los derechos vigentes de su titular y solo para leer."""

from django.db import models
from django.db.models import F, Q

from conferencia.models.base import ConIdentidad
from conferencia.models.usuario import Usuario


class CredencialApi(ConIdentidad):
    """El secreto se muestra una vez; aquí queda su HMAC. Caduca a lo más en un año."""

    usuario = models.ForeignKey(Usuario, models.PROTECT, related_name="credenciales")
    nombre = models.CharField(max_length=80)
    prefijo = models.CharField(max_length=12, unique=True)
    huella = models.CharField(max_length=64)
    creada_en = models.DateTimeField()
    caduca_el = models.DateField()
    revocada_en = models.DateTimeField(null=True, blank=True)
    usada_en = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="credencial_caduca_despues_de_nacer", condition=Q(caduca_el__gte=F("creada_en__date")))]

    def __str__(self) -> str:
        return f"{self.nombre} ({self.prefijo}…)"
