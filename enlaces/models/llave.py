"""Ligas que llegan por correo y valen por quien las recibe: de un solo uso, con caducidad, y de las que aquí solo queda un HMAC."""

from django.db import models
from django.db.models import Q

from conferencia.models import ContactoInstitucional, PropuestaDeDesignacion, Usuario
from conferencia.models.base import ConIdentidad


class Llave(ConIdentidad):
    """``semilla``: de ella y de SECRET_KEY sale la liga, al escribirse el correo. ``huella``: HMAC de la liga, con que se reconoce."""

    semilla = models.CharField(max_length=64)
    huella = models.CharField(max_length=64, unique=True)
    correo = models.EmailField(max_length=254)
    creada_en = models.DateTimeField()
    vence_en = models.DateTimeField()
    usada_en = models.DateTimeField(null=True, blank=True)
    revocada_en = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


VIVA = Q(usada_en__isnull=True, revocada_en__isnull=True)


class Activacion(Llave):
    """Abre una cuenta: la de alguien designado, o la del contacto oficial, cuyo encargo nace al usarla.

    ``huella_codigo``: el de seis cifras, para quien no puede abrir la liga; ``fallos``: veces que se erró.
    """

    usuario = models.ForeignKey(Usuario, models.CASCADE, null=True, blank=True, related_name="activaciones")
    contacto = models.ForeignKey(ContactoInstitucional, models.CASCADE, null=True, blank=True, related_name="activaciones")
    huella_codigo = models.CharField(max_length=64)
    fallos = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="activacion_de_alguien",
                condition=Q(usuario__isnull=False, contacto__isnull=True) | Q(usuario__isnull=True, contacto__isnull=False),
            ),
            models.UniqueConstraint("usuario", condition=VIVA & Q(usuario__isnull=False), name="activacion_una_viva"),
            models.UniqueConstraint("contacto", condition=VIVA & Q(contacto__isnull=False), name="activacion_de_contacto_una_viva"),
        ]

    def __str__(self) -> str:
        return f"Activación de {self.correo}"


class Confirmacion(Llave):
    """Con ella el contacto oficial dice si reconoce a quien un desconocido propuso."""

    propuesta = models.ForeignKey(PropuestaDeDesignacion, models.CASCADE, related_name="confirmaciones")
    contacto = models.ForeignKey(ContactoInstitucional, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("propuesta", condition=VIVA, name="confirmacion_una_viva")]

    def __str__(self) -> str:
        return f"Confirmación de {self.propuesta_id}"
