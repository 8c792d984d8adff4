"""Lo que el acta ordena. ``Acuerdo`` y ``Transitorio`` son disposiciones y viven en sus paquetes."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from conferencia.models.acta import Acta, Reunion
from conferencia.models.base import ConIdentidad
from conferencia.models.busqueda import vector


class Clase(models.TextChoices):
    ACUERDO = "acuerdo", "Acuerdo"
    TRANSITORIO = "transitorio", "Disposición transitoria"


class DisposicionQuerySet(models.QuerySet):
    def de_la_reunion(self, reunion):
        return self.filter(reunion=reunion).en_orden()

    def en_orden(self):
        return self.order_by("reunion__fecha", "reunion_id", "clase", "numero")


class Disposicion(ConIdentidad):
    clave = models.CharField("clave legible", max_length=40, unique=True, help_text="ZC-2022-1/A3")
    acta = models.ForeignKey(Acta, models.PROTECT, related_name="disposiciones")
    reunion = models.ForeignKey(Reunion, models.PROTECT, related_name="disposiciones")
    clase = models.CharField(max_length=12, choices=Clase)
    numero = models.PositiveIntegerField()
    ordinal = models.CharField("como viene en el texto", max_length=60)
    titulo = models.CharField(max_length=400, blank=True)
    concluida_el = models.DateField("cuándo la declaró concluida el órgano", null=True, blank=True)
    concluida_por = models.CharField("sesión o acto en que lo declaró", max_length=300, blank=True)
    objects = DisposicionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("acta", "clase", "numero", name="disposicion_numero_unico"),
            models.CheckConstraint(name="disposicion_concluida_con_acto", condition=Q(concluida_el__isnull=True) | ~Q(concluida_por="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_clase_display()} {self.ordinal}"

    @property
    def sigla(self) -> str:
        """«A3» o «T1»: lo que cabe en el encabezado de la matriz."""
        return f"{self.clase[0].upper()}{self.numero}"


class Parrafo(ConIdentidad):
    disposicion = models.ForeignKey(Disposicion, models.PROTECT, related_name="parrafos")
    numero = models.PositiveSmallIntegerField()
    texto = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint("disposicion", "numero", name="parrafo_numero_unico"),
            models.CheckConstraint(name="parrafo_desde_uno", condition=Q(numero__gte=1) & ~Q(texto="")),
        ]
        indexes = [GinIndex(vector("texto"), name="parrafo_por_palabras")]

    def __str__(self) -> str:
        return f"{self.disposicion} ¶{self.numero}"


class Referencia(ConIdentidad):
    """Una disposición que cita a otra. Lo que el texto dice no se toca; lo corregido se guarda aparte."""

    origen = models.ForeignKey(Disposicion, models.PROTECT, related_name="referencias")
    texto = models.CharField("lo que el texto dice", max_length=400)
    clase = models.CharField(max_length=12, choices=Clase)
    numero = models.PositiveIntegerField()
    parrafo = models.PositiveSmallIntegerField(null=True, blank=True)
    destino = models.ForeignKey(Disposicion, models.PROTECT, null=True, blank=True, related_name="citada_por")
    destino_parrafo = models.PositiveSmallIntegerField(null=True, blank=True)
    duda = models.CharField("por qué es dudosa", max_length=300, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="referencia_no_a_si_misma", condition=Q(destino__isnull=True) | ~Q(destino=F("origen")))]

    def __str__(self) -> str:
        return self.texto
