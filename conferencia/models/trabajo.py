"""Todo trabajo que importa es una fila con estado y arrendamiento; Celery solo la despierta."""

from django.db import models
from django.db.models import Q

from conferencia.models.base import ConIdentidad
from conferencia.models.oficio import Archivo
from conferencia.models.usuario import Usuario


class EstadoTrabajo(models.TextChoices):
    PENDIENTE = "pendiente", "Pendiente"
    EN_CURSO = "en_curso", "En curso"
    HECHO = "hecho", "Hecho"
    FALLIDO = "fallido", "Fallido"
    CANCELADO = "cancelado", "Cancelado"


class Trabajo(ConIdentidad):
    """``clave`` única: pedir dos veces lo mismo es pedirlo una. ``arrendado_hasta``: si pasa, cualquiera lo rescata."""

    clase = models.CharField(max_length=40)
    clave = models.CharField(max_length=160, unique=True)
    cola = models.CharField(max_length=20, default="celery")
    datos = models.JSONField(default=dict)
    estado = models.CharField(max_length=10, choices=EstadoTrabajo, default=EstadoTrabajo.PENDIENTE)
    intentos = models.PositiveSmallIntegerField(default=0)
    tomado_por = models.CharField(max_length=80, blank=True)
    arrendado_hasta = models.DateTimeField(null=True, blank=True)
    despertado_en = models.DateTimeField(null=True, blank=True)
    avance = models.PositiveSmallIntegerField("por ciento", default=0)
    error = models.TextField(blank=True)
    pedido_por = models.ForeignKey(Usuario, models.PROTECT, null=True, blank=True, related_name="+")
    creado_en = models.DateTimeField(auto_now_add=True)
    terminado_en = models.DateTimeField(null=True, blank=True)
    resultado = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="trabajo_en_curso_arrendado",
                condition=~Q(estado="en_curso") | Q(arrendado_hasta__isnull=False),
            ),
            models.CheckConstraint(name="trabajo_avance_por_ciento", condition=Q(avance__lte=100)),
        ]
        indexes = [models.Index("arrendado_hasta", name="trabajo_por_hacer", condition=Q(estado__in=["pendiente", "en_curso"]))]

    def __str__(self) -> str:
        return self.clave


class Informe(ConIdentidad):
    """Un informe emitido: los bytes se conservan y son los que se sirven siempre. Con ``disposicion`` es su extracto, solo en PDF."""

    reunion = models.ForeignKey("conferencia.Reunion", models.PROTECT, related_name="informes")
    disposicion = models.ForeignKey("conferencia.Disposicion", models.PROTECT, null=True, blank=True, related_name="extractos")
    corte = models.DateField()
    sabido_al = models.DateTimeField()
    folio = models.CharField(max_length=60, unique=True, null=True, blank=True)
    codigo = models.CharField("diez signos al azar", max_length=10, blank=True)
    formato = models.CharField(max_length=4, choices=[("pdf", "PDF"), ("xlsx", "XLSX"), ("csv", "CSV")])
    trabajo = models.OneToOneField(Trabajo, models.PROTECT, related_name="informe", null=True, blank=True)
    archivo = models.OneToOneField(Archivo, models.PROTECT, related_name="informe", null=True, blank=True)
    pedido_por = models.ForeignKey(Usuario, models.PROTECT, null=True, blank=True, related_name="+")
    pedido_en = models.DateTimeField()
    emitido_en = models.DateTimeField(null=True, blank=True)
    cabeza = models.CharField("cabeza de la cadena de hechos al emitir", max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="informe_emitido_con_archivo",
                condition=Q(archivo__isnull=True, emitido_en__isnull=True) | Q(archivo__isnull=False, emitido_en__isnull=False),
            ),
            models.CheckConstraint(name="extracto_en_pdf", condition=Q(disposicion__isnull=True) | Q(formato="pdf")),
        ]

    def __str__(self) -> str:
        return f"Informe de {self.reunion_id} al {self.corte}"
