"""El índice que hace rápida cualquier cifra a cualquier corte. No es fuente de nada: se reconstruye de los hechos y se compara con ellos."""

from datetime import date

from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Value
from django.db.models.functions import Coalesce

from conferencia.domain.trayectoria import SIEMPRE
from conferencia.models.acta import Reunion
from conferencia.models.disposicion import Disposicion
from conferencia.models.estructura import EntidadFederativa
from conferencia.models.obligacion import Obligacion

_VENCE_O_NUNCA = Coalesce(F("vence_el"), Value(SIEMPRE, models.DateField()))
_DIA_SIGUIENTE = ExpressionWrapper(_VENCE_O_NUNCA + Value(1), output_field=models.DateField())


class TramoQuerySet(models.QuerySet):
    def al(self, corte: date):
        """El tramo de cada obligación que contiene el día ``corte``: uno, o ninguno si aún no se debía."""
        return self.filter(desde__lte=corte, hasta__gt=corte)


class TramoDeSituacion(models.Model):
    """La situación de una obligación durante ``[desde, hasta)``, según lo sabido hoy; también hacia adelante (``domain.trayectoria``).

    ``clave`` y ``orden_el`` repiten lo de la obligación para que una lista salga en orden sin ordenarla. ``rezagado``: sigue después de
    vencer; lo que no lo es y está vivo un día, vence ese día o después: así una lista por situación empieza donde debe.
    """

    obligacion = models.ForeignKey(Obligacion, models.CASCADE, related_name="tramos", db_index=False)
    clave = models.CharField(max_length=90)
    desde = models.DateField()
    hasta = models.DateField("exclusivo; 9999-12-31, sin fin")
    situacion = models.CharField(max_length=24)
    vence_el = models.DateField("el que entonces regía", null=True, blank=True)
    orden_el = models.GeneratedField(expression=_VENCE_O_NUNCA, output_field=models.DateField(), db_persist=True)
    rezagado = models.GeneratedField(
        expression=ExpressionWrapper(Q(hasta__gt=_DIA_SIGUIENTE), output_field=models.BooleanField()),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    objects = TramoQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("obligacion", "desde", name="tramo_unico"),
            models.CheckConstraint(name="tramo_en_orden", condition=Q(desde__lt=F("hasta"))),
        ]
        indexes = [
            models.Index("situacion", "rezagado", "orden_el", "clave", include=["desde", "hasta", "obligacion"], name="tramo_por_situacion"),
            models.Index("orden_el", "clave", include=["desde", "hasta", "obligacion", "situacion"], name="tramo_por_vencimiento"),
        ]

    def __str__(self) -> str:
        return f"{self.situacion} desde {self.desde}"


class CambioDiario(models.Model):
    """Cuántas obligaciones de una disposición y entidad entran (o salen, negativo) de una situación un día: el conteo a un corte es su suma."""

    reunion = models.ForeignKey(Reunion, models.CASCADE, related_name="+", db_index=False)
    disposicion = models.ForeignKey(Disposicion, models.CASCADE, related_name="+", db_index=False)
    entidad = models.ForeignKey(EntidadFederativa, models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    situacion = models.CharField(max_length=24)
    dia = models.DateField()
    delta = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "reunion", "disposicion", "entidad", "situacion", "dia", nulls_distinct=False, include=["delta"], name="cambio_diario_unico"
            )
        ]

    def __str__(self) -> str:
        return f"{self.dia} {self.situacion} {self.delta:+}"


class CambioNacional(models.Model):
    """Lo mismo, sumado entre todas las reuniones: la matriz nacional a un corte sale de aquí."""

    entidad = models.ForeignKey(EntidadFederativa, models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    situacion = models.CharField(max_length=24)
    dia = models.DateField()
    delta = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint("entidad", "situacion", "dia", nulls_distinct=False, include=["delta"], name="cambio_nacional_unico")]

    def __str__(self) -> str:
        return f"{self.dia} {self.situacion} {self.delta:+}"
