"""Pedir el expediente de prueba de una obligación y conservar lo emitido: un PDF y un ZIP que son los que se sirven siempre."""

from dataclasses import dataclass
from typing import BinaryIO

from django.db import transaction

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.models import Expediente, Institucion, Obligacion, Trabajo
from conferencia.permissions import Facultades, alcances_de_expediente, exigir, puede_pedir_expediente, puede_ver
from conferencia.services import trabajos
from conferencia.services.emitidos import conservar
from conferencia.services.folios import codigo_nuevo, siguiente
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.informes import COLA

CLASE = "expediente"


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
    return Expediente.objects.filter(trabajo=trabajo).first() or _abrir(por, obligacion, alcance, trabajo)


@transaction.atomic
def abrir_expediente(*, por: Facultades, obligacion: Obligacion, institucion: Institucion | None = None) -> Expediente:
    """El mismo sin pasar por la cola: lo compone y guarda quien llama."""
    return _abrir(por, obligacion, _alcance(por, obligacion, institucion), None)


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


def _abrir(por: Facultades, obligacion: Obligacion, alcance: Institucion | None, trabajo: Trabajo | None) -> Expediente:
    ahora = reloj.ahora()
    expediente = Expediente.objects.create(obligacion=obligacion, alcance=alcance, trabajo=trabajo, pedido_por_id=por.usuario, pedido_en=ahora)
    _asentar("expediente.pedido", expediente, por.usuario, {})
    return expediente


@transaction.atomic
def guardar_expediente(expediente: Expediente, emision: EmisionDeExpediente) -> Expediente:
    """Guarda los dos archivos y los asienta con su huella. Si otro intento ya los guardó, esos quedan y estos se descartan."""
    actual = Expediente.objects.select_for_update(of=("self",)).select_related("obligacion", "alcance", "pdf", "paquete").get(pk=expediente.pk)
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
    actual = Expediente.objects.select_for_update(of=("self",)).select_related("obligacion", "alcance").get(pk=expediente.pk)
    if not actual.folio:
        anio = reloj.hoy().year
        actual.folio, actual.codigo = f"EX-{anio}-{siguiente('EX', anio):06d}", codigo_nuevo()
        actual.save(update_fields=["folio", "codigo"])
    return actual


def _asentar(clase: str, expediente: Expediente, actor, datos: dict) -> None:
    dichos = {"clave": expediente.obligacion.clave, "alcance": expediente.alcance.clave if expediente.alcance else "completo", **datos}
    reunion = expediente.obligacion.compromiso.disposicion.reunion_id
    asentar([Asiento(clase=clase, objeto=expediente, reunion_id=reunion, datos=dichos)], actor=actor)
