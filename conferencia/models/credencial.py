"""Credenciales de servicio, que actúan con los derechos vigentes de su titular, y las llaves con que una petición se repite sin riesgo."""

from django.db import models
from django.db.models import F, Q

from conferencia.models.base import ConIdentidad
from conferencia.models.usuario import Usuario


class Alcance(models.TextChoices):
    LECTURA = "lectura", "Solo leer"
    ESCRITURA = "escritura", "Leer y escribir"


class CredencialApi(ConIdentidad):
    """El secreto se muestra una vez; aquí queda su HMAC. Caduca a lo más en un año."""

    usuario = models.ForeignKey(Usuario, models.PROTECT, related_name="credenciales")
    nombre = models.CharField(max_length=80)
    alcance = models.CharField(max_length=10, choices=Alcance, default=Alcance.LECTURA)
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


class LlaveDeIdempotencia(ConIdentidad):
    """Una petición que crea, con su llave: repetirla da la misma respuesta. Sin ``codigo``, sigue en curso hasta ``arrendada_hasta``."""

    usuario = models.ForeignKey(Usuario, models.CASCADE, related_name="+")
    llave = models.CharField(max_length=200)
    huella = models.CharField("SHA-256 de método, ruta y cuerpo", max_length=64)
    codigo = models.PositiveSmallIntegerField(null=True, blank=True)
    cuerpo = models.JSONField(null=True, blank=True)
    encabezados = models.JSONField(default=dict)
    arrendada_hasta = models.DateTimeField()
    creada_en = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint("usuario", "llave", name="llave_de_idempotencia_unica")]

    def __str__(self) -> str:
        return self.llave
