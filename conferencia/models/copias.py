"""Lo que se deriva de un original sin tocarlo: la copia que se muestra y el texto con que se busca."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from conferencia.models.base import ConIdentidad
from conferencia.models.busqueda import vector_largo
from conferencia.models.oficio import Archivo, Oficio


class ClaseDeCopia(models.TextChoices):
    VISTA = "vista", "Copia limpia para mostrar"
    BUSCABLE = "buscable", "Copia con el texto reconocido"


class CopiaDeArchivo(ConIdentidad):
    """Un PDF sin código, siempre rehecho desde el original. ``buscable``: además, con el texto reconocido encima, invisible."""

    archivo = models.ForeignKey(Archivo, models.CASCADE, related_name="copias")
    clase = models.CharField(max_length=8, choices=ClaseDeCopia)
    contenido = models.FileField(upload_to="copias/%Y/%m/", max_length=200)
    tamano = models.PositiveBigIntegerField("bytes")
    sha256 = models.CharField(max_length=64)
    hecha_en = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("archivo", "clase", name="copia_una_por_clase"),
            models.CheckConstraint(name="copia_con_huella", condition=Q(sha256__regex=r"^[0-9a-f]{64}$", tamano__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.get_clase_display()} de {self.archivo_id}"


class CopiaDeOficio(ConIdentidad):
    """Un oficio que llegó en varias fotos, en un solo PDF para consultarlo. ``omitidos``: los nombres de lo que no se pudo juntar."""

    oficio = models.OneToOneField(Oficio, models.CASCADE, related_name="copia")
    contenido = models.FileField(upload_to="copias/%Y/%m/", max_length=200)
    juntos = models.PositiveSmallIntegerField("cuántos archivos")
    omitidos = models.JSONField(default=list)
    tamano = models.PositiveBigIntegerField("bytes")
    sha256 = models.CharField(max_length=64)
    hecha_en = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="copia_de_oficio_con_huella", condition=Q(sha256__regex=r"^[0-9a-f]{64}$", tamano__gt=0, juntos__gt=1)),
        ]

    def __str__(self) -> str:
        return f"Copia de {self.oficio_id}"


class OrigenDeTexto(models.TextChoices):
    PROPIO = "propio", "Del propio archivo"
    RECONOCIDO = "reconocido", "Reconocido ópticamente"
    NINGUNO = "ninguno", "Sin texto que leer"


class TextoDeArchivo(ConIdentidad):
    """El texto con que se busca. ``avisos``: qué páginas se leyeron con dificultad, o por qué no hay texto."""

    archivo = models.OneToOneField(Archivo, models.CASCADE, related_name="texto")
    texto = models.TextField(blank=True)
    origen = models.CharField(max_length=10, choices=OrigenDeTexto)
    avisos = models.JSONField(default=list)
    leido_en = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="texto_con_origen", condition=Q(origen="ninguno", texto="") | (~Q(origen="ninguno") & ~Q(texto="")))]
        indexes = [GinIndex(vector_largo("texto"), name="texto_por_palabras")]

    def __str__(self) -> str:
        return f"Texto de {self.archivo_id}"
