"""Las firmas electrónicas halladas en un archivo, o sueltas junto a él."""

from django.db import models

from conferencia.domain.firmas import FRASES, Confianza, Integridad, Tiempo
from conferencia.models.base import ConIdentidad
from conferencia.models.oficio import Archivo


def _opciones(clase) -> list[tuple[str, str]]:
    return [(x.value, FRASES[x]) for x in clase]


class FirmaDeArchivo(ConIdentidad):
    """``archivo``: el firmado (o la propia firma, si no corresponde a ninguno). ``prueba``: el archivo de la firma, si venía suelta."""

    archivo = models.ForeignKey(Archivo, models.CASCADE, related_name="firmas")
    prueba = models.ForeignKey(Archivo, models.CASCADE, null=True, blank=True, related_name="firma_que_trae")
    orden = models.PositiveSmallIntegerField()
    integridad = models.CharField(max_length=10, choices=_opciones(Integridad))
    confianza = models.CharField(max_length=14, choices=_opciones(Confianza))
    tiempo = models.CharField(max_length=10, choices=_opciones(Tiempo))
    firmante = models.CharField(max_length=300, blank=True)
    cargo = models.CharField(max_length=300, blank=True)
    curp = models.CharField("CURP", max_length=18, blank=True)
    rfc = models.CharField("RFC", max_length=13, blank=True)
    emisor = models.CharField(max_length=300, blank=True)
    serie = models.CharField(max_length=64, blank=True)
    vigente_desde = models.DateTimeField(null=True, blank=True)
    vigente_hasta = models.DateTimeField(null=True, blank=True)
    vigente_al_firmar = models.BooleanField(null=True, blank=True)
    declarada_en = models.DateTimeField(null=True, blank=True)
    sellada_en = models.DateTimeField(null=True, blank=True)
    detalle = models.CharField(max_length=300, blank=True)
    verificada_en = models.DateTimeField()

    class Meta:
        ordering = ["orden"]
        constraints = [
            models.UniqueConstraint("archivo", "prueba", "orden", name="firma_una_vez", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return f"Firma de {self.firmante or 'quien no se sabe'}"
