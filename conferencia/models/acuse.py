"""El comprobante de que un oficio se recibió, y el contador del que salen sus folios."""

from django.db import models
from django.db.models import Q

from conferencia.models.base import ConIdentidad
from conferencia.models.oficio import Archivo, Oficio


class Foliador(ConIdentidad):
    """El último número de una serie en un año. Su renglón se aparta en la transacción de quien folia: sin huecos ni repetidos."""

    serie = models.CharField(max_length=4)
    anio = models.PositiveSmallIntegerField("año")
    ultimo = models.PositiveIntegerField("último número dado")

    class Meta:
        constraints = [
            models.UniqueConstraint("serie", "anio", name="foliador_uno_por_anio"),
            models.CheckConstraint(name="foliador_desde_uno", condition=Q(ultimo__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.serie}-{self.anio}: {self.ultimo}"


class Acuse(ConIdentidad):
    """Nace con su oficio y no cambia. Recibir no es cumplir.

    ``tenido_el``: día hábil en que la Secretaría Técnica lo tiene por recibido; solo inicia los plazos de ella. ``cabeza``: último hecho de la
    cadena antes de recibirlo. ``archivo``: el PDF, que se compone una vez y se sirve siempre.
    """

    oficio = models.OneToOneField(Oficio, models.PROTECT, related_name="acuse")
    folio = models.CharField("«AR-2022-000001»", max_length=20, unique=True)
    codigo = models.CharField("diez signos al azar", max_length=10)
    emitido_en = models.DateTimeField()
    tenido_el = models.DateField("se tiene por recibido el")
    cabeza = models.CharField("cabeza de la cadena de hechos al emitir", max_length=64)
    archivo = models.OneToOneField(Archivo, models.PROTECT, related_name="acuse", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="acuse_con_codigo", condition=Q(codigo__regex=r"^[0-9A-HJKMNP-TV-Z]{10}$")),
            models.CheckConstraint(name="acuse_con_cabeza", condition=Q(cabeza__regex=r"^[0-9a-f]{64}$")),
        ]

    def __str__(self) -> str:
        return f"Acuse {self.folio}"

    @property
    def clave_publica(self) -> str:
        """Lo que sigue a ``/v/``: con esto cualquiera lo comprueba."""
        return f"{self.folio}-{self.codigo}"
