"""Un archivo que va llegando por partes: lo que llegó antes de que se cortara la conexión no se sube otra vez."""

from django.db import models
from django.db.models import F, Q

from conferencia.models.base import ConIdentidad
from enlaces.models.borrador import Borrador


class Subida(ConIdentidad):
    """``marca``: cómo reconoce el navegador que es el mismo archivo; su SHA-256 cuando puede calcularla.

    ``recibidos``: cuántos bytes van, del primero en adelante.
    """

    borrador = models.ForeignKey(Borrador, models.CASCADE, related_name="subidas")
    nombre = models.CharField(max_length=200)
    tamano = models.PositiveBigIntegerField("bytes en total")
    recibidos = models.PositiveBigIntegerField("bytes que ya llegaron", default=0)
    marca = models.CharField(max_length=120)
    creada_en = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("borrador", "marca", name="subida_una_por_archivo"),
            models.CheckConstraint(name="subida_no_pasa_de_su_tamano", condition=Q(tamano__gt=0, recibidos__lte=F("tamano"))),
        ]

    def __str__(self) -> str:
        return f"{self.nombre}: {self.por_ciento} %"

    @property
    def por_ciento(self) -> int:
        return self.recibidos * 100 // self.tamano


class Trozo(ConIdentidad):
    """Va en la base para que sus bytes y la cuenta de los recibidos se confirmen juntos. Se borra al completarse el archivo."""

    subida = models.ForeignKey(Subida, models.CASCADE, related_name="trozos")
    desde = models.PositiveBigIntegerField("posición del primer byte")
    contenido = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint("subida", "desde", name="trozo_uno_por_posicion")]

    def __str__(self) -> str:
        return f"{self.subida_id} desde {self.desde}"
