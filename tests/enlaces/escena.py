"""Lo que casi toda prueba de este paquete necesita hacer: presentar, dictaminar, mandar lo que hay en cola."""

import io
from datetime import date, datetime

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from conferencia import reloj
from conferencia.models import Archivo, Entrega, Institucion, Obligacion, Usuario
from conferencia.services.archivos import PDF, guardar_archivo
from conferencia.services.entregas import presentar_oficio
from conferencia.services.oficios import DatosDeOficio
from enlaces.models import Aviso, EstadoAviso
from enlaces.services.envio import Saldo, enviar_pendientes
from tests import reparto
from tests.pdfs import pdf_de_una_pagina

DE_PUEBLA = "ZC-2022-1/T3.1/PUE-SS"  # nombrar enlace por oficio, vence el martes 12 de julio de 2022
FIRMA = date(2022, 7, 5)
VENCE = date(2022, 7, 12)


def obligacion(clave: str = DE_PUEBLA) -> Obligacion:
    return Obligacion.objects.get(clave=clave)


def archivo(quien: Usuario, nombre: str = "oficio.pdf") -> Archivo:
    return guardar_archivo(contenido=io.BytesIO(pdf_de_una_pagina()), nombre=nombre, admitidos={PDF}, actor=quien.pk)


def subido(nombre: str = "oficio.pdf", contenido: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(nombre, pdf_de_una_pagina() if contenido is None else contenido)


def presentar(clave: str = DE_PUEBLA, *, quien: Usuario | None = None, otras: tuple[str, ...] = (), numero: str = "SSP/1/2022") -> list[Entrega]:
    quien = quien or reparto.enlace()
    primera = obligacion(clave)
    return presentar_oficio(
        por=reparto.facultades(quien),
        obligaciones=[primera, *(obligacion(c) for c in otras)],
        institucion=Institucion.objects.get(clave=clave.split("/")[2]),
        datos=DatosDeOficio(numero=numero, fecha=FIRMA),
        archivos=[archivo(quien)],
    )


def a_las_ocho(dia: date) -> datetime:
    return datetime(dia.year, dia.month, dia.day, 8, tzinfo=reloj.MEXICO)


def enviar_lo_decidido() -> Saldo:
    """Envía cuando ya pasó el tiempo en que una decisión se puede deshacer."""
    with reloj.fijo(reloj.ahora() + settings.DESHACER_DURANTE):
        return enviar_pendientes()


def como_si_salieran(dia: date) -> int:
    """Todo lo que está en cola queda enviado ese día a las ocho, sin pasar por SMTP."""
    return Aviso.objects.filter(estado=EstadoAviso.PLANEADO).update(estado=EstadoAviso.ENVIADO, enviado_en=a_las_ocho(dia))
