"""Un correo, o su intento, a quien hoy tiene el encargo. Su registro es la respuesta a «no me llegó»."""

from uuid import UUID

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import NullIf

from conferencia.models import Hecho, Institucion, Obligacion, Usuario
from conferencia.models.base import ConIdentidad
from enlaces.models.regla import ReglaDeAviso


class EstadoAviso(models.TextChoices):
    PLANEADO = "planeado", "En cola"
    ENVIANDO = "enviando", "Enviándose"
    ENVIADO = "enviado", "Enviado"
    FALLIDO = "fallido", "No se pudo enviar"
    SUPRIMIDO = "suprimido", "Suprimido"


class Regla(models.TextChoices):
    RESUMEN = "resumen", "Resumen del día"
    RECORDATORIO = "recordatorio", "Recordatorio de un plazo"
    SECRETARIA = "secretaria", "Resumen de la Secretaría Técnica"
    SEMANAL = "semanal", "Resumen semanal"
    ACUSE = "acuse", "Acuse de recepción"
    OBSERVACION = "observacion", "Observaciones"
    ACEPTACION = "aceptacion", "Entrega aceptada"
    RECHAZO = "rechazo", "Entrega rechazada"
    ASIGNACION = "asignacion", "Obligaciones asignadas"
    DEVOLUCION = "devolucion", "Entrega que no se tuvo por tal"
    TURNO = "turno", "Turno a un área técnica"
    TURNO_PENDIENTE = "turno_pendiente", "Opinión técnica pendiente"
    DESIGNACION = "designacion", "Designación"
    ACTIVACION = "activacion", "Activación de cuenta"
    TERMINO = "termino", "Fin de una designación"
    CONFIRMACION = "confirmacion", "Confirmar a una persona"
    NO_ACEPTADA = "no_aceptada", "Designación no aceptada"
    INVITACION = "invitacion", "Invitación al contacto oficial"
    RESOLUCION = "resolucion", "Resolución de una solicitud"
    FECHA = "fecha", "Cambio de fecha"
    REQUERIMIENTO = "requerimiento", "Requerimiento"
    RECIBIDO = "recibido", "Recibimos tu correo"


class Aviso(ConIdentidad):
    """``clave`` única (regla, destinatario y motivo): un mismo aviso se planea una sola vez, pase lo que pase.

    ``message_id`` es determinista: con él se averigua si un envío interrumpido llegó a salir.
    """

    clave = models.CharField(max_length=200)
    regla = models.CharField(max_length=15, choices=Regla)
    correo = models.EmailField(blank=True, help_text="Vacío solo en los suprimidos por no haber a quién escribir")
    usuario = models.ForeignKey(Usuario, models.PROTECT, null=True, blank=True, related_name="avisos")
    institucion = models.ForeignKey(Institucion, models.PROTECT, null=True, blank=True, related_name="avisos")
    hecho = models.ForeignKey(Hecho, models.PROTECT, null=True, blank=True, related_name="avisos", help_text="El hecho que lo motivó, si es inmediato")
    para_el = models.DateField()
    asunto = models.CharField(max_length=200, blank=True)
    cuerpo_texto = models.TextField(blank=True)
    cuerpo_html = models.TextField(blank=True)
    message_id = models.CharField(max_length=200)
    estado = models.CharField(max_length=10, choices=EstadoAviso, default=EstadoAviso.PLANEADO)
    intentos = models.PositiveSmallIntegerField(default=0)
    arrendado_hasta = models.DateTimeField(null=True, blank=True)
    motivo = models.CharField("por qué falló o se suprimió", max_length=300, blank=True)
    planeado_en = models.DateTimeField()
    sale_desde = models.DateTimeField("antes de este instante espera", null=True, blank=True, help_text="Vacío: en cuanto se pueda")
    enviado_en = models.DateTimeField(null=True, blank=True)
    leido_en = models.DateTimeField("cuándo lo leyó en el sistema", null=True, blank=True)
    reenvia = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="reenvios")

    obligacion: UUID | None  # si habla de una sola; solo en el que se tomó para enviarse

    class Meta:
        constraints = [
            # ``unique=True`` añadiría a cada una un segundo índice, para LIKE, que nadie usa.
            models.UniqueConstraint("clave", name="aviso_clave_unica"),
            models.UniqueConstraint("message_id", name="aviso_message_id_unico"),
            models.CheckConstraint(name="aviso_con_destinatario", condition=~Q(correo="") | Q(estado="suprimido")),
            models.CheckConstraint(name="aviso_enviado_con_fecha", condition=~Q(estado="enviado") | Q(enviado_en__isnull=False)),
            models.CheckConstraint(name="aviso_enviandose_arrendado", condition=~Q(estado="enviando") | Q(arrendado_hasta__isnull=False)),
        ]
        indexes = [
            models.Index("planeado_en", name="aviso_por_enviar", condition=Q(estado__in=["planeado", "enviando"])),
            models.Index("para_el", name="aviso_por_dia"),
            models.Index("usuario", "leido_en", name="aviso_sin_leer", condition=Q(leido_en__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.clave


class RenglonDeAviso(models.Model):
    """Qué obligaciones llevaba el aviso, por qué regla y con qué plazo: por la misma regla y el mismo plazo, nadie recibe dos veces lo mismo.

    ``vigente`` es falso si el correo no llegó a salir o ya no lo dijo: entonces no cuenta y puede volver a planearse.

    Un día nacen cien mil de una vez, y lo que cada fila cueste se paga cien mil veces. Por eso no tiene más identidad que su aviso y su obligación,
    sus dos índices únicos sirven también para buscar (por aviso y por obligación), y sus llaves foráneas las comprueba la base por instrucción y no
    por fila (``0011_llaves_por_instruccion``).
    """

    pk = models.CompositePrimaryKey("aviso_id", "obligacion_id")
    aviso = models.ForeignKey(Aviso, models.CASCADE, related_name="renglones", db_index=False, db_constraint=False)
    obligacion = models.ForeignKey(Obligacion, models.PROTECT, related_name="renglones_de_aviso", db_index=False, db_constraint=False)
    institucion = models.ForeignKey(Institucion, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, db_constraint=False)
    regla = models.ForeignKey(
        ReglaDeAviso,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="renglones",
        db_index=False,
        db_constraint=False,
        help_text="Vacía en los inmediatos",
    )
    correo = models.EmailField(blank=True)
    motivo = models.CharField(max_length=20, help_text="d-7, d-1, d-0, d+1, «lunes 2022-07-18» o vacío en los inmediatos", blank=True)
    vence_el = models.DateField(null=True, blank=True)
    vigente = models.BooleanField(default=True)

    class Meta:
        constraints = [
            # Lo inmediato (sin regla) y lo que perdió vigencia no chocan con nada: un nulo es distinto de todo.
            models.UniqueConstraint("obligacion", "regla", "vence_el", "correo", "motivo", NullIf("vigente", Value(value=False)), name="renglon_una_sola_vez"),
        ]

    def __str__(self) -> str:
        return f"{self.obligacion_id} {self.motivo}"
