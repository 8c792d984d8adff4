"""Revisar un borrador de acta. Lo pegado, al momento; lo subido, aparte y con avance, porque un escaneo tarda.

Nada se publica ni se conserva: el archivo se borra a los pocos minutos de leerse y lo hallado, a la hora (``olvidar_borradores``).
"""

import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import BinaryIO
from uuid import UUID, uuid4

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from conferencia.almacen import copia_de
from conferencia.domain.borrador import Directorio, Examen, examinar
from conferencia.domain.lectura import leer
from conferencia.models import Institucion, TipoInstitucion, Trabajo
from conferencia.permissions import Facultades, exigir, puede_capturar_actas
from conferencia.services.archivos import huella_de
from conferencia.services.catalogos import catalogo_de_denominaciones
from conferencia.services.documentos import DocumentoIlegible, documento_de, tipo_por_nombre
from conferencia.services.recepcion import COLA, VIVOS, tipo_recibible
from conferencia.services.trabajos import TrabajoImposible, anotar_avance, encolar, olvidar

CLASE = "borrador"
CARPETA = "borradores"
DURA = timedelta(hours=1)
GRACIA = 120  # segundos: un archivo recién escrito cuya fila aún no se confirma no se toca
SIN_DISPOSICIONES = "No se reconoció ningún acuerdo ni disposición transitoria. Revisa que el texto los numere: «PRIMERO.- …», «ACUERDO 1. …»."
PERDIDO = "El archivo ya se borró. Súbelo otra vez."


class BorradorSinDisposiciones(Exception):
    """Se leyó, pero nada en él parece un acuerdo; el mensaje dice qué revisar."""


def examen_de(texto: str, fecha: date | None, directorio: Directorio | None) -> Examen:
    """Lo que le falta a cada compromiso del borrador. Falla con ``BorradorSinDisposiciones``."""
    lectura = leer(texto, fecha=fecha)
    if not lectura.disposiciones:
        raise BorradorSinDisposiciones(SIN_DISPOSICIONES)
    return examinar(lectura, directorio)


def directorio() -> Directorio | None:
    """El catálogo de instituciones, con el nombre oficial de cada una y de quién depende; ``None`` si aún no se siembra."""
    catalogo = catalogo_de_denominaciones()
    if not catalogo.denominaciones:
        return None
    filas = Institucion.objects.select_related("superior")
    nombres = {i.clave: f"{i.nombre} ({i.superior.siglas})" if not i.entidad_id and i.superior and i.superior.siglas else i.nombre for i in filas}
    return Directorio(catalogo, nombres | {t.value: f"{t.label} de cada entidad" for t in TipoInstitucion})


def pedir_revision(*, por: Facultades, contenido: BinaryIO, nombre: str, fecha: date | None) -> Trabajo:
    """Guarda el archivo mientras se lee y encarga su revisión. Falla con ``ArchivoInadmisible`` sin dejar rastro."""
    exigir(puede_capturar_actas(por))
    huella_de(contenido, nombre)  # mide: ni vacío ni desmesurado
    tipo_recibible(contenido, nombre)
    ruta = f"{CARPETA}/{uuid4().hex}"
    datos = {"archivo": ruta, "nombre": nombre[-200:], "fecha": fecha.isoformat() if fecha else None}
    with transaction.atomic():
        trabajo = encolar(clase=CLASE, clave=f"{CLASE}/{uuid4().hex}", datos=datos, cola=COLA, actor=por.usuario)
        contenido.seek(0)
        default_storage.save(ruta, File(contenido))
    return trabajo


def revision_de(por: Facultades, identidad: UUID) -> Trabajo | None:
    """La revisión pedida, solo para quien la pidió; ``None`` si no es suya o ya se olvidó."""
    exigir(puede_capturar_actas(por))
    return Trabajo.objects.filter(pk=identidad, clase=CLASE, pedido_por_id=por.usuario).first()


def revisar_pedida(trabajo: Trabajo) -> dict:
    """Lee el archivo y lo examina: ``{"examen": …}`` o ``{"error": …}``. Repetirlo da lo mismo."""
    datos = trabajo.datos
    try:
        with copia_de(default_storage, datos["archivo"]) as ruta:
            documento = documento_de(ruta, tipo_por_nombre(datos["nombre"]), _avance(trabajo), nombre=f"«{datos['nombre']}»")
        fecha = date.fromisoformat(datos["fecha"]) if datos["fecha"] else None
        examen = examen_de(documento.texto, fecha, directorio())
    except FileNotFoundError as error:
        raise TrabajoImposible(PERDIDO) from error
    except (DocumentoIlegible, BorradorSinDisposiciones) as error:
        return {"error": str(error)}
    return {"examen": examen.a_json(), "avisos": list(documento.avisos)}


def _avance(trabajo: Trabajo) -> Callable[[int, int], None]:
    return lambda hechas, total: anotar_avance(trabajo, hechas * 100 // max(total, 1), {"paginas": total, "leidas": hechas})


def olvidar_borradores() -> int:
    """Borra lo hallado hace más de ``DURA`` y los archivos que ya no hacen falta. Da cuántos archivos borró."""
    olvidar(CLASE, DURA)
    por_leer = set(Trabajo.objects.filter(clase=CLASE, estado__in=VIVOS).values_list("datos__archivo", flat=True))
    viejos = [n for n in _guardados() if n not in por_leer and time.time() - default_storage.get_modified_time(n).timestamp() > GRACIA]
    for nombre in viejos:
        default_storage.delete(nombre)
    return len(viejos)


def _guardados() -> list[str]:
    try:
        return [f"{CARPETA}/{nombre}" for nombre in default_storage.listdir(CARPETA)[1]]
    except FileNotFoundError:
        return []
