"""Pedir el expediente de prueba, de una obligación o de todo lo que debe una institución o entidad, y conservar lo emitido: siempre se sirven esos bytes."""

from dataclasses import dataclass
from typing import BinaryIO

from django.db import transaction

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.models import EntidadFederativa, Expediente, Institucion, Obligacion, Reunion, Trabajo
from conferencia.permissions import (
    Facultades,
    alcances_de_expediente,
    exigir,
    puede_cancelar_expediente,
    puede_pedir_expediente,
    puede_pedir_expediente_de,
    puede_ver,
)
from conferencia.queries.expediente import pares_de
from conferencia.services import trabajos
from conferencia.services.emitidos import conservar
from conferencia.services.folios import codigo_nuevo, siguiente
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.informes import COLA

CLASE, CLASE_DE = "expediente", "expediente-de"
MAXIMO = 500  # obligaciones: unos veinte minutos de componer
CON_TODO = ("obligacion", "alcance", "entidad", "reunion", "pdf", "paquete")


class ExpedienteNegado(NoProcede):
    """El expediente no se puede pedir así; el mensaje dice por qué."""


@dataclass(frozen=True)
class EmisionDeExpediente:
    """``cabeza``: último hecho de la instantánea de la que salió."""

    pdf: bytes
    paquete: BinaryIO
    cabeza: str
    piezas: int


@transaction.atomic
def pedir_expediente(*, por: Facultades, obligacion: Obligacion, institucion: Institucion | None = None) -> Expediente:
    """Encola el expediente: completo para quien ve todos los archivos; para una institución, solo con lo suyo.

    Pedirlo dos veces en el mismo minuto da el mismo. Falla con ``AccesoNegado`` o ``ExpedienteNegado``.
    """
    alcance = _alcance(por, obligacion, institucion)
    minuto = reloj.ahora().astimezone(reloj.MEXICO)
    clave = f"{CLASE}/{obligacion.pk}/{alcance.pk if alcance else 'completo'}/{minuto:%Y-%m-%dT%H:%M}"
    trabajo = trabajos.encolar(clase=CLASE, clave=clave, cola=COLA, actor=por.usuario)
    return Expediente.objects.filter(trabajo=trabajo).first() or _abrir(por, trabajo, obligacion=obligacion, alcance=alcance)


@transaction.atomic
def abrir_expediente(*, por: Facultades, obligacion: Obligacion, institucion: Institucion | None = None) -> Expediente:
    """El mismo sin pasar por la cola: lo compone y guarda quien llama."""
    return _abrir(por, None, obligacion=obligacion, alcance=_alcance(por, obligacion, institucion))


@transaction.atomic
def pedir_expediente_de(*, por: Facultades, de: Institucion | EntidadFederativa, reunion: Reunion | None = None) -> Expediente:
    """Encola el de todo lo que debe una institución, o las de una entidad, en ``reunion`` o en todas; solo con lo suyo.

    Pedirlo dos veces en el mismo minuto da el mismo. Falla con ``AccesoNegado`` o ``ExpedienteNegado``.
    """
    suyo = _lo_que_debe(por, de, reunion)
    minuto = reloj.ahora().astimezone(reloj.MEXICO)
    clave = f"{CLASE_DE}/{type(de).__name__}-{de.pk}/{reunion.pk if reunion else 'todas'}/{minuto:%Y-%m-%dT%H:%M}"
    trabajo = trabajos.encolar(clase=CLASE_DE, clave=clave, cola=COLA, actor=por.usuario)
    return Expediente.objects.filter(trabajo=trabajo).first() or _abrir(por, trabajo, **suyo)


@transaction.atomic
def abrir_expediente_de(*, por: Facultades, de: Institucion | EntidadFederativa, reunion: Reunion | None = None) -> Expediente:
    """El mismo sin pasar por la cola."""
    return _abrir(por, None, **_lo_que_debe(por, de, reunion))


def _lo_que_debe(por: Facultades, de: Institucion | EntidadFederativa, reunion: Reunion | None) -> dict:
    exigir(puede_pedir_expediente_de(por, de))
    if reunion:
        exigir(puede_ver(por, reunion))
    cuantas = len(pares_de(de, reunion, reloj.hoy()))
    if not cuantas:
        raise ExpedienteNegado(f"{de} no debe nada{' en esa reunión' if reunion else ''}: no hay expediente que hacer.", "reunion")
    if cuantas > MAXIMO:
        raise ExpedienteNegado(f"Son {cuantas:,} obligaciones y en un expediente caben {MAXIMO}. Elige una reunión.", "reunion")
    return {"entidad" if isinstance(de, EntidadFederativa) else "alcance": de, "reunion": reunion}


