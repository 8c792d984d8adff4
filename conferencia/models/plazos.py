"""Lo que mueve o detiene un plazo: eventos que lo inician, prórrogas, suspensiones y la no competencia que se alega."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from conferencia.models.acta import Reunion
from conferencia.models.base import ConIdentidad
from conferencia.models.compromiso import ClasePlazo, Compromiso
from conferencia.models.estructura import EntidadFederativa, Institucion
from conferencia.models.obligacion import Obligacion
from conferencia.models.oficio import Oficio
from conferencia.models.usuario import Usuario


class Evento(ConIdentidad):
    """El hecho del que se cuenta un término («la entrada en vigor…»). Sin ``entidad``, vale para todas."""

    compromiso = models.ForeignKey(Compromiso, models.PROTECT, related_name="eventos")
    entidad = models.ForeignKey(EntidadFederativa, models.PROTECT, null=True, blank=True, related_name="+")
    fecha = models.DateField()
    fundamento = models.CharField("con qué se acredita", max_length=300)
    oficio = models.ForeignKey(Oficio, models.PROTECT, null=True, blank=True, related_name="+")
    registrado_por = models.ForeignKey(Usuario, models.PROTECT, null=True, blank=True, related_name="+")
    registrado_en = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("compromiso", "entidad", nulls_distinct=False, name="evento_unico"),
            models.CheckConstraint(name="evento_con_fundamento", condition=~Q(fundamento="")),
        ]

    def __str__(self) -> str:
        return f"{self.fecha} en {self.compromiso_id}"


class LimiteDeProrroga(ConIdentidad):
    """Cuántas prórrogas y de cuántos días naturales admite cada clase de plazo en una reunión. Sin renglón, una de hasta 90."""

    reunion = models.ForeignKey(Reunion, models.PROTECT, related_name="limites_de_prorroga")
    plazo_clase = models.CharField(max_length=12, choices=ClasePlazo)
    cuantas = models.PositiveSmallIntegerField()
    dias = models.PositiveSmallIntegerField("días naturales por prórroga")

    class Meta:
        constraints = [
            models.UniqueConstraint("reunion", "plazo_clase", name="limite_de_prorroga_unico"),
            models.CheckConstraint(name="limite_de_prorroga_con_dias", condition=Q(cuantas=0) | Q(dias__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.cuantas} de {self.dias} días"


class Suspension(ConIdentidad):
    """Días ``[desde, hasta]`` que no cuentan; sin ``hasta``, el plazo sigue detenido. Al reanudar, la fecha se recorre otros tantos."""

    obligacion = models.ForeignKey(Obligacion, models.PROTECT, related_name="suspensiones")
    desde = models.DateField()
    hasta = models.DateField(null=True, blank=True)
    motivo = models.CharField(max_length=300)
    fundamento = models.CharField(max_length=300)
    oficio = models.ForeignKey(Oficio, models.PROTECT, null=True, blank=True, related_name="+")
    dispuesta_por = models.ForeignKey(Usuario, models.PROTECT, null=True, blank=True, related_name="+")
    dispuesta_en = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="suspension_en_orden", condition=Q(hasta__isnull=True) | Q(hasta__gte=F("desde"))),
            models.CheckConstraint(name="suspension_motivada", condition=~Q(motivo="") & ~Q(fundamento="")),
            ExclusionConstraint(
                name="suspension_sin_traslape",
                expressions=[
                    ("obligacion", RangeOperators.EQUAL),
                    (Func(F("desde"), F("hasta"), models.Value("[]"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.desde} a {self.hasta or 'la fecha'}"


class ClaseSolicitud(models.TextChoices):
    PRORROGA = "prorroga", "Prórroga"
    NO_COMPETENCIA = "no_competencia", "No competencia"


class EstadoSolicitud(models.TextChoices):
    PENDIENTE = "pendiente", "Por resolver"
    PROCEDENTE = "procedente", "Procedente"
    IMPROCEDENTE = "improcedente", "Improcedente"
    DESISTIDA = "desistida", "Desistida"


class Solicitud(ConIdentidad):
    """Lo que una institución pide con oficio sobre su obligación y la Secretaría Técnica resuelve con motivo y fundamento."""

    obligacion = models.ForeignKey(Obligacion, models.PROTECT, related_name="solicitudes")
    clase = models.CharField(max_length=14, choices=ClaseSolicitud)
    institucion = models.ForeignKey(Institucion, models.PROTECT, related_name="solicitudes")
    oficio = models.ForeignKey(Oficio, models.PROTECT, related_name="solicitudes")
    motivo = models.TextField()
    pide_hasta = models.DateField(null=True, blank=True)
    estado = models.CharField(max_length=12, choices=EstadoSolicitud, default=EstadoSolicitud.PENDIENTE)
    presentada_en = models.DateTimeField()
    presentada_por = models.ForeignKey(Usuario, models.PROTECT, null=True, blank=True, related_name="+")
    resuelta_en = models.DateTimeField(null=True, blank=True)
    resuelta_por = models.ForeignKey(Usuario, models.PROTECT, null=True, blank=True, related_name="+")
    resolucion = models.TextField("por qué se resolvió así", blank=True)
    fundamento = models.CharField(max_length=300, blank=True)
    concede_hasta = models.DateField(null=True, blank=True)
    sustituta = models.ForeignKey(Institucion, models.PROTECT, null=True, blank=True, related_name="suple_en")
    sin_sustituta = models.TextField("por qué nadie la sustituye", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("obligacion", "clase", "institucion", condition=Q(estado="pendiente"), name="solicitud_una_por_resolver"),
            models.CheckConstraint(name="solicitud_prorroga_con_fecha", condition=~Q(clase="prorroga") | Q(pide_hasta__isnull=False)),
            models.CheckConstraint(name="solicitud_motivada", condition=~Q(motivo="")),
            models.CheckConstraint(
                name="solicitud_resuelta_con_motivo",
                condition=Q(estado__in=["pendiente", "desistida"]) | Q(resuelta_en__isnull=False) & ~Q(resolucion="") & ~Q(fundamento=""),
            ),
            models.CheckConstraint(
                name="solicitud_concedida_con_fecha",
                condition=~Q(clase="prorroga", estado="procedente") | Q(concede_hasta__isnull=False),
            ),
            models.CheckConstraint(
                name="solicitud_sin_sustituta_procedente",
                condition=Q(sin_sustituta="") | Q(clase="no_competencia", estado="procedente", sustituta__isnull=True),
            ),
        ]
        indexes = [models.Index("presentada_en", name="solicitud_por_resolver", condition=Q(estado="pendiente"))]

    def __str__(self) -> str:
        return f"{self.get_clase_display()} de {self.obligacion_id}"
