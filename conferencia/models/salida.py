"""Los oficios que salen de la Secretaría Técnica: notificaciones y requerimientos, desde el borrador hasta su acuse de entrega."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from conferencia.models.acta import Reunion
from conferencia.models.base import ConIdentidad
from conferencia.models.estructura import EntidadFederativa, Institucion
from conferencia.models.obligacion import Obligacion
from conferencia.models.oficio import Archivo, Oficio
from conferencia.models.trabajo import Trabajo
from conferencia.models.usuario import Usuario

UN_MINUTO = timedelta(minutes=1)  # la hora de entrega se escribe en minutos


class ClaseSalida(models.TextChoices):
    NOTIFICACION = "notificacion", "Notificación"
    REQUERIMIENTO = "requerimiento", "Requerimiento"


class EstadoSalida(models.TextChoices):
    BORRADOR = "borrador", "Borrador"
    EMITIDO = "emitido", "Emitido, sin acuse de entrega"
    NOTIFICADO = "notificado", "Entregado"
    ATENDIDO = "atendido", "Atendido"
    CANCELADO = "cancelado", "Cancelado"


class MedioDeEntrega(models.TextChoices):
    PERSONAL = "personal", "En propia mano"
    VENTANILLA = "ventanilla", "En oficialía de partes"
    CORREO = "correo", "Por correo electrónico"
    MENSAJERIA = "mensajeria", "Por mensajería"
    PORTAL = "portal", "Por el portal"


class OficioDeSalida(ConIdentidad):
    """``institucion``: a quién se dirige. ``copiadas``: las demás a que se marca copia. Ellas, y nadie más de los estados, lo ven ya emitido.

    ``numero`` se aparta al emitir y no se reutiliza: un cancelado conserva el suyo. ``oficio`` nace al emitir, con sus archivos.
    """

    clase = models.CharField(max_length=14, choices=ClaseSalida)
    estado = models.CharField(max_length=12, choices=EstadoSalida, default=EstadoSalida.BORRADOR)
    reunion = models.ForeignKey(Reunion, models.PROTECT, related_name="oficios_de_salida")
    institucion = models.ForeignKey(Institucion, models.PROTECT, related_name="oficios_dirigidos")
    entidad = models.ForeignKey(EntidadFederativa, models.PROTECT, null=True, blank=True, related_name="+")
    copiadas = models.ManyToManyField(Institucion, blank=True, related_name="oficios_con_copia")
    obligaciones = models.ManyToManyField(Obligacion, related_name="oficios_de_salida")
    version = models.PositiveIntegerField(default=1)

    numero = models.CharField(max_length=80, blank=True)
    fecha = models.DateField("fecha del documento", null=True, blank=True)
    lugar = models.CharField(max_length=120, blank=True)
    titular = models.CharField("a quién se dirige, por su nombre", max_length=150, blank=True)
    cargo = models.CharField(max_length=200, blank=True)
    asunto = models.CharField(max_length=300, blank=True)
    cuerpo = models.TextField(blank=True)
    firmante = models.CharField(max_length=150, blank=True)
    firmante_cargo = models.CharField(max_length=200, blank=True)
    copias = models.TextField("copias para conocimiento, una por renglón", blank=True)
    responder_el = models.DateField("hasta cuándo se responde", null=True, blank=True)

    folio = models.CharField("para la página de verificación", max_length=60, blank=True)
    codigo = models.CharField("clave al azar, con el folio", max_length=10, blank=True)
    oficio = models.OneToOneField(Oficio, models.PROTECT, null=True, blank=True, related_name="salida")
    preparado_por = models.ForeignKey(Usuario, models.PROTECT, null=True, blank=True, related_name="+")
    preparado_en = models.DateTimeField()
    emitido_en = models.DateTimeField(null=True, blank=True)
    entregado_en = models.DateTimeField("cuándo lo recibió su destinatario", null=True, blank=True)
    entregado_por_medio = models.CharField(max_length=10, choices=MedioDeEntrega, blank=True)
    recibio = models.CharField("quién lo recibió", max_length=150, blank=True)
    acuse = models.OneToOneField(Archivo, models.PROTECT, null=True, blank=True, related_name="acuse_de_salida", help_text="Copia sellada de recibido")
    cerrado_en = models.DateTimeField(null=True, blank=True)
    nota = models.CharField("por qué se atendió o se canceló", max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("reunion", "institucion", condition=Q(clase="notificacion") & ~Q(estado="cancelado"), name="notificacion_una_por_destino"),
            models.UniqueConstraint("numero", condition=~Q(numero=""), name="salida_numero_unico"),
            models.CheckConstraint(
                name="salida_emitida_con_oficio",
                condition=Q(estado__in=["borrador", "cancelado"]) | Q(oficio__isnull=False, emitido_en__isnull=False) & ~Q(numero=""),
            ),
            models.CheckConstraint(
                name="salida_notificada_con_acuse",
                condition=~Q(estado="notificado") | Q(entregado_en__isnull=False) & ~Q(entregado_por_medio="") & ~Q(recibio=""),
            ),
            models.CheckConstraint(name="salida_entregada_despues", condition=Q(entregado_en__isnull=True) | Q(entregado_en__gt=F("emitido_en") - UN_MINUTO)),
        ]
        indexes = [
            models.Index(fields=["-preparado_en"], name="salida_reciente"),
            models.Index(fields=["folio"], name="salida_por_folio", condition=~Q(folio="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_clase_display()} {self.numero or 'sin número'}"

    @property
    def clave_publica(self) -> str:
        """Lo que sigue a ``/v/``: con esto cualquiera lo comprueba."""
        return f"{self.folio}-{self.codigo}"


class Numeracion(ConIdentidad):
    """El consecutivo de cada año y cómo se escribe: «ST-CNSSP/{n}/{anio}»."""

    anio = models.PositiveSmallIntegerField(unique=True)
    formato = models.CharField(max_length=60)
    ultimo = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="numeracion_con_consecutivo", condition=Q(formato__contains="{n}"))]

    def __str__(self) -> str:
        return f"{self.formato} {self.anio}"


class PlantillaDeOficio(ConIdentidad):
    """Una versión del texto de una clase de oficio; rige la última. Sin ninguna, la que trae el producto (``domain.plantillas``)."""

    clase = models.CharField(max_length=14, choices=ClaseSalida)
    version = models.PositiveIntegerField()
    asunto = models.CharField(max_length=300)
    cuerpo = models.TextField()
    guardada_por = models.ForeignKey(Usuario, models.PROTECT, null=True, blank=True, related_name="+")
    guardada_en = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("clase", "version", name="plantilla_version_unica")]

    def __str__(self) -> str:
        return f"{self.get_clase_display()} v{self.version}"


class AccionDeLote(models.TextChoices):
    COMPONER = "componer", "Componer borradores"
    EMITIR = "emitir", "Emitir"


class LoteDeOficios(ConIdentidad):
    """Varios oficios que se componen o emiten juntos en un trabajo de la cola; al terminar quedan además en un ZIP."""

    accion = models.CharField(max_length=8, choices=AccionDeLote)
    reunion = models.ForeignKey(Reunion, models.PROTECT, related_name="lotes_de_oficios")
    salidas = models.ManyToManyField(OficioDeSalida, related_name="lotes")
    trabajo = models.OneToOneField(Trabajo, models.PROTECT, related_name="lote_de_oficios", null=True, blank=True)
    archivo = models.OneToOneField(Archivo, models.PROTECT, null=True, blank=True, related_name="lote_de_oficios")
    pedido_por = models.ForeignKey(Usuario, models.PROTECT, null=True, blank=True, related_name="+")
    pedido_en = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.get_accion_display()} {self.pedido_en:%Y-%m-%d %H:%M}"


class Expediente(ConIdentidad):
    """El expediente de prueba, tal como se emitió: un PDF y un ZIP que se conservan y son los que se sirven siempre.

    De una ``obligacion``; o de todo lo que debe una institución (``alcance``) o las de una ``entidad``, en una ``reunion`` o en todas.
    De una obligación y con ``alcance`` vacío: completo, para la Secretaría Técnica y la auditoría. Los demás, solo con lo de esa institución o entidad.
    """

    obligacion = models.ForeignKey(Obligacion, models.PROTECT, null=True, blank=True, related_name="expedientes")
    entidad = models.ForeignKey(EntidadFederativa, models.PROTECT, null=True, blank=True, related_name="expedientes")
    reunion = models.ForeignKey(Reunion, models.PROTECT, null=True, blank=True, related_name="expedientes")
    alcance = models.ForeignKey(Institucion, models.PROTECT, null=True, blank=True, related_name="expedientes")
    trabajo = models.OneToOneField(Trabajo, models.PROTECT, related_name="expediente", null=True, blank=True)
    pdf = models.OneToOneField(Archivo, models.PROTECT, null=True, blank=True, related_name="expediente_pdf")
    paquete = models.OneToOneField(Archivo, models.PROTECT, null=True, blank=True, related_name="expediente_paquete")
    pedido_por = models.ForeignKey(Usuario, models.PROTECT, null=True, blank=True, related_name="+")
    pedido_en = models.DateTimeField()
    emitido_en = models.DateTimeField(null=True, blank=True)
    folio = models.CharField(max_length=60, blank=True)
    codigo = models.CharField("clave al azar, con el folio", max_length=10, blank=True)
    cabeza = models.CharField("cabeza de la cadena de hechos al emitir", max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="expediente_emitido_completo",
                condition=Q(emitido_en__isnull=True, pdf__isnull=True, paquete__isnull=True)
                | Q(emitido_en__isnull=False, pdf__isnull=False, paquete__isnull=False),
            ),
            models.CheckConstraint(
                name="expediente_de_algo",
                condition=Q(obligacion__isnull=False, entidad__isnull=True, reunion__isnull=True)
                | Q(obligacion__isnull=True, alcance__isnull=False, entidad__isnull=True)
                | Q(obligacion__isnull=True, alcance__isnull=True, entidad__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Expediente de {self.de_que}"

    @property
    def de_que(self) -> str:
        """La clave de su obligación; o de quién es, y de qué reunión si es de una."""
        if self.obligacion:
            return self.obligacion.clave
        return f"{self.de_quien}, {self.reunion.clave}" if self.reunion else str(self.de_quien)

    @property
    def de_quien(self) -> Institucion | EntidadFederativa:
        """Del que es de todo lo que alguien debe."""
        quien = self.alcance or self.entidad
        assert quien is not None, "sin obligación, es de una institución o de una entidad"
        return quien

    @property
    def clave_publica(self) -> str:
        """Lo que sigue a ``/v/``: con esto cualquiera lo comprueba."""
        return f"{self.folio}-{self.codigo}"
