"""Una acción comprometida: acción, cita exacta, responsables, plazo y entregable."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from conferencia.models.base import ConIdentidad
from conferencia.models.busqueda import vector
from conferencia.models.disposicion import Disposicion, Parrafo
from conferencia.models.estructura import Institucion, TipoInstitucion


class Naturaleza(models.TextChoices):
    OBLIGACION = "obligacion", "Obligación"
    ACTO = "acto", "Acto (agotado en la reunión)"


class Modo(models.TextChoices):
    INDIVIDUAL = "individual", "Individual"
    CONJUNTA_POR_ENTIDAD = "conjunta_por_entidad", "Conjunta por entidad"
    CONJUNTA_UNICA = "conjunta_unica", "Conjunta única"


class ClasePlazo(models.TextChoices):
    FECHA = "fecha", "Fecha"
    PERIODO = "periodo", "Periodo"
    TERMINO = "termino", "Término"
    PERIODICO = "periodico", "Periódico"
    PERMANENTE = "permanente", "Permanente"
    INMEDIATO = "inmediato", "Inmediato"
    CONDICIONADO = "condicionado", "Condicionado"
    SIN_PLAZO = "sin_plazo", "Sin plazo"


class Compromiso(ConIdentidad):
    clave = models.CharField("clave legible", max_length=50, unique=True, help_text="ZC-2022-1/A3.2")
    disposicion = models.ForeignKey(Disposicion, models.PROTECT, related_name="compromisos")
    orden = models.PositiveSmallIntegerField()
    parrafo = models.ForeignKey(Parrafo, models.PROTECT, related_name="compromisos")
    cita_inicio = models.PositiveIntegerField("primer carácter de la cita en su párrafo")
    cita_fin = models.PositiveIntegerField("carácter siguiente al último de la cita")
    accion = models.TextField()
    naturaleza = models.CharField(max_length=10, choices=Naturaleza)
    modo = models.CharField(max_length=20, choices=Modo)
    entregable = models.CharField(max_length=300, blank=True)
    plazo_clase = models.CharField(max_length=12, choices=ClasePlazo)
    plazo_inicio = models.DateField(null=True, blank=True)
    plazo_vence = models.DateField(null=True, blank=True)
    plazo_periodicidad = models.CharField(max_length=14, blank=True)
    plazo_cantidad = models.PositiveIntegerField(null=True, blank=True)
    plazo_unidad = models.CharField(max_length=14, blank=True)
    plazo_evento = models.CharField(max_length=300, blank=True)
    plazo_texto = models.CharField("la frase citada", max_length=500, blank=True)
    plazo_explicacion = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    complementa = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="complementos")
    insumos = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="alimenta_a")
    avisos = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    ratificar_cada = models.PositiveSmallIntegerField("cadencia de ratificación, en meses; solo lo permanente", null=True, blank=True)
    designa = models.BooleanField("se cumple designando un enlace", default=False)
    rectificaciones = models.PositiveSmallIntegerField("veces rectificado después de publicar; sirve de versión", default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("disposicion", "orden", name="compromiso_orden_unico"),
            models.CheckConstraint(name="compromiso_cadencia_positiva", condition=Q(ratificar_cada__isnull=True) | Q(ratificar_cada__gte=1)),
            models.CheckConstraint(name="compromiso_cita_no_vacia", condition=Q(cita_inicio__lt=F("cita_fin"))),
            models.CheckConstraint(name="compromiso_no_se_completa_a_si", condition=Q(complementa__isnull=True) | ~Q(complementa=F("id"))),
            models.CheckConstraint(
                name="compromiso_plazo_en_orden",
                condition=Q(plazo_inicio__isnull=True) | Q(plazo_vence__isnull=True) | Q(plazo_inicio__lte=F("plazo_vence")),
            ),
            models.CheckConstraint(
                name="compromiso_plazo_con_sus_datos",
                condition=Q(plazo_clase__in=["fecha", "periodo"], plazo_vence__isnull=False)
                | Q(plazo_clase="termino", plazo_cantidad__isnull=False)
                | Q(plazo_clase="periodico") & ~Q(plazo_periodicidad="")
                | Q(plazo_clase__in=["permanente", "inmediato", "condicionado", "sin_plazo"]),
            ),
        ]
        indexes = [GinIndex(vector("accion", "entregable"), name="compromiso_por_palabras")]

    def __str__(self) -> str:
        return self.clave

    @property
    def cita(self) -> str:
        return self.parrafo.texto[self.cita_inicio : self.cita_fin]


class Responsable(ConIdentidad):
    """A quién obliga, como lo nombra el texto y como lo entiende el catálogo: una institución o una clase de ellas."""

    compromiso = models.ForeignKey(Compromiso, models.CASCADE, related_name="responsables")
    orden = models.PositiveSmallIntegerField()
    texto = models.CharField(max_length=300)
    tipo = models.CharField(max_length=3, choices=TipoInstitucion, blank=True)
    institucion = models.ForeignKey(Institucion, models.PROTECT, null=True, blank=True, related_name="+")
    duda = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("compromiso", "orden", name="responsable_orden_unico"),
            models.CheckConstraint(name="responsable_resuelto_o_dudoso", condition=Q(institucion__isnull=True) | Q(tipo="")),
        ]

    def __str__(self) -> str:
        return self.texto
