"""Entregas de prueba hechas por la misma puerta que usa la gente."""

import io
from collections.abc import Mapping
from datetime import date

from conferencia.models import Archivo, Entrega, Institucion, Obligacion, Oficio, Trabajo, Usuario
from conferencia.services import trabajos
from conferencia.services.archivos import PDF, TIPOS_DE_OFICIO, guardar_archivo
from conferencia.services.copias import encargar
from conferencia.services.entregas import observar_entrega, presentar_oficio
from conferencia.services.oficios import DatosDeOficio
from tests import reparto
from tests.pdfs import pdf_de_una_pagina


def obligacion(clave: str) -> Obligacion:
    return Obligacion.objects.get(clave=f"ZC-2022-1/{clave}")


def archivo_de(quien: Usuario, nombre: str = "oficio.pdf") -> Archivo:
    return guardar_archivo(contenido=io.BytesIO(pdf_de_una_pagina()), nombre=nombre, admitidos={PDF}, actor=quien.pk)


def copiar(archivo: Archivo) -> None:
    """Lo que haría el trabajador de la cola de lectura con ese archivo."""
    encargar([archivo])
    trabajos.hacer(str(Trabajo.objects.get(clave=f"copias/{archivo.pk}").pk))


def juntar(oficio: Oficio) -> Trabajo:
    """Lo que haría el trabajador de la cola de lectura con un oficio en varias fotos."""
    clave = f"copia-de-oficio/{oficio.pk}"
    trabajos.hacer(str(Trabajo.objects.get(clave=clave).pk))
    return Trabajo.objects.get(clave=clave)


def presentar_archivos(quien: Usuario, clave: str, institucion: str, archivos: Mapping[str, bytes]) -> Oficio:
    """``archivos``: nombre → contenido, en orden."""
    suyos = [guardar_archivo(contenido=io.BytesIO(c), nombre=n, admitidos=TIPOS_DE_OFICIO, actor=quien.pk) for n, c in archivos.items()]
    (entrega,) = presentar_oficio(
        por=reparto.facultades(quien),
        obligaciones=[obligacion(clave)],
        institucion=Institucion.objects.get(clave=institucion),
        datos=DatosDeOficio(numero="SSP/PUE/0001/2022", fecha=date(2022, 7, 6)),
        archivos=suyos,
    )
    return Oficio.objects.get(pk=entrega.oficio_id)


def presentar(quien: Usuario, clave: str, institucion: str, *, numero: str = "SSP/PUE/0001/2022", nombre: str = "oficio.pdf", nota: str = "") -> Entrega:
    (entrega,) = presentar_oficio(
        por=reparto.facultades(quien),
        obligaciones=[obligacion(clave)],
        institucion=Institucion.objects.get(clave=institucion),
        datos=DatosDeOficio(numero=numero, fecha=date(2022, 7, 6)),
        archivos=[archivo_de(quien, nombre)],
        nota=nota,
    )
    return entrega


def observar(entrega: Entrega, *textos: str, subsanar_el: date = date(2022, 7, 20)) -> Entrega:
    return observar_entrega(
        por=reparto.facultades(reparto.analista()), entrega=entrega, version=entrega.obligacion.version, observaciones=textos, subsanar_el=subsanar_el
    )
