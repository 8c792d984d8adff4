"""Oficios de salida de prueba, hechos por las mismas puertas que usa la gente."""

from datetime import date, datetime

from conferencia import reloj
from conferencia.models import Archivo, ArchivoDeOficio, Obligacion, OficioDeSalida, Reunion
from conferencia.services.emitidos import Compuesto
from conferencia.services.notificaciones import preparar_notificaciones
from conferencia.services.requerimientos import preparar_requerimiento
from conferencia.services.salida import Entregado, apartar_numero, guardar_emision, registrar_entrega
from tests import reparto

DESPUES_DE_VENCER = date(2022, 8, 3)


def de_la_st():
    return reparto.facultades(reparto.titular())


def notificacion(clave: str = "PUE-SS") -> OficioDeSalida:
    preparar_notificaciones(por=de_la_st(), reunion=Reunion.objects.get())
    return OficioDeSalida.objects.get(clase="notificacion", institucion__clave=clave)


def emitida(salida: OficioDeSalida, contenido: bytes = b"%PDF-1.7 de prueba") -> OficioDeSalida:
    """Emitida de verdad, con un archivo de mentiras: componerlo tarda y se prueba aparte."""
    apartada = apartar_numero(por=de_la_st(), salida=salida)
    propio = contenido + str(salida.pk).encode()
    return guardar_emision(por=de_la_st(), salida=apartada, archivos=[Compuesto("oficio.pdf", "application/pdf", propio)])


def entregada(salida: OficioDeSalida, en: datetime | None = None, acuse: Archivo | None = None) -> OficioDeSalida:
    dado = Entregado(en=en or reloj.ahora(), medio="ventanilla", recibio="Oficialía de partes", acuse=acuse)
    return registrar_entrega(por=de_la_st(), salida=salida, version=salida.version, entregado=dado)


def vencidas(*claves: str) -> list[Obligacion]:
    suyas = Obligacion.objects.filter(clave__in=[f"ZC-2022-1/{c}" for c in claves])
    return list(suyas.select_related("compromiso__disposicion__reunion").prefetch_related("partes__institucion__entidad").order_by("clave"))


def requerimiento(*claves: str) -> OficioDeSalida:
    return preparar_requerimiento(por=de_la_st(), obligaciones=vencidas(*(claves or ("T1.1/PUE-UPC", "T4.1/PUE-UPC"))))


def archivos_de(salida: OficioDeSalida) -> list[Archivo]:
    return [a.archivo for a in ArchivoDeOficio.objects.filter(oficio=salida.oficio_id).select_related("archivo").order_by("orden")]


def bytes_de(archivo: Archivo) -> bytes:
    with archivo.contenido.open("rb") as guardado:
        return guardado.read()
