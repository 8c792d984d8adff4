"""El calendario de plazos que alguien sigue desde su propio programa."""

from django.db import models

from conferencia.models.base import ConIdentidad
from conferencia.models.estructura import Institucion
from conferencia.models.usuario import Usuario


class SuscripcionDeCalendario(ConIdentidad):
    """Una dirección ``.ics`` revocable. ``institucion``: solo lo de ella; nula, todo lo que la persona responde.

    La dirección se muestra una vez: aquí queda el HMAC de su secreto. No da ningún derecho que la persona no tenga al momento de leerla.
    """

    usuario = models.ForeignKey(Usuario, models.PROTECT, related_name="suscripciones")
    institucion = models.ForeignKey(Institucion, models.PROTECT, null=True, blank=True, related_name="+")
    huella = models.CharField(max_length=64, unique=True)
    creada_en = models.DateTimeField()
    leida_en = models.DateTimeField("la última vez que un programa la leyó", null=True, blank=True)
    revocada_en = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["usuario", "-creada_en"], name="suscripcion_de_persona")]

    def __str__(self) -> str:
        return f"Calendario de {self.institucion or self.usuario}"