def _alcance(por: Facultades, obligacion: Obligacion, institucion: Institucion | None) -> Institucion | None:
    exigir(puede_ver(por, obligacion))
    exigir(puede_pedir_expediente(por, obligacion))
    posibles = alcances_de_expediente(por, obligacion)
    if None in posibles:
        if institucion and not obligacion.partes.filter(institucion=institucion).exists():
            raise ExpedienteNegado(f"{institucion} no responde de esta obligación.", "institucion")
        return institucion
    if institucion is None:
        return Institucion.objects.get(pk=posibles[0])
    if institucion.pk not in posibles:
        raise ExpedienteNegado(f"No actúas por {institucion} en esta obligación.", "institucion")
    return institucion


def _abrir(por: Facultades, trabajo: Trabajo | None, **de_que) -> Expediente:
    expediente = Expediente.objects.create(trabajo=trabajo, pedido_por_id=por.usuario, pedido_en=reloj.ahora(), **de_que)
    _asentar("expediente.pedido", expediente, por.usuario, {})
    return expediente


@transaction.atomic
def cancelar_expediente(*, por: Facultades, expediente: Expediente) -> None:
    """El que aún no termina se detiene entre dos obligaciones. Falla con ``AccesoNegado`` o, si ya terminó, ``ExpedienteNegado``."""
    exigir(puede_cancelar_expediente(por, expediente))
    if expediente.trabajo is None or not trabajos.cancelar(expediente.trabajo):
        raise ExpedienteNegado("Ya había terminado: no queda nada que cancelar.")
    _asentar("expediente.cancelado", expediente, por.usuario, {})


@transaction.atomic
def guardar_expediente(expediente: Expediente, emision: EmisionDeExpediente) -> Expediente:
    """Guarda los dos archivos y los asienta con su huella. Si otro intento ya los guardó, esos quedan y estos se descartan."""
    actual = Expediente.objects.select_for_update(of=("self",)).select_related(*CON_TODO).get(pk=expediente.pk)
    if actual.emitido_en:
        return actual
    actual.folio, actual.codigo = expediente.folio, expediente.codigo
    comun = {"actor": actual.pedido_por_id}
    actual.pdf = conservar(emision.pdf, nombre=f"{actual.folio}.pdf", tipo="application/pdf", ruta=f"expediente-{actual.pk}.pdf", **comun)
    actual.paquete = conservar(emision.paquete, nombre=f"{actual.folio}.zip", tipo="application/zip", ruta=f"expediente-{actual.pk}.zip", **comun)
    actual.emitido_en, actual.cabeza = reloj.ahora(), emision.cabeza
    actual.save(update_fields=["pdf", "paquete", "emitido_en", "cabeza"])
    datos = {"folio": actual.folio, "archivos": [actual.pdf.sha256, actual.paquete.sha256], "piezas": emision.piezas, "cabeza": emision.cabeza}
    _asentar("expediente.emitido", actual, actual.pedido_por_id, datos)
    return actual


@transaction.atomic
def foliar(expediente: Expediente) -> Expediente:
    """Su folio del año y su código, una vez: reintentar conserva los que ya tenía."""
    actual = Expediente.objects.select_for_update(of=("self",)).select_related("obligacion", "alcance", "entidad", "reunion").get(pk=expediente.pk)
    if not actual.folio:
        anio = reloj.hoy().year
        actual.folio, actual.codigo = f"EX-{anio}-{siguiente('EX', anio):06d}", codigo_nuevo()
        actual.save(update_fields=["folio", "codigo"])
    return actual


def _asentar(clase: str, expediente: Expediente, actor, datos: dict) -> None:
    alcance = expediente.alcance.clave if expediente.alcance else expediente.entidad.abreviatura if expediente.entidad else "completo"
    dichos = {"clave": expediente.de_que, "alcance": alcance, **datos}
    reunion = expediente.obligacion.compromiso.disposicion.reunion_id if expediente.obligacion else expediente.reunion_id
    asentar([Asiento(clase=clase, objeto=expediente, reunion_id=reunion, datos=dichos)], actor=actor)
