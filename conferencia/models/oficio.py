"""La comunicación formal y lo que con ella se presenta."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from conferencia.models.base import ConIdentidad
from conferencia.models.busqueda import vector
from conferencia.models.estructura import Institucion
from conferencia.models.usuario import Usuario


class Archivos(models.Manager):
    """Donde se lista un archivo se dice lo que se le halló: el examen viene siempre con él."""

    def get_queryset(self):
        return super().get_queryset().select_related("examen__ya_en")


class Archivo(ConIdentidad):
    """Bytes originales, jamás reescritos. Mismo hash: se enlaza, nunca a través de instituciones."""

    objects = Archivos()

    nombre = models.CharField("nombre original", max_length=200)
    tipo = models.CharField("tipo por su contenido", max_length=100)
    tamano = models.PositiveBigIntegerField("bytes")
    sha256 = models.CharField(max_length=64, db_index=True)
    contenido = models.FileField(upload_to="%Y/%m/", max_length=200)
    subido_por = models.ForeignKey(Usuario, models.PROTECT, null=True, blank=True, related_name="+")
    subido_en = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(name="archivo_con_huella", condition=Q(sha256__regex=r"^[0-9a-f]{64}$", tamano__gt=0)),
        ]

    def __str__(self) -> str:
        return self.nombre


class Sentido(models.TextChoices):
    ENTRADA = "entrada", "De entrada"
    SALIDA = "salida", "De salida"


class Canal(models.TextChoices):
    PORTAL = "portal", "Portal"
    CORREO = "correo", "Correo"
    API = "api", "API"
    VENTANILLA = "ventanilla", "Ventanilla"


class Oficio(ConIdentidad):
    """Número en texto libre (no hay patrón nacional) y sus tres fechas: del documento, de recepción, de registro."""

    sentido = models.CharField(max_length=8, choices=Sentido, default=Sentido.ENTRADA)
    numero = models.CharField(max_length=80)
    fecha = models.DateField("fecha del documento")
    asunto = models.CharField(max_length=300, blank=True)
    remitente = models.ForeignKey(Institucion, models.PROTECT, related_name="oficios")
    firmante = models.CharField(max_length=150, blank=True)
    canal = models.CharField(max_length=10, choices=Canal)
    recibido_en = models.DateTimeField()
    registrado_en = models.DateTimeField()
    registrado_por = models.ForeignKey(Usuario, models.PROTECT, null=True, blank=True, related_name="+")
    archivos = models.ManyToManyField(Archivo, through="ArchivoDeOficio", related_name="oficios")
    llave_de_envio = models.UUIDField("contra el doble envío", null=True, blank=True, unique=True)

    class Meta:
        constraints = [models.CheckConstraint(name="oficio_con_numero", condition=~Q(numero=""))]
        indexes = [GinIndex(vector("numero", "asunto", "firmante"), name="oficio_por_palabras")]

    def __str__(self) -> str:
        return f"Oficio {self.numero}"


class ArchivoDeOficio(ConIdentidad):
    oficio = models.ForeignKey(Oficio, models.PROTECT, related_name="adjuntos")
    archivo = models.ForeignKey(Archivo, models.PROTECT, related_name="adjunto_en")
    orden = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint("oficio", "orden", name="adjunto_orden_unico")]

    def __str__(self) -> str:
        return f"{self.oficio_id} n.º {self.orden}"


class ClaseEntrega(models.TextChoices):
    OFICIO = "oficio", "Oficio"
    CIFRAS = "cifras", "Captura de cifras"
    CONSTANCIA = "constancia", "Constancia de la Secretaría Técnica"


class EstadoEntrega(models.TextChoices):
    POR_CONFIRMAR = "por_confirmar", "Recibida por confirmar"
    EN_REVISION = "en_revision", "En revisión"
    CON_OBSERVACIONES = "con_observaciones", "Con observaciones"
    ACEPTADA = "aceptada", "Aceptada"
    AJENA = "ajena", "Rechazada por ajena a lo acordado"
    REEMPLAZADA = "reemplazada", "Reemplazada por otra entrega"
    DESCARTADA = "descartada", "Descartada: no era una entrega"
    DEVUELTA = "devuelta", "Devuelta por error de captura"
    ALEGACION = "alegacion", "Era una alegación de no competencia"


# Lo que no fue una entrega: ni cuenta como respuesta ni deja atendidas las observaciones.
NO_CUENTAN = (EstadoEntrega.DESCARTADA, EstadoEntrega.DEVUELTA, EstadoEntrega.ALEGACION)


class Entrega(ConIdentidad):
    """Lo que se presenta contra una obligación. Recibir no es cumplir: se dictamina."""

    obligacion = models.ForeignKey("conferencia.Obligacion", models.PROTECT, related_name="entregas")
    oficio = models.ForeignKey(Oficio, models.PROTECT, null=True, blank=True, related_name="entregas")
    institucion = models.ForeignKey(Institucion, models.PROTECT, related_name="entregas")
    numero = models.PositiveSmallIntegerField("ronda, desde 1")
    clase = models.CharField(max_length=10, choices=ClaseEntrega, default=ClaseEntrega.OFICIO)
    estado = models.CharField(max_length=17, choices=EstadoEntrega, default=EstadoEntrega.EN_REVISION)
    nota = models.TextField(blank=True)
    presentada_en = models.DateTimeField()
    presentada_por = models.ForeignKey(Usuario, models.PROTECT, null=True, blank=True, related_name="+")
    dictaminada_en = models.DateTimeField(null=True, blank=True)
    dictaminada_por = models.ForeignKey(Usuario, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("obligacion", "numero", name="entrega_numero_unico"),
            models.UniqueConstraint("obligacion", "oficio", name="entrega_un_oficio_una_vez"),
            models.CheckConstraint(
                name="entrega_oficio_con_oficio",
                condition=~Q(clase="oficio") | Q(oficio__isnull=False) | Q(estado__in=["por_confirmar", "descartada"]),
            ),
            models.CheckConstraint(
                name="entrega_dictamen_con_fecha",
                condition=Q(estado__in=["por_confirmar", "en_revision", "reemplazada"]) | Q(dictaminada_en__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["presentada_en"], condition=Q(estado="en_revision"), name="entrega_por_revisar")]

    def __str__(self) -> str:
        return f"Entrega {self.numero} de {self.obligacion_id}"


class Resolucion(models.TextChoices):
    SUBSANADA = "subsanada", "Subsanada"
    NO_SUBSANADA = "no_subsanada", "No subsanada"
    RETIRADA = "retirada", "Retirada"


class Observacion(ConIdentidad):
    """``resolucion``: lo que quien dictamina dice de ella al decidir la entrega que la atendió (``resuelta_con``)."""

    entrega = models.ForeignKey(Entrega, models.PROTECT, related_name="observaciones")
    numero = models.PositiveSmallIntegerField()
    requisito = models.ForeignKey("conferencia.Requisito", models.PROTECT, null=True, blank=True, related_name="observaciones")
    texto = models.TextField()
    subsanar_el = models.DateField("plazo para subsanar")
    hecha_por = models.ForeignKey(Usuario, models.PROTECT, null=True, blank=True, related_name="+")
    hecha_en = models.DateTimeField()
    respuesta = models.TextField("lo que contesta quien la subsana", blank=True)
    atendida_con = models.ForeignKey(Entrega, models.PROTECT, null=True, blank=True, related_name="subsana")
    atendida_en = models.DateTimeField(null=True, blank=True)
    resolucion = models.CharField(max_length=12, choices=Resolucion, blank=True)
    resuelta_con = models.ForeignKey(Entrega, models.PROTECT, null=True, blank=True, related_name="resuelve")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="observacion_resuelta_con_entrega",
                condition=Q(resolucion="", resuelta_con__isnull=True) | ~Q(resolucion="") & Q(resuelta_con__isnull=False),
            ),
            models.UniqueConstraint("entrega", "numero", name="observacion_numero_unico"),
            models.CheckConstraint(name="observacion_con_texto", condition=~Q(texto="")),
            models.CheckConstraint(name="observacion_atendida_despues", condition=Q(atendida_en__isnull=True) | Q(atendida_en__gte=F("hecha_en"))),
        ]

    def __str__(self) -> str:
        return f"Observación {self.numero}"
