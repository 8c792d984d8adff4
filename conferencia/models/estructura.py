"""Quién existe: órganos, zonas, entidades, instituciones y sus contactos."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from conferencia.models.base import ConIdentidad


class VigenteQuerySet(models.QuerySet):
    def vigentes(self, hoy):
        """Renglones cuya vigencia ``[desde, hasta)`` contiene la fecha ``hoy``."""
        return self.filter(vigencia__contains=hoy)


class Organo(ConIdentidad):
    clave = models.SlugField(max_length=20, unique=True)

    def __str__(self) -> str:
        return self.clave


class DenominacionOrgano(ConIdentidad):
    """Nombre del órgano con vigencia: «…de Secretarios…» hasta la ley de 16-07-2025, «…de Secretarías…» después."""

    organo = models.ForeignKey(Organo, models.PROTECT, related_name="denominaciones")
    nombre = models.CharField(max_length=200)
    vigencia = DateRangeField()
    objects = VigenteQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="organo_un_nombre_a_la_vez",
                expressions=[("organo", RangeOperators.EQUAL), ("vigencia", RangeOperators.OVERLAPS)],
            )
        ]

    def __str__(self) -> str:
        return self.nombre


class Zona(ConIdentidad):
    organo = models.ForeignKey(Organo, models.PROTECT, related_name="zonas")
    clave = models.CharField(max_length=4)
    nombre = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint("organo", "clave", name="zona_clave_unica"),
            models.UniqueConstraint("organo", "nombre", name="zona_nombre_unico"),
        ]

    def __str__(self) -> str:
        return f"Zona {self.nombre}"


class EntidadFederativa(ConIdentidad):
    clave = models.CharField("clave INEGI", max_length=2, unique=True)
    abreviatura = models.CharField(max_length=4, unique=True)
    iso = models.CharField("ISO 3166-2:MX en minúsculas", max_length=3, unique=True)
    nombre = models.CharField(max_length=40, unique=True)
    orden = models.CharField("llave de orden alfabético", max_length=40)
    huso = models.CharField(max_length=40, default="America/Mexico_City")

    def __str__(self) -> str:
        return self.nombre


class Pertenencia(ConIdentidad):
    """Entidad en una zona durante una vigencia. Es dato y no constante: la CNPJ pone a Guerrero en Sureste."""

    entidad = models.ForeignKey(EntidadFederativa, models.PROTECT, related_name="pertenencias")
    zona = models.ForeignKey(Zona, models.PROTECT, related_name="pertenencias")
    vigencia = DateRangeField()
    fuente = models.CharField(max_length=200, blank=True)
    objects = VigenteQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="pertenencia_sin_traslape",
                expressions=[
                    ("entidad", RangeOperators.EQUAL),
                    ("zona", RangeOperators.EQUAL),
                    ("vigencia", RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.entidad} en {self.zona}"


class Calendario(ConIdentidad):
    """Días inhábiles de una dependencia, con su fuente. Sábados y domingos lo son siempre."""

    clave = models.SlugField(max_length=20, unique=True)
    nombre = models.CharField(max_length=120)
    fuente = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.nombre


class DiaInhabil(ConIdentidad):
    calendario = models.ForeignKey(Calendario, models.CASCADE, related_name="inhabiles")
    fecha = models.DateField()
    motivo = models.CharField(max_length=120)
    fuente = models.CharField("publicación que lo dispone", max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("calendario", "fecha", name="inhabil_unico")]

    def __str__(self) -> str:
        return f"{self.fecha} {self.motivo}"


class TipoInstitucion(models.TextChoices):
    SECRETARIA = "SS", "Secretaría de Seguridad"
    POLICIA_CIBERNETICA = "UPC", "Unidad de Policía Cibernética"
    C5 = "C5", "C5 u homólogo"
    FEDERAL = "FED", "Institución federal"
    SECRETARIA_TECNICA = "ST", "Secretaría Técnica"


class Institucion(ConIdentidad):
    clave = models.CharField(max_length=20, unique=True, help_text="PUE-UPC, DGGSCDT…")
    tipo = models.CharField(max_length=3, choices=TipoInstitucion)
    nombre = models.CharField(max_length=200)
    siglas = models.CharField(max_length=20, blank=True)
    entidad = models.ForeignKey(EntidadFederativa, models.PROTECT, null=True, blank=True, related_name="instituciones")
    superior = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="dependencias")
    calendario = models.ForeignKey(Calendario, models.PROTECT, related_name="instituciones")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="institucion_estatal_con_entidad",
                condition=Q(tipo__in=["SS", "UPC", "C5"], entidad__isnull=False) | Q(tipo__in=["FED", "ST"], entidad__isnull=True),
            ),
            models.UniqueConstraint("entidad", "tipo", condition=Q(entidad__isnull=False), name="institucion_una_por_entidad_y_tipo"),
        ]

    def __str__(self) -> str:
        return self.nombre

    @property
    def nombre_corto(self) -> str:
        """«UPC · Puebla» o las siglas de una federal: lo que cabe en una celda."""
        return f"{self.siglas or self.tipo} · {self.entidad}" if self.entidad_id else self.siglas or self.nombre


class CalendarioDeInstitucion(ConIdentidad):
    """El calendario que una institución usa durante una vigencia; fuera de ella, el suyo por omisión (``Institucion.calendario``)."""

    institucion = models.ForeignKey(Institucion, models.PROTECT, related_name="calendarios_vigentes")
    calendario = models.ForeignKey(Calendario, models.PROTECT, related_name="usos")
    vigencia = DateRangeField()
    fuente = models.CharField("acuerdo que lo adopta", max_length=200)
    objects = VigenteQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="calendario_uno_a_la_vez",
                expressions=[("institucion", RangeOperators.EQUAL), ("vigencia", RangeOperators.OVERLAPS)],
            )
        ]

    def __str__(self) -> str:
        return f"{self.calendario} en {self.institucion}"


class Denominacion(ConIdentidad):
    """Cómo llaman los textos a una institución o a una clase de instituciones (siglas, grafías, colectivos)."""

    texto = models.CharField(max_length=200)
    institucion = models.ForeignKey(Institucion, models.CASCADE, null=True, blank=True, related_name="denominaciones")
    tipo = models.CharField(max_length=3, choices=TipoInstitucion, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="denominacion_de_una_cosa",
                condition=Q(institucion__isnull=False, tipo="") | Q(institucion__isnull=True) & ~Q(tipo=""),
            ),
            models.UniqueConstraint("texto", "institucion", "tipo", nulls_distinct=False, name="denominacion_unica"),
        ]

    def __str__(self) -> str:
        return self.texto


class ContactoInstitucional(ConIdentidad):
    """Titular y correo oficial: recibe avisos y la primera invitación mientras no haya enlace."""

    institucion = models.ForeignKey(Institucion, models.PROTECT, related_name="contactos")
    titular = models.CharField(max_length=150, blank=True)
    cargo = models.CharField(max_length=200)
    correo = models.EmailField(blank=True)
    vigencia = DateRangeField()
    objects = VigenteQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="contacto_uno_a_la_vez",
                expressions=[("institucion", RangeOperators.EQUAL), ("vigencia", RangeOperators.OVERLAPS)],
            )
        ]

    def __str__(self) -> str:
        return f"{self.cargo} <{self.correo or 'sin correo'}>"
