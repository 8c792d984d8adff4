"""La unidad que se cumple o no: un compromiso × quien responde × (si es periódico) un periodo."""

from datetime import date, datetime, timedelta
from functools import cached_property

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Case, CharField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Least, Upper

from conferencia.domain.estados import EXENTOS, Estado
from conferencia.domain.movidas import PALABRA_DE, palabra_de
from conferencia.domain.situacion import DIAS_POR_VENCER, GRUPO_DE, ROTULOS, Rasgos, Situacion
from conferencia.domain.situacion import situacion as situar
from conferencia.models.base import ConIdentidad
from conferencia.models.compromiso import Compromiso, Modo
from conferencia.models.estructura import EntidadFederativa, Institucion
from conferencia.models.hecho import Hecho


class EstadoObligacion(models.TextChoices):
    PENDIENTE = "pendiente", "Pendiente"
    EN_REVISION = "en_revision", "En revisión"
    CON_OBSERVACIONES = "con_observaciones", "Con observaciones"
    CUMPLIDA = "cumplida", "Cumplida"
    NO_APLICA = "no_aplica", "No aplica"
    NO_COMPETENTE = "no_competente", "No competente"
    SIN_EFECTO = "sin_efecto", "Sin efecto"


class ObligacionQuerySet(models.QuerySet):
    def nacidas(self, hoy: date):
        """Las que ya se deben al día ``hoy``: un periodo futuro no cuenta ni en el denominador."""
        return self.filter(nace_el__lte=hoy)

    def de_la_reunion(self, reunion):
        return self.filter(compromiso__disposicion__reunion=reunion)

    def de_instituciones(self, instituciones):
        """Aquellas en que alguna de ``instituciones`` es parte."""
        partes = Parte.objects.filter(obligacion=OuterRef("pk"), institucion__in=instituciones)
        return self.filter(Exists(partes))

    def abiertas(self):
        return self.exclude(estado__in=[*EXENTOS, Estado.CUMPLIDA])

    def vencidas(self, hoy: date):
        """Abiertas cuyo día de vencimiento ya terminó. Un plazo nulo jamás cuenta."""
        return self.abiertas().filter(vence_el__lt=hoy)

    def con_insumo_pendiente(self):
        pendiente = Obligacion.insumos.through.objects.filter(from_obligacion=OuterRef("pk")).exclude(to_obligacion__estado__in=[*EXENTOS, Estado.CUMPLIDA])
        return self.annotate(espera_insumo=Exists(pendiente))

    def con_situacion(self, hoy: date):
        """Anota ``situacion``: la misma regla de ``domain.situacion`` escrita en SQL."""
        return self.con_insumo_pendiente().annotate(situacion=_situacion_sql(hoy))

    def con_lo_de_lista(self):
        """Todo lo que un renglón de lista muestra, en una consulta."""
        con = self.select_related("compromiso__disposicion", "institucion", "entidad").prefetch_related("partes__institucion__entidad")
        return con.annotate(movida_por=Subquery(que_mueven(obligacion_id=OuterRef("pk")).values("clase")[:1]))

    def urgentes_primero(self):
        return self.order_by(F("vence_el").asc(nulls_last=True), "clave")


