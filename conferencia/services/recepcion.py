"""Recibir el documento de un acta y leerlo aparte: reconocer un escaneo tarda segundos por página."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from django.db import connection, transaction

from conferencia import reloj
from conferencia.models import Acta, Archivo, EstadoRecepcion, EstadoTrabajo, Recepcion, Trabajo, Zona
from conferencia.permissions import AccesoNegado, Facultades, exigir, facultades_de, facultades_del_sistema, puede_capturar_actas
from conferencia.services.actas import ActaRechazada, dar_de_alta, entender
from conferencia.services.archivos import ArchivoInadmisible, guardar_archivo, huella_de
from conferencia.services.documentos import TIPOS_DE_ACTA, DocumentoIlegible, tipo_de
from conferencia.services.posiciones import guardar_posiciones
from conferencia.services.trabajos import anotar_avance, encolar

CLASE = COLA = "lectura"  # su propia cola: reconocer un escaneo no retrasa correos ni informes
VIVOS = (EstadoTrabajo.PENDIENTE, EstadoTrabajo.EN_CURSO)


@dataclass(frozen=True)
class Recibido:
    """Lo subido: el acta que ya existía de ese mismo archivo, o la recepción que se está leyendo."""

    acta: Acta | None = None
    recepcion: Recepcion | None = None


@transaction.atomic
def recibir(*, por: Facultades, contenido: BinaryIO, nombre: str, zona: Zona | None = None, fecha: date | None = None) -> Recibido:
    """Guarda el original y encarga su lectura. El mismo archivo dos veces es la misma acta, o la misma lectura en curso.

    Falla con ``ArchivoInadmisible`` sin dejar rastro.
    """
    exigir(puede_capturar_actas(por))
    huella = huella_de(contenido, nombre)
    tipo = tipo_recibible(contenido, nombre)
    _de_uno_en_uno(huella)
    if acta := Acta.objects.filter(archivo__sha256=huella).first():
        return Recibido(acta=acta)
    previas = Recepcion.objects.filter(archivo__sha256=huella).select_related("archivo", "trabajo").order_by("-recibida_en", "-pk")
    if en_curso := next((r for r in previas if r.estado == EstadoRecepcion.POR_LEER and r.trabajo and r.trabajo.estado in VIVOS), None):
        return Recibido(recepcion=en_curso)
    archivo = previas[0].archivo if previas else guardar_archivo(contenido=contenido, nombre=nombre, admitidos=TIPOS_DE_ACTA, actor=por.usuario, tipo=tipo)
    return Recibido(recepcion=_encargar(por, archivo, zona, fecha))


def tipo_recibible(contenido: BinaryIO, nombre: str) -> str:
    """Qué es, por lo que contiene, antes de guardarlo. Falla con ``ArchivoInadmisible`` y dice qué hacer."""
    try:
        return tipo_de(contenido, f"«{nombre}»")
    except DocumentoIlegible as error:
        raise ArchivoInadmisible(str(error)) from error


def _de_uno_en_uno(huella: str) -> None:
    """Dos personas que suben a la vez el mismo archivo se forman; el candado se suelta al confirmar."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [huella])


def _encargar(por: Facultades, archivo: Archivo, zona: Zona | None, fecha: date | None) -> Recepcion:
    recepcion = Recepcion.objects.create(archivo=archivo, zona=zona, fecha=fecha, recibida_por_id=por.usuario, recibida_en=reloj.ahora())
    recepcion.trabajo = encolar(clase=CLASE, clave=f"{CLASE}/{recepcion.pk}", datos={"recepcion": str(recepcion.pk)}, cola=COLA, actor=por.usuario)
    recepcion.save(update_fields=["trabajo"])
    return recepcion


def leer_recibida(trabajo: Trabajo) -> dict:
    """Lee lo recibido y deja el acta por confirmar. Hacerlo otra vez no hace nada: quien ya la leyó ganó."""
    recepcion = Recepcion.objects.select_related("archivo", "zona", "recibida_por").get(pk=trabajo.datos["recepcion"])
    if recepcion.estado == EstadoRecepcion.POR_LEER:
        try:
            _leer(recepcion, trabajo)
        except (ActaRechazada, AccesoNegado) as error:
            _por_leer(recepcion).update(estado=EstadoRecepcion.ILEGIBLE, error=str(error))
    recepcion.refresh_from_db(fields=["estado", "acta"])
    return {"estado": recepcion.estado, "acta": str(recepcion.acta_id or "")}


def _por_leer(recepcion: Recepcion):
    return Recepcion.objects.filter(pk=recepcion.pk, estado=EstadoRecepcion.POR_LEER)


def _leer(recepcion: Recepcion, trabajo: Trabajo) -> None:
    documento, lectura = entender(recepcion.archivo, fecha=recepcion.fecha, avance=_avance(recepcion, trabajo))
    posiciones = guardar_posiciones(recepcion, documento, lectura)
    with transaction.atomic():
        vigente = Recepcion.objects.select_for_update(of=("self",)).get(pk=recepcion.pk)
        if vigente.estado != EstadoRecepcion.POR_LEER:
            return
        zona = recepcion.zona.nombre if recepcion.zona else ""
        vigente.acta = dar_de_alta(por=_quien(recepcion), archivo=recepcion.archivo, documento=documento, lectura=lectura, zona=zona)
        vigente.estado, vigente.posiciones = EstadoRecepcion.LEIDA, posiciones
        vigente.paginas = vigente.paginas_leidas = len(documento.paginas)
        vigente.avisos = list(documento.avisos)
        vigente.save(update_fields=["acta", "estado", "posiciones", "paginas", "paginas_leidas", "avisos"])


def _quien(recepcion: Recepcion) -> Facultades:
    return facultades_de(recepcion.recibida_por, reloj.hoy()) if recepcion.recibida_por else facultades_del_sistema(reloj.hoy())


def _avance(recepcion: Recepcion, trabajo: Trabajo) -> Callable[[int, int], None]:
    def anotar(hechas: int, total: int) -> None:
        _por_leer(recepcion).update(paginas_leidas=hechas, paginas=total)
        anotar_avance(trabajo, hechas * 100 // max(total, 1))

    return anotar
