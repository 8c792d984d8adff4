"""De la designación vigente, y de nada más, salen los derechos."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

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
    objects = VigenteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="designacion_con_ambito",
                condition=Q(rol="coordinacion", entidad__isnull=False, institucion__isnull=True)
                | Q(rol="consulta", entidad__isnull=True)
                | Q(rol="auditoria", entidad__isnull=True, vigencia__endswith__isnull=False)
                | ~Q(rol__in=["coordinacion", "consulta", "auditoria"]) & Q(institucion__isnull=False, entidad__isnull=True),
            ),
            ExclusionConstraint(
                name="designacion_sin_traslape",
                expressions=[
                    ("usuario", RangeOperators.EQUAL),
                    ("institucion", RangeOperators.EQUAL),
                    ("rol", RangeOperators.EQUAL),
                    ("materia", RangeOperators.EQUAL),
                    ("vigencia", RangeOperators.OVERLAPS),
                ],
                condition=Q(materia__isnull=False, institucion__isnull=False),
            ),
            ExclusionConstraint(
                name="designacion_general_sin_traslape",
                expressions=[
                    ("usuario", RangeOperators.EQUAL),
                    ("institucion", RangeOperators.EQUAL),
                    ("rol", RangeOperators.EQUAL),
                    ("vigencia", RangeOperators.OVERLAPS),
                ],
                condition=Q(materia__isnull=True, institucion__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.usuario}: {self.get_rol_display()} ({self.institucion or self.entidad or 'Conferencia'})"
