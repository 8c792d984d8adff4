"""Lo que un acuerdo deja hecho y conviene seguir aunque nadie lo deba: quién representa a la zona, y qué resultado tuvo cada entidad."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from conferencia.models.base import ConIdentidad
from conferencia.models.disposicion import Disposicion
from conferencia.models.estructura import EntidadFederativa, Institucion, VigenteQuerySet, Zona
from conferencia.models.oficio import Oficio


class ClaseDeCargo(models.TextChoices):
    CONSEJERA = "consejera", "Consejera o consejero de zona"
    REPRESENTANTE_UPC = "representante_upc", "Representante regional de unidades de policía cibernética"


class CargoDeZona(ConIdentidad):
    """Quién representa a una zona, con vigencia; no da derechos en el sistema.

    Lo ejerce la persona titular de ``institucion``; ``persona``, su nombre si se conoce.
    """

    zona = models.ForeignKey(Zona, models.PROTECT, related_name="cargos")
    clase = models.CharField(max_length=20, choices=ClaseDeCargo)
    institucion = models.ForeignKey(Institucion, models.PROTECT, related_name="cargos_de_zona")
    persona = models.CharField(max_length=150, blank=True)
    disposicion = models.ForeignKey(Disposicion, models.PROTECT, related_name="cargos")
    oficio = models.ForeignKey(Oficio, models.PROTECT, null=True, blank=True, related_name="+")
    vigencia = DateRangeField()
    motivo_termino = models.CharField(max_length=300, blank=True)
    objects = VigenteQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="cargo_de_zona_uno_a_la_vez",
                expressions=[("zona", RangeOperators.EQUAL), ("clase", RangeOperators.EQUAL), ("vigencia", RangeOperators.OVERLAPS)],
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_clase_display()}: {self.institucion}"


class ResultadoPorEntidad(ConIdentidad):
    """Lo que a una entidad le resultó de un acuerdo («dictamen favorable»). Corregirlo es otro renglón; el vigente es uno."""

    disposicion = models.ForeignKey(Disposicion, models.PROTECT, related_name="resultados")
    entidad = models.ForeignKey(EntidadFederativa, models.PROTECT, related_name="+")
    asunto = models.CharField(max_length=200)
    resultado = models.CharField(max_length=120)
    el = models.DateField()
    nota = models.CharField(max_length=300, blank=True)
    vigente = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("disposicion", "entidad", "asunto", condition=Q(vigente=True), name="resultado_uno_vigente"),
            models.CheckConstraint(name="resultado_dicho", condition=~Q(asunto="") & ~Q(resultado="")),
        ]

    def __str__(self) -> str:
        return f"{self.entidad}: {self.resultado}"
