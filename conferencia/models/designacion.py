"""De la designación vigente, y de nada más, salen los derechos."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from conferencia.models.base import ConIdentidad
from conferencia.models.estructura import EntidadFederativa, Institucion, VigenteQuerySet
from conferencia.models.usuario import Usuario


class Rol(models.TextChoices):
    ST_TITULAR = "st_titular", "Titular de la Secretaría Técnica"
    ST_ANALISTA = "st_analista", "Analista de la Secretaría Técnica"
    ENLACE_TITULAR = "enlace_titular", "Enlace titular"
    ENLACE_SUPLENTE = "enlace_suplente", "Enlace suplente"
    ENLACE_CAPTURA = "enlace_captura", "Enlace de captura"
    ENLACE_CONSULTA = "enlace_consulta", "Enlace de consulta"
    CONTACTO = "contacto", "Titular de la institución (contacto oficial)"
    COORDINACION = "coordinacion", "Coordinación estatal"
    AREA_TECNICA = "area_tecnica", "Área técnica"
    AUDITORIA = "auditoria", "Auditoría"
    CONSULTA = "consulta", "Consulta (integrantes de la Conferencia)"


class DesignacionQuerySet(VigenteQuerySet):
    def vigentes(self, hoy):
        """Las que rigen ``hoy`` y no se anularon."""
        return super().vigentes(hoy).filter(anulada_en__isnull=True)

    def sin_terminar(self, hoy):
        """Las que rigen ``hoy`` o empezarán a regir."""
        return self.filter(Q(vigencia__endswith__isnull=True) | Q(vigencia__endswith__gt=hoy), anulada_en__isnull=True)


class Designacion(ConIdentidad):
    """Persona, institución, rol, materia (para qué disposición; vacía = todas) y oficio que la nombra."""

    usuario = models.ForeignKey(Usuario, models.PROTECT, related_name="designaciones")
    institucion = models.ForeignKey(Institucion, models.PROTECT, null=True, blank=True, related_name="designaciones")
    entidad = models.ForeignKey(EntidadFederativa, models.PROTECT, null=True, blank=True, related_name="+")
    rol = models.CharField(max_length=20, choices=Rol)
    materia = models.ForeignKey("conferencia.Disposicion", models.PROTECT, null=True, blank=True, related_name="designaciones")
    oficio = models.ForeignKey("conferencia.Oficio", models.PROTECT, null=True, blank=True, related_name="designaciones")
    vigencia = DateRangeField()
    motivo_termino = models.CharField(max_length=200, blank=True)
    cargo = models.CharField("cargo de la persona en su institución", max_length=200, blank=True)
    telefono = models.CharField("teléfono", max_length=40, blank=True)
    sustituye_a = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="relevos")
    delegada_de = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="delegaciones")
    anulada_en = models.DateTimeField("se registró por error: se anuló el mismo día en que empezaba", null=True, blank=True)
    cerrada_en = models.DateTimeField("cuándo se cerraron sus sesiones por haber terminado", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    objects = DesignacionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="designacion_con_ambito",
                condition=Q(rol="coordinacion", entidad__isnull=False, institucion__isnull=True)
                | Q(rol="consulta", entidad__isnull=True)
                | Q(rol="auditoria", entidad__isnull=True, vigencia__endswith__isnull=False)
                | ~Q(rol__in=["coordinacion", "consulta", "auditoria"]) & Q(institucion__isnull=False, entidad__isnull=True),
            ),
            models.CheckConstraint(name="delegacion_con_termino", condition=Q(delegada_de__isnull=True) | Q(vigencia__endswith__isnull=False)),
            ExclusionConstraint(
                name="designacion_sin_traslape",
                expressions=[
                    ("usuario", RangeOperators.EQUAL),
                    ("institucion", RangeOperators.EQUAL),
                    ("rol", RangeOperators.EQUAL),
                    ("materia", RangeOperators.EQUAL),
                    ("vigencia", RangeOperators.OVERLAPS),
                ],
                condition=Q(materia__isnull=False, institucion__isnull=False, anulada_en__isnull=True),
            ),
            ExclusionConstraint(
                name="designacion_general_sin_traslape",
                expressions=[
                    ("usuario", RangeOperators.EQUAL),
                    ("institucion", RangeOperators.EQUAL),
                    ("rol", RangeOperators.EQUAL),
                    ("vigencia", RangeOperators.OVERLAPS),
                ],
                condition=Q(materia__isnull=True, institucion__isnull=False, anulada_en__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.usuario}: {self.get_rol_display()} ({self.institucion or self.entidad or 'Conferencia'})"


class EstadoPropuesta(models.TextChoices):
    PROPUESTA = "propuesta", "Por aceptar"
    POR_CONFIRMAR = "por_confirmar", "Por confirmar por el contacto oficial"
    VIGENTE = "vigente", "Aceptada"
    RECHAZADA = "rechazada", "Rechazada"


class PropuestaDeDesignacion(ConIdentidad):
    """A quién nombra un oficio, antes de que surta efecto: no abre cuenta ni da derechos.

    Una por institución y materia, aunque sea la misma persona. Si el oficio atiende la obligación de designar, surte efecto al aceptarse
    ``entrega``. La que llega de quien no se conoce espera primero al contacto oficial.
    """

    institucion = models.ForeignKey(Institucion, models.PROTECT, related_name="propuestas")
    materia = models.ForeignKey("conferencia.Disposicion", models.PROTECT, null=True, blank=True, related_name="propuestas")
    rol = models.CharField(max_length=20, choices=Rol)
    nombre = models.CharField(max_length=150)
    email = models.EmailField(max_length=254)
    cargo = models.CharField(max_length=200, blank=True)
    telefono = models.CharField(max_length=40, blank=True)
    desde = models.DateField(null=True, blank=True, help_text="Vacío: desde que surta efecto")
    hasta = models.DateField("último día que rige", null=True, blank=True)
    sustituye_a = models.ForeignKey(Designacion, models.PROTECT, null=True, blank=True, related_name="+")
    oficio = models.ForeignKey("conferencia.Oficio", models.PROTECT, null=True, blank=True, related_name="propuestas")
    entrega = models.ForeignKey("conferencia.Entrega", models.PROTECT, null=True, blank=True, related_name="propuestas")
    estado = models.CharField(max_length=14, choices=EstadoPropuesta, default=EstadoPropuesta.PROPUESTA)
    remitente = models.CharField("correo de quien la mandó, si no se le conoce", max_length=254, blank=True)
    propuesta_por = models.ForeignKey(Usuario, models.PROTECT, null=True, blank=True, related_name="+")
    propuesta_en = models.DateTimeField()
    resuelta_por = models.ForeignKey(Usuario, models.PROTECT, null=True, blank=True, related_name="+")
    resuelta_en = models.DateTimeField(null=True, blank=True)
    motivo = models.CharField("por qué se rechazó", max_length=500, blank=True)
    con_dictamen = models.BooleanField("se resolvió con el dictamen de su entrega", default=False)
    designacion = models.OneToOneField(Designacion, models.PROTECT, null=True, blank=True, related_name="propuesta")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(name="propuesta_de_enlace", condition=Q(rol__startswith="enlace_")),
            models.CheckConstraint(name="propuesta_termina_despues", condition=Q(desde__isnull=True) | Q(hasta__isnull=True) | Q(hasta__gte=F("desde"))),
            models.CheckConstraint(name="propuesta_vigente_con_designacion", condition=~Q(estado="vigente") | Q(designacion__isnull=False)),
            models.CheckConstraint(name="propuesta_rechazada_con_motivo", condition=~Q(estado="rechazada") | ~Q(motivo="")),
            models.CheckConstraint(
                name="propuesta_resuelta_con_fecha",
                condition=Q(estado__in=["propuesta", "por_confirmar"], resuelta_en__isnull=True)
                | Q(estado__in=["vigente", "rechazada"], resuelta_en__isnull=False),
            ),
            models.UniqueConstraint(
                F("institucion"),
                F("materia"),
                F("rol"),
                Lower("email"),
                condition=Q(estado__in=["propuesta", "por_confirmar"]),
                nulls_distinct=False,
                name="propuesta_una_viva",
            ),
        ]
        indexes = [models.Index("propuesta_en", name="propuesta_por_resolver", condition=Q(estado__in=["propuesta", "por_confirmar"]))]

    def __str__(self) -> str:
        return f"{self.nombre}: {self.get_rol_display()} ({self.institucion})"