class Obligacion(ConIdentidad):
    """``programada_el`` es identidad e inmutable; ``vence_el`` se puede mover y ``vence_original_el`` lo recuerda.

    Los campos del resumen (desde ``entregas``) los mantiene ``services.entregas`` y se pueden reconstruir de las entregas.
    """

    clave = models.CharField("clave legible", max_length=90, unique=True, help_text="ZC-2022-1/A3.2/PUE-UPC/2022-07")
    compromiso = models.ForeignKey(Compromiso, models.PROTECT, related_name="obligaciones")
    modo = models.CharField(max_length=20, choices=Modo)
    institucion = models.ForeignKey(Institucion, models.PROTECT, null=True, blank=True, related_name="obligaciones_propias")
    entidad = models.ForeignKey(EntidadFederativa, models.PROTECT, null=True, blank=True, related_name="obligaciones")
    periodo = models.CharField(max_length=10, blank=True)
    plazo_dado_por = models.ForeignKey(Compromiso, models.PROTECT, related_name="+", help_text="El compromiso cuyo plazo rige: él mismo o quien lo completa")
    permanente = models.BooleanField(default=False)
    nace_el = models.DateField("desde cuándo se debe")
    inicia_el = models.DateField(null=True, blank=True)
    programada_el = models.DateField(null=True, blank=True)
    vence_original_el = models.DateField(null=True, blank=True)
    vence_el = models.DateField(null=True, blank=True)
    insumos = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="esperan_esta")
    estado = models.CharField(max_length=17, choices=EstadoObligacion, default=EstadoObligacion.PENDIENTE)
    version = models.PositiveIntegerField(default=1)

    entregas_recibidas = models.PositiveSmallIntegerField(default=0)
    primera_entrega_el = models.DateField(null=True, blank=True)
    por_confirmar = models.BooleanField(default=False)
    ajena = models.BooleanField(default=False)
    subsanar_el = models.DateField(null=True, blank=True)
    subsano_tarde = models.BooleanField(default=False)
    avance = models.PositiveSmallIntegerField("por ciento", default=0)
    detenida_el = models.DateField("último día que contó antes de suspenderse el plazo", null=True, blank=True)
    cumplida_el = models.DateField(null=True, blank=True)
    ratificada_el = models.DateField(null=True, blank=True)
    ratificar_el = models.DateField(null=True, blank=True)

    prorrogas = models.PositiveSmallIntegerField("concedidas", default=0)
    alega_no_competencia = models.BooleanField("alegada y sin resolver: sigue contando", default=False)
    objetivo_el = models.DateField("fecha objetivo; no es del acta", null=True, blank=True)
    objetivo_oficio = models.ForeignKey("conferencia.Oficio", models.PROTECT, null=True, blank=True, related_name="+")
    sustituida_por = models.ForeignKey("conferencia.Disposicion", models.PROTECT, null=True, blank=True, related_name="deja_sin_efecto")
    suple_a = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="suplida_por", help_text="La de quien resultó no competente")
    objects = ObligacionQuerySet.as_manager()

    situacion: str  # solo tras ``con_situacion``
    espera_insumo: bool  # solo tras ``con_insumo_pendiente``

    class Meta:
        constraints = [
            models.UniqueConstraint("compromiso", "institucion", "entidad", "periodo", nulls_distinct=False, name="obligacion_unica"),
            models.CheckConstraint(name="obligacion_avance_por_ciento", condition=Q(avance__lte=100)),
            models.CheckConstraint(
                name="obligacion_individual_con_institucion",
                condition=Q(modo="individual", institucion__isnull=False) | ~Q(modo="individual") & Q(institucion__isnull=True),
            ),
            models.CheckConstraint(name="obligacion_por_entidad_con_entidad", condition=~Q(modo="conjunta_por_entidad") | Q(entidad__isnull=False)),
            models.CheckConstraint(name="obligacion_permanente_sin_vencimiento", condition=Q(permanente=False) | Q(vence_el__isnull=True)),
            models.CheckConstraint(name="obligacion_vencimiento_con_origen", condition=Q(vence_el__isnull=False) | Q(vence_original_el__isnull=True)),
            models.CheckConstraint(name="obligacion_cumplida_con_fecha", condition=~Q(estado="cumplida") | Q(cumplida_el__isnull=False)),
            models.CheckConstraint(name="obligacion_objetivo_con_oficio", condition=Q(objetivo_el__isnull=True) | Q(objetivo_oficio__isnull=False)),
            models.CheckConstraint(name="obligacion_sustituida_sin_efecto", condition=Q(sustituida_por__isnull=True) | Q(estado="sin_efecto")),
            models.CheckConstraint(name="obligacion_observada_con_plazo", condition=~Q(estado="con_observaciones") | Q(subsanar_el__isnull=False)),
        ]
        indexes = [
            models.Index(
                "vence_el", "clave", name="obligacion_abierta_vence", condition=~Q(estado__in=["cumplida", "no_aplica", "no_competente", "sin_efecto"])
            ),
            models.Index("vence_el", name="obligacion_vence"),
            models.Index("subsanar_el", name="obligacion_por_subsanar", condition=Q(subsanar_el__isnull=False)),
            models.Index("entidad", "estado", name="obligacion_entidad_estado"),
            GinIndex(OpClass(Upper("clave"), name="gin_trgm_ops"), name="obligacion_clave_trigramas"),
            models.Index("objetivo_el", name="obligacion_con_objetivo", condition=Q(objetivo_el__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.clave

    def rasgos(self, *, espera_insumo: bool) -> Rasgos:
        return Rasgos(
            estado=Estado(self.estado),
            vence_el=self.vence_el,
            permanente=self.permanente,
            ratificada_el=self.ratificada_el,
            ratificar_el=self.ratificar_el,
            primera_entrega_el=self.primera_entrega_el,
            ajena=self.ajena,
            por_confirmar=self.por_confirmar,
            subsanar_el=self.subsanar_el,
            subsano_tarde=self.subsano_tarde,
            espera_insumo=espera_insumo,
            avance=self.avance,
            detenida_el=self.detenida_el,
        )

    def situacion_al(self, hoy: date, *, espera_insumo: bool) -> Situacion:
        return situar(self.rasgos(espera_insumo=espera_insumo), hoy)

    @cached_property
    def movida_por(self) -> str | None:
        """La clase del último hecho que movió su vencimiento; las listas la traen de una vez (``con_lo_de_lista``)."""
        return que_mueven(obligacion_id=self.pk).values_list("clase", flat=True).first()

    @property
    def movida(self) -> str:
        """«Prorrogado», «Recorrido»…; vacío si vence el día con que nació."""
        return palabra_de(self.movida_por) if self.vence_original_el and self.vence_original_el != self.vence_el else ""

    @property
    def quien(self) -> str:
        """Quién responde, en una línea."""
        if self.institucion:
            return self.institucion.nombre
        return f"Conjunta · {self.entidad}" if self.entidad_id else "Conjunta única"


class EtapaDeParte(models.TextChoices):
    SIN_INICIAR = "sin_iniciar", "Sin iniciar"
    NEGOCIACION = "negociacion", "En negociación"
    POR_FIRMAR = "por_firmar", "Por firmar"
    FIRMADO = "firmado", "Firmado"


class Parte(ConIdentidad):
    """Institución que responde de una obligación. En las conjuntas, cada parte lleva su avance."""

    obligacion = models.ForeignKey(Obligacion, models.PROTECT, related_name="partes")
    institucion = models.ForeignKey(Institucion, models.PROTECT, related_name="partes")
    orden = models.PositiveSmallIntegerField()
    avance = models.PositiveSmallIntegerField("por ciento", default=0)
    en_turno = models.BooleanField("le toca actuar", default=True)
    etapa = models.CharField(max_length=12, choices=EtapaDeParte, default=EtapaDeParte.SIN_INICIAR)
    firmado_el = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("obligacion", "institucion", name="parte_unica"),
            models.CheckConstraint(name="parte_avance_por_ciento", condition=Q(avance__lte=100)),
            models.CheckConstraint(
                name="parte_firmada_con_fecha",
                condition=Q(etapa="firmado", firmado_el__isnull=False) | ~Q(etapa="firmado") & Q(firmado_el__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institucion} en {self.obligacion_id}"


def que_mueven(*, hasta: tuple[date, datetime] | None = None, **de) -> models.QuerySet[Hecho]:
    """Los hechos que movieron un vencimiento, el último primero. ``hasta``: los que a ese corte regían y ya se sabían."""
    hechos = Hecho.objects.filter(**de, clase__in=PALABRA_DE).order_by("-numero")
    return hechos.filter(rige_el__lte=hasta[0], asentado_en__lte=hasta[1]) if hasta else hechos


def grupo_y_rotulo(clave: str) -> tuple[str, str]:
    """(grupo, palabras) de una situación dada por su clave."""
    situacion = Situacion(clave)
    return GRUPO_DE[situacion].value, ROTULOS[situacion]


def _situacion_sql(hoy: date) -> Case:
    """``domain.situacion.situacion`` en SQL, renglón por renglón y en el mismo orden. Con el plazo suspendido, el día es el que se detuvo."""
    s = Situacion
    dia = Least(Value(hoy, models.DateField()), F("detenida_el"))
    en_siete = ExpressionWrapper(dia + Value(timedelta(days=DIAS_POR_VENCER)), output_field=models.DateTimeField())
    pendiente_con_plazo = Q(vence_el__isnull=False)
    casos: list[tuple[Q, Situacion]] = [
        (Q(estado=Estado.NO_APLICA), s.EXENTA_NO_APLICA),
        (Q(estado=Estado.NO_COMPETENTE), s.EXENTA_NO_COMPETENTE),
        (Q(estado=Estado.SIN_EFECTO), s.EXENTA_SIN_EFECTO),
        (Q(estado=Estado.CUMPLIDA) & (Q(primera_entrega_el__gt=F("vence_el")) | Q(subsano_tarde=True)), s.CUMPLIDA_EXTEMPORANEA),
        (Q(estado=Estado.CUMPLIDA), s.CUMPLIDA_A_TIEMPO),
        (Q(por_confirmar=True), s.RECIBIDA_POR_CONFIRMAR),
        (Q(estado=Estado.EN_REVISION), s.EN_REVISION),
        (Q(estado=Estado.CON_OBSERVACIONES, subsanar_el__gte=dia), s.CON_OBSERVACIONES),
        (Q(espera_insumo=True), s.EN_ESPERA_DE_INSUMO),
        (Q(ajena=True), s.RESPONDIO_AJENO),
        (Q(permanente=True) & (Q(estado=Estado.CON_OBSERVACIONES) | Q(ratificar_el__lt=dia)), s.PERMANENTE_SIN_RATIFICAR),
        (Q(permanente=True, ratificada_el__isnull=False), s.PERMANENTE_AL_DIA),
        (Q(permanente=True), s.EN_PLAZO),
        (Q(estado=Estado.CON_OBSERVACIONES), s.VENCIDA),
        (~pendiente_con_plazo & Q(avance__gt=0), s.AVANCE_PARCIAL),
        (~pendiente_con_plazo, s.SIN_PLAZO),
        (Q(vence_el__lt=dia, primera_entrega_el__isnull=False), s.VENCIDA),
        (Q(vence_el__lt=dia), s.SIN_RESPUESTA),
        (Q(vence_el__lte=en_siete), s.POR_VENCER),
        (Q(avance__gt=0), s.AVANCE_PARCIAL),
    ]
    return Case(
        *(When(condicion, then=Value(cual.value)) for condicion, cual in casos),
        default=Value(s.EN_PLAZO.value),
        output_field=CharField(),
    )
