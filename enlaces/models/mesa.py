"""La mesa de trabajo de la Secretaría Técnica: quién tiene qué, y cómo le gusta verlo a cada quien."""

from django.db import models
from django.db.models import Q

from conferencia.models import Entrega, Usuario
from conferencia.models.base import ConIdentidad


class Toma(ConIdentidad):
    """Quién dijo que está revisando una entrega. Avisa, no impide; sin actividad caduca (``domain.colas.SIN_ACTIVIDAD``)."""

    entrega = models.OneToOneField(Entrega, models.CASCADE, related_name="toma")
    usuario = models.ForeignKey(Usuario, models.CASCADE, related_name="tomas")
    tomada_en = models.DateTimeField()
    activa_en = models.DateTimeField("última actividad")

    class Meta:
        indexes = [models.Index(fields=["usuario", "activa_en"], name="toma_de_quien")]

    def __str__(self) -> str:
        return f"{self.entrega_id} por {self.usuario_id}"


class VistaDeBandeja(ConIdentidad):
    """Una cola con sus filtros, con nombre. ``consulta``: lo que va después de «?»; la dirección se puede compartir."""

    usuario = models.ForeignKey(Usuario, models.CASCADE, related_name="vistas_de_bandeja")
    nombre = models.CharField(max_length=60)
    consulta = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint("usuario", "nombre", name="vista_de_bandeja_unica"),
            models.CheckConstraint(name="vista_de_bandeja_con_nombre", condition=~Q(nombre="")),
        ]

    def __str__(self) -> str:
        return self.nombre


class PreferenciaDeMesa(ConIdentidad):
    """Lo que cada persona prefiere en la bandeja, en cualquier equipo."""

    usuario = models.OneToOneField(Usuario, models.CASCADE, related_name="preferencia_de_mesa")
    atajos = models.BooleanField("usa atajos de una tecla", default=True)

    def __str__(self) -> str:
        return f"{self.usuario_id}: {'con' if self.atajos else 'sin'} atajos"
