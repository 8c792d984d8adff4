"""El turno: la Secretaría Técnica pide a un área técnica su opinión de una entrega, con un plazo, antes de decidir."""

from django.db import models
from django.db.models import Q

from conferencia.models.base import ConIdentidad
from conferencia.models.estructura import Institucion
from conferencia.models.oficio import Archivo, Entrega
from conferencia.models.usuario import Usuario


class EstadoTurno(models.TextChoices):
    PENDIENTE = "pendiente", "En espera de opinión"
    OPINADO = "opinado", "Con opinión"
    NO_OPUESTA = "no_opuesta", "Se tuvo por no opuesta"
    CANCELADO = "cancelado", "Cancelado"


class SentidoDeOpinion(models.TextChoices):
    FAVORABLE = "favorable", "Favorable"
    CON_RESERVAS = "con_reservas", "Con reservas"
    DESFAVORABLE = "desfavorable", "Desfavorable"


class Turno(ConIdentidad):
    """``calla_y_no_se_opone``: si el plazo pasa sin opinión, se tiene por no opuesta; si no, sigue en espera y se ve vencido."""

    entrega = models.ForeignKey(Entrega, models.PROTECT, related_name="turnos")
    institucion = models.ForeignKey(Institucion, models.PROTECT, related_name="turnos", verbose_name="área técnica")
    pregunta = models.TextField()
    vence_el = models.DateField()
    calla_y_no_se_opone = models.BooleanField(default=False)
    estado = models.CharField(max_length=10, choices=EstadoTurno, default=EstadoTurno.PENDIENTE)
    turnado_en = models.DateTimeField()
    turnado_por = models.ForeignKey(Usuario, models.PROTECT, null=True, blank=True, related_name="+")
    sentido = models.CharField(max_length=12, choices=SentidoDeOpinion, blank=True)
    opinion = models.TextField(blank=True)
    archivo = models.ForeignKey(Archivo, models.PROTECT, null=True, blank=True, related_name="opiniones")
    motivo = models.CharField("por qué se canceló", max_length=300, blank=True)
    cerrado_en = models.DateTimeField(null=True, blank=True)
    cerrado_por = models.ForeignKey(Usuario, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("entrega", "institucion", condition=Q(estado="pendiente"), name="turno_uno_pendiente_por_area"),
            models.CheckConstraint(name="turno_con_pregunta", condition=~Q(pregunta="")),
            models.CheckConstraint(name="turno_opinado_con_sentido", condition=~Q(estado="opinado") | ~Q(sentido="") & ~Q(opinion="")),
            models.CheckConstraint(name="turno_cerrado_con_hora", condition=Q(estado="pendiente") | Q(cerrado_en__isnull=False)),
        ]
        indexes = [models.Index("vence_el", name="turno_por_opinar", condition=Q(estado="pendiente"))]

    def __str__(self) -> str:
        return f"Turno a {self.institucion}"
