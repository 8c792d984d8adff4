"""Lo que llega al buzón: el correo íntegro, qué se entendió de él, qué se decidió y por qué. Nada se borra."""

from django.db import models
from django.db.models import Q

from conferencia.models import Archivo, Entrega, Institucion, Obligacion, Oficio, Usuario
from conferencia.models.base import ConIdentidad
from enlaces.models.aviso import Aviso


class OrigenDeCorreo(models.TextChoices):
    IMAP = "imap", "Buzón"
    CARPETA = "carpeta", "Buzón de la demostración"
    SUBIDO = "subido", "Subido por la Secretaría Técnica"


class ClaseDeCorreo(models.TextChoices):
    CORRESPONDENCIA = "correspondencia", "Correspondencia"
    AUTOMATICA = "automatica", "Respuesta automática"
    REBOTE = "rebote", "Rebote"
    BUCLE = "bucle", "Correo propio que volvió"
    VENENOSO = "venenoso", "No se pudo leer"


class EstadoCorreo(models.TextChoices):
    RECIBIDO = "recibido", "Recibido, sin leer"
    LEIDO = "leido", "Leído, sin identificar"
    PROPUESTO = "propuesto", "Por confirmar"
    CUARENTENA = "cuarentena", "En cuarentena"
    CONFIRMADO = "confirmado", "Confirmado"
    DESCARTADO = "descartado", "Descartado"
    ANOTADO = "anotado", "Solo anotado"


class ClaseDeRemitente(models.TextChoices):
    ENLACE = "enlace", "Enlace vigente"
    CONTACTO = "contacto", "Contacto oficial"
    EX_ENLACE = "ex_enlace", "Fue enlace y ya no lo es"
    DOMINIO = "dominio", "Del dominio de la institución"
    DESCONOCIDO = "desconocido", "Desconocido"


POR_HACER = (EstadoCorreo.RECIBIDO, EstadoCorreo.LEIDO)
POR_ATENDER = (EstadoCorreo.PROPUESTO, EstadoCorreo.CUARENTENA)


class CorreoRecibido(ConIdentidad):
    """``crudo``: los bytes tal como llegaron, guardados antes que nada. ``recibido_en``: cuándo entró al buzón.

    Lo demás se deduce de ``crudo`` y se puede volver a deducir. ``razones``: por qué está donde está, una por renglón, de más a menos peso.
    ``arrendado_hasta`` e ``intentos``: quien lo está atendiendo y cuántas veces se ha tratado (diseno.md, costumbre 6).
    """

    origen = models.CharField(max_length=7, choices=OrigenDeCorreo)
    carpeta = models.CharField("carpeta del buzón", max_length=200, blank=True)
    uidvalidity = models.BigIntegerField(null=True, blank=True)
    uid = models.CharField(max_length=40, blank=True)
    crudo = models.OneToOneField(Archivo, models.PROTECT, related_name="correo_recibido")
    original = models.OneToOneField(Archivo, models.PROTECT, null=True, blank=True, related_name="correo_convertido", help_text="El .msg del que se sacó")
    huella = models.CharField("SHA-256 de los bytes", max_length=64, unique=True)
    huella_del_contenido = models.CharField("igual en dos copias del mismo correo", max_length=64, blank=True, db_index=True)
    recibido_en = models.DateTimeField()
    recogido_en = models.DateTimeField()
    subido_por = models.ForeignKey(Usuario, models.PROTECT, null=True, blank=True, related_name="+")

    message_id = models.CharField(max_length=255, blank=True, db_index=True)
    de = models.CharField(max_length=254, blank=True, db_index=True)
    de_nombre = models.CharField(max_length=150, blank=True)
    para = models.TextField(blank=True)
    asunto = models.CharField(max_length=300, blank=True)
    fecha_dicha = models.DateTimeField("la que dice el remitente", null=True, blank=True)
    texto = models.TextField(blank=True)
    propio = models.TextField("el texto sin lo citado", blank=True)
    encabezados = models.JSONField(default=dict)
    autenticacion = models.JSONField("SPF, DKIM y DMARC según el servidor propio", default=dict)

    clase = models.CharField(max_length=15, choices=ClaseDeCorreo, blank=True)
    remitente = models.CharField(max_length=11, choices=ClaseDeRemitente, blank=True)
    usuario = models.ForeignKey(Usuario, models.PROTECT, null=True, blank=True, related_name="correos_enviados")
    institucion = models.ForeignKey(Institucion, models.PROTECT, null=True, blank=True, related_name="correos_recibidos")
    responde_a = models.ForeignKey(Aviso, models.SET_NULL, null=True, blank=True, related_name="respuestas")
    copia_de = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="copias")
    numero = models.CharField("número de oficio que se alcanza a leer", max_length=80, blank=True)
    fecha_del_oficio = models.DateField(null=True, blank=True)
    confianza = models.PositiveSmallIntegerField("por ciento", default=0)
    razones = models.JSONField(default=list)

    estado = models.CharField(max_length=10, choices=EstadoCorreo, default=EstadoCorreo.RECIBIDO)
    intentos = models.PositiveSmallIntegerField(default=0)
    arrendado_hasta = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    oficio = models.ForeignKey(Oficio, models.PROTECT, null=True, blank=True, related_name="correos")
    acuse_provisional = models.OneToOneField(Aviso, models.SET_NULL, null=True, blank=True, related_name="correo_que_acusa")
    resuelto_en = models.DateTimeField(null=True, blank=True)
    resuelto_por = models.ForeignKey(Usuario, models.PROTECT, null=True, blank=True, related_name="+")
    motivo = models.CharField("por qué se descartó", max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint("carpeta", "uidvalidity", "uid", name="correo_uid_unico", condition=~Q(uid="")),
            models.CheckConstraint(name="correo_confianza_por_ciento", condition=Q(confianza__lte=100)),
            models.CheckConstraint(name="correo_confirmado_con_oficio", condition=~Q(estado="confirmado") | Q(oficio__isnull=False)),
            models.CheckConstraint(name="correo_descartado_con_motivo", condition=~Q(estado="descartado") | ~Q(motivo="")),
            models.CheckConstraint(name="correo_resuelto_con_fecha", condition=~Q(estado__in=["confirmado", "descartado"]) | Q(resuelto_en__isnull=False)),
        ]
        indexes = [
            models.Index("recibido_en", name="correo_por_hacer", condition=Q(estado__in=["recibido", "leido"])),
            models.Index("estado", "recibido_en", name="correo_por_atender", condition=Q(estado__in=["propuesto", "cuarentena"])),
        ]

    def __str__(self) -> str:
        return self.asunto or self.message_id or str(self.pk)

    @property
    def folio(self) -> str:
        """El provisional que se le dice al remitente: no es el del acuse."""
        return f"C-{self.pk.hex[-8:].upper()}"

    @property
    def cita_otros(self) -> bool:
        """Si además de lo propio trae correos anteriores."""
        return bool(self.propio) and self.propio.strip() != self.texto.strip()

    @property
    def porque(self) -> str:
        """Por qué está como está, en una línea."""
        return self.motivo or next(iter(self.razones), "") or self.get_clase_display()

    @property
    def por_atender(self) -> bool:
        return self.estado in POR_ATENDER


