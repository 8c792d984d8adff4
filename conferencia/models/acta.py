"""La sesión y su documento firmado."""

from django.db import models
from django.db.models import Q

from conferencia.models.base import ConIdentidad
from conferencia.models.estructura import Institucion, Organo, Zona
from conferencia.models.oficio import Archivo
from conferencia.models.usuario import Usuario


class Reunion(ConIdentidad):
    clave = models.CharField("clave legible", max_length=30, unique=True, help_text="ZC-2022-1")
    organo = models.ForeignKey(Organo, models.PROTECT, related_name="reuniones")
    zona = models.ForeignKey(Zona, models.PROTECT, null=True, blank=True, related_name="reuniones")
    nombre = models.CharField(max_length=250)
    lugar = models.CharField(max_length=120, blank=True)
    fecha = models.DateField()
    fundamento = models.TextField(blank=True)
    prorroga_concede = models.CharField("quién concede una prórroga", max_length=200, blank=True)
    prorroga_fundamento = models.CharField("con qué fundamento se concede", max_length=300, blank=True)
    rodar_a_habil = models.BooleanField("lo que vence en inhábil pasa al siguiente día hábil", default=False)
    concluida_el = models.DateField("cuándo declaró el órgano concluido su cumplimiento", null=True, blank=True)

    def __str__(self) -> str:
        return self.nombre


class Invitada(ConIdentidad):
    """Institución de fuera de la zona que quedó obligada: por invitada a la reunión o por adherirse después."""

    reunion = models.ForeignKey(Reunion, models.PROTECT, related_name="invitadas")
    institucion = models.ForeignKey(Institucion, models.PROTECT, related_name="invitaciones")
    desde = models.DateField()
    motivo = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint("reunion", "institucion", name="invitada_unica")]

    def __str__(self) -> str:
        return f"{self.institucion} en {self.reunion}"


class EstadoActa(models.TextChoices):
    LEIDA = "leida", "Leída, por confirmar"
    PUBLICADA = "publicada", "Publicada"


class Acta(ConIdentidad):
    """Documento original (byte por byte), su huella y la lectura que de él se hizo.

    ``lectura`` es el objeto de ``leer_acta --json`` que una persona corrige (``domain.captura``) hasta publicar; entonces queda
    congelado contra ``archivo.sha256``. ``lectura_original`` es lo que el lector leyó, intacto.
    """

    reunion = models.OneToOneField(Reunion, models.PROTECT, related_name="acta")
    archivo = models.OneToOneField(Archivo, models.PROTECT, related_name="acta")
    estado = models.CharField(max_length=10, choices=EstadoActa, default=EstadoActa.LEIDA)
    lectura = models.JSONField()
    lectura_original = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    capturada_por = models.ForeignKey(Usuario, models.PROTECT, null=True, blank=True, related_name="+")
    publicada_en = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="acta_publicada_con_fecha",
                condition=Q(estado="publicada", publicada_en__isnull=False) | Q(estado="leida", publicada_en__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"Acta de {self.reunion_id}"
