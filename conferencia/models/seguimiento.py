"""Con qué se prueba y se mide un compromiso: requisitos del entregable, indicadores con sus cifras, y cada cuánto se repite."""

from django.db import models
from django.db.models import F, Q

from conferencia.models.base import ConIdentidad
from conferencia.models.compromiso import Compromiso
from conferencia.models.estructura import Institucion
from conferencia.models.obligacion import Obligacion
from conferencia.models.oficio import Entrega, Oficio
from conferencia.models.usuario import Usuario


class Requisito(ConIdentidad):
    """Lo que el entregable debe traer; una observación puede referirse a uno."""

    compromiso = models.ForeignKey(Compromiso, models.PROTECT, related_name="requisitos")
    orden = models.PositiveSmallIntegerField()
    nombre = models.CharField(max_length=200)
    obligatorio = models.BooleanField(default=True)
    vigente = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint("compromiso", "orden", name="requisito_orden_unico")]

    def __str__(self) -> str:
        return self.nombre


class RequisitoCubierto(ConIdentidad):
    """Que una entrega trae un requisito, dicho por quien la presentó o por quien la revisó."""

    entrega = models.ForeignKey(Entrega, models.PROTECT, related_name="requisitos_cubiertos")
    requisito = models.ForeignKey(Requisito, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("entrega", "requisito", name="requisito_cubierto_una_vez")]

    def __str__(self) -> str:
        return f"{self.requisito} en {self.entrega_id}"


class Indicador(ConIdentidad):
    """Una cifra que se sigue de un compromiso, con su unidad y, si la hay, su meta. Cero no es «sin dato»."""

    compromiso = models.ForeignKey(Compromiso, models.PROTECT, related_name="indicadores")
    orden = models.PositiveSmallIntegerField()
    clave = models.SlugField(max_length=40)
    nombre = models.CharField(max_length=200)
    unidad = models.CharField(max_length=40, help_text="casos, cuentas, %")
    decimales = models.PositiveSmallIntegerField(default=0)
    minimo = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    maximo = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    meta = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    mide_avance = models.BooleanField("su valor entre su meta es el avance de la obligación", default=False)
    vigente = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("compromiso", "clave", name="indicador_clave_unica"),
            models.UniqueConstraint("compromiso", "orden", name="indicador_orden_unico"),
            models.CheckConstraint(name="indicador_limites_en_orden", condition=Q(minimo__isnull=True) | Q(maximo__isnull=True) | Q(minimo__lte=F("maximo"))),
            models.CheckConstraint(name="indicador_avance_con_meta", condition=Q(mide_avance=False) | Q(meta__gt=0)),
            models.CheckConstraint(name="indicador_decimales_posibles", condition=Q(decimales__lte=4)),
        ]

    def __str__(self) -> str:
        return f"{self.nombre} ({self.unidad})"


class Medicion(ConIdentidad):
    """El valor de un indicador a una fecha. Corregirlo es otra medición que rectifica a la anterior; ``valor`` nulo es «sin dato», con su nota."""

    obligacion = models.ForeignKey(Obligacion, models.PROTECT, related_name="mediciones")
    indicador = models.ForeignKey(Indicador, models.PROTECT, related_name="mediciones")
    institucion = models.ForeignKey(Institucion, models.PROTECT, related_name="mediciones")
    corresponde_el = models.DateField("fin del periodo, o día al que corresponde la cifra")
    version = models.PositiveSmallIntegerField(default=1)
    vigente = models.BooleanField(default=True)
    valor = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    nota = models.CharField(max_length=300, blank=True)
    entrega = models.ForeignKey(Entrega, models.PROTECT, null=True, blank=True, related_name="mediciones")
    oficio = models.ForeignKey(Oficio, models.PROTECT, null=True, blank=True, related_name="mediciones", help_text="Con el que se mandó, si hubo")
    rectifica = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="rectificada_por")
    capturada_por = models.ForeignKey(Usuario, models.PROTECT, null=True, blank=True, related_name="+")
    capturada_en = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("obligacion", "indicador", "institucion", "corresponde_el", condition=Q(vigente=True), name="medicion_una_vigente"),
            models.UniqueConstraint("obligacion", "indicador", "institucion", "corresponde_el", "version", name="medicion_version_unica"),
            models.CheckConstraint(name="medicion_sin_dato_con_nota", condition=Q(valor__isnull=False) | ~Q(nota="")),
            models.CheckConstraint(name="medicion_rectificada_con_nota", condition=Q(version=1) | ~Q(nota="") & Q(rectifica__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.indicador_id} al {self.corresponde_el}: {self.valor if self.valor is not None else 'sin dato'}"


class DiaDeEntrega(models.TextChoices):
    HABIL = "habil", "Día hábil del periodo siguiente"
    NATURAL = "natural", "Día natural del periodo siguiente"
    ULTIMO_DEL_PERIODO = "ultimo", "Último día del propio periodo"


class Recurrencia(ConIdentidad):
    """Cada cuánto nace una obligación de un compromiso, cuando se captura algo distinto de lo leído.

    ``cada`` cuenta unidades de ``periodicidad`` («cada 2 trimestral» = seis meses desde ``desde``).
    """

    compromiso = models.OneToOneField(Compromiso, models.PROTECT, related_name="recurrencia")
    periodicidad = models.CharField(max_length=14)
    cada = models.PositiveSmallIntegerField(default=1)
    desde = models.DateField()
    hasta = models.DateField(null=True, blank=True)
    dia_clase = models.CharField(max_length=7, choices=DiaDeEntrega, default=DiaDeEntrega.HABIL)
    dia = models.PositiveSmallIntegerField("qué número de día", default=10)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(name="recurrencia_cada_uno_o_mas", condition=Q(cada__gte=1)),
            models.CheckConstraint(name="recurrencia_en_orden", condition=Q(hasta__isnull=True) | Q(hasta__gte=F("desde"))),
            models.CheckConstraint(name="recurrencia_dia_posible", condition=Q(dia__gte=1, dia__lte=31)),
        ]

    def __str__(self) -> str:
        return f"{self.periodicidad} × {self.cada}"