class AdjuntoRecibido(ConIdentidad):
    """Un renglón por anexo, también los que no se toman, con su razón. ``archivo``: solo los que sirven."""

    correo = models.ForeignKey(CorreoRecibido, models.PROTECT, related_name="adjuntos")
    orden = models.PositiveSmallIntegerField()
    ruta = models.CharField("lugar en el mensaje", max_length=40)
    nombre = models.CharField(max_length=200)
    tipo_dicho = models.CharField(max_length=150)
    tipo = models.CharField("tipo por su contenido", max_length=100, blank=True)
    tamano = models.PositiveBigIntegerField("bytes")
    sha256 = models.CharField(max_length=64, blank=True)
    texto = models.TextField("sus primeras páginas, si traen texto", blank=True)
    sirve = models.BooleanField("puede ser archivo de un oficio")
    razon = models.CharField(max_length=300)
    archivo = models.OneToOneField(Archivo, models.PROTECT, null=True, blank=True, related_name="adjunto_recibido")

    class Meta:
        constraints = [
            models.UniqueConstraint("correo", "orden", name="adjunto_recibido_unico"),
            models.CheckConstraint(name="adjunto_que_sirve_con_archivo", condition=Q(sirve=False) | Q(archivo__isnull=False)),
            models.CheckConstraint(name="adjunto_con_razon", condition=~Q(razon="")),
        ]

    def __str__(self) -> str:
        return self.nombre


class Candidata(ConIdentidad):
    """Obligación a la que el correo pudo referirse, con sus puntos y razones. ``entrega``: la que dejó «recibida por confirmar»."""

    correo = models.ForeignKey(CorreoRecibido, models.PROTECT, related_name="candidatas")
    obligacion = models.ForeignKey(Obligacion, models.PROTECT, related_name="+")
    institucion = models.ForeignKey(Institucion, models.PROTECT, related_name="+")
    puntos = models.PositiveSmallIntegerField()
    razones = models.JSONField(default=list)
    entrega = models.OneToOneField(Entrega, models.PROTECT, null=True, blank=True, related_name="candidata")

    class Meta:
        constraints = [
            models.UniqueConstraint("correo", "obligacion", "institucion", name="candidata_unica"),
            models.CheckConstraint(name="candidata_puntos", condition=Q(puntos__lte=100)),
        ]

    def __str__(self) -> str:
        return f"{self.obligacion_id} ({self.puntos})"


class Rebote(ConIdentidad):
    """Un correo que no se pudo entregar. Permanente y probado, marca la dirección hasta que alguien la libere con su motivo.

    ``probado``: se comprobó que responde a un correo nuestro a esa dirección; si no, se anota y no marca nada.
    """

    correo = models.ForeignKey(CorreoRecibido, models.PROTECT, null=True, blank=True, related_name="rebotes")
    aviso = models.ForeignKey(Aviso, models.PROTECT, null=True, blank=True, related_name="rebotes")
    direccion = models.CharField(max_length=254, db_index=True)
    permanente = models.BooleanField()
    probado = models.BooleanField()
    codigo = models.CharField("estado extendido, RFC 3463", max_length=12, blank=True)
    dicho = models.CharField("en palabras", max_length=200)
    diagnostico = models.CharField("lo que dijo el servidor", max_length=500, blank=True)
    rebotado_en = models.DateTimeField()
    liberada_en = models.DateTimeField(null=True, blank=True)
    liberada_por = models.ForeignKey(Usuario, models.PROTECT, null=True, blank=True, related_name="+")
    motivo = models.CharField("por qué se liberó", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("correo", "direccion", name="rebote_unico"),
            models.CheckConstraint(name="rebote_liberado_con_motivo", condition=Q(liberada_en__isnull=True) | ~Q(motivo="")),
        ]
        indexes = [
            models.Index("direccion", name="direccion_que_rebota", condition=Q(permanente=True, probado=True, liberada_en__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.direccion}: {self.dicho}"
