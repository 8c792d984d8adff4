"""Los peldaños de la escalera de avisos, como datos que la Secretaría Técnica cambia."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from conferencia.models.base import ConIdentidad
from conferencia.models.estructura import VigenteQuerySet
from enlaces.domain import avisos


class ClaseDeCompromiso(models.TextChoices):
    UNICA = "unica", "Con fecha"
    PERIODICA = "periodica", "Periódico"
    PERMANENTE = "permanente", "Permanente (al ratificar)"
    TURNO = "turno", "Opinión pedida a un área técnica"


class Momento(models.TextChoices):
    ANTES = "antes", "Antes del plazo"
    DESPUES = "despues", "Después del plazo"
    SEMANAL = "semanal", "Cada lunes, ya vencido"


class Papel(models.TextChoices):
    ENLACE = "enlace", "Enlace, o contacto oficial si no hay"
    TITULAR = "titular", "Titular de la institución"
    SECRETARIA = "secretaria", "Secretaría Técnica: tarea de requerir"
    AREA = "area", "Área técnica que debe opinar"


class ReglaDeAviso(ConIdentidad):
    """``dias``: naturales respecto del plazo; 0 antes es el mismo día. ``inmediato``: quien prefiere correos sueltos lo recibe suelto."""

    clase = models.CharField("clase de compromiso", max_length=10, choices=ClaseDeCompromiso)
    momento = models.CharField(max_length=7, choices=Momento)
    dias = models.PositiveSmallIntegerField("días", default=0)
    papel = models.CharField("para", max_length=10, choices=Papel, default=Papel.ENLACE)
    inmediato = models.BooleanField("urgente", default=False)
    activa = models.BooleanField(default=True)
    vigencia = DateRangeField()
    version = models.PositiveIntegerField(default=1)
    objects = VigenteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("clase", "momento", "dias", "papel", name="regla_de_aviso_unica"),
            models.CheckConstraint(name="regla_de_aviso_dias_razonables", condition=Q(dias__lte=180)),
            models.CheckConstraint(name="regla_despues_es_despues", condition=~Q(momento="despues") | Q(dias__gte=1)),
            models.CheckConstraint(name="regla_semanal_sin_dias", condition=~Q(momento="semanal") | Q(dias=0)),
            models.CheckConstraint(name="regla_escala_despues", condition=Q(papel__in=["enlace", "area"]) | Q(momento="despues")),
            models.CheckConstraint(name="regla_de_turno_al_area", condition=Q(clase="turno", papel="area") | ~Q(clase="turno") & ~Q(papel="area")),
        ]

    def __str__(self) -> str:
        return f"{self.get_clase_display()}: {self.dicho}"

    @property
    def dicho(self) -> str:
        """«7 días antes», «El mismo día», «1 día después», «Cada lunes, ya vencido»."""
        if self.momento == Momento.SEMANAL:
            return self.get_momento_display()
        if self.momento == Momento.ANTES and not self.dias:
            return "El mismo día"
        return f"{self.dias} {'día' if self.dias == 1 else 'días'} {'antes' if self.momento == Momento.ANTES else 'después'}"

    def como_regla(self) -> avisos.Regla:
        return avisos.Regla(avisos.Clase(self.clase), avisos.Momento(self.momento), self.dias, avisos.Papel(self.papel), self.inmediato, self.pk)
