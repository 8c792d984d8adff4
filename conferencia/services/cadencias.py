"""Cada cuánto pide evidencia fresca lo permanente. La cadencia la fija la Secretaría Técnica; sin ella, lo ratificado no caduca."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from conferencia import reloj
from conferencia.domain.calendario import sumar_meses
from conferencia.domain.errores import NoProcede
from conferencia.domain.estados import ABIERTOS
from conferencia.models import Compromiso, Obligacion
from conferencia.permissions import Facultades, exigir, puede_disponer_plazos
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.movimiento import OtroSeAdelanto, fijar

MAXIMO = 36


class CadenciaInvalida(NoProcede):
    """No se puede fijar así; el mensaje dice por qué."""


@dataclass(frozen=True)
class CadenciaFijada:
    """``caducas``: cuántas quedan desde hoy «sin ratificar»."""

    meses: int | None
    obligaciones: int
    caducas: int


def prever_cadencia(compromiso: Compromiso, meses: int | None) -> CadenciaFijada:
    """Lo que pasaría, sin guardar nada."""
    hoy, suyas = reloj.hoy(), _permanentes(compromiso)
    vigencias = [_vale_hasta(o, meses) for o in suyas]
    return CadenciaFijada(meses, len(suyas), sum(v is not None and v < hoy for v in vigencias))


@transaction.atomic
def fijar_cadencia(*, por: Facultades, compromiso: Compromiso, meses: int | None, motivo: str, version: int) -> CadenciaFijada:
    """Fija (o quita, con ``None``) la cadencia en meses y recalcula hasta cuándo vale lo de cada obligación.

    ``version``: la cadencia que se vio (0, ninguna). Falla con ``CadenciaInvalida`` u ``OtroSeAdelanto``.
    """
    exigir(puede_disponer_plazos(por))
    if not motivo.strip():
        raise CadenciaInvalida("Escribe por qué se fija esa cadencia.")
    if meses is not None and not 1 <= meses <= MAXIMO:
        raise CadenciaInvalida(f"La cadencia va de 1 a {MAXIMO} meses.")
    guardado = Compromiso.objects.select_for_update(of=("self",)).get(pk=compromiso.pk)
    if (guardado.ratificar_cada or 0) != version:
        raise OtroSeAdelanto
    suyas = _permanentes(compromiso)
    if not suyas:
        raise CadenciaInvalida("Este compromiso no tiene obligaciones permanentes abiertas: no hay qué ratificar.")
    Compromiso.objects.filter(pk=compromiso.pk).update(ratificar_cada=meses)
    fijada = prever_cadencia(compromiso, meses)
    reunion = compromiso.disposicion.reunion_id
    datos = {"clave": compromiso.clave, "antes": _dicha(guardado.ratificar_cada), "despues": _dicha(meses)}
    asientos = [Asiento(clase="compromiso.cadencia_fijada", objeto=compromiso, reunion_id=reunion, motivo=motivo.strip(), datos=datos)]
    for o in suyas:
        cambios = fijar(o, ratificar_el=_vale_hasta(o, meses))
        asientos.append(
            Asiento(clase="obligacion.cadencia_fijada", objeto=o, obligacion_id=o.pk, reunion_id=reunion, motivo=motivo.strip(), datos=datos, cambios=cambios)
        )
    asentar(asientos, actor=por.usuario)
    compromiso.ratificar_cada = meses
    return fijada


def _permanentes(compromiso: Compromiso) -> list[Obligacion]:
    return list(Obligacion.objects.filter(compromiso=compromiso, permanente=True, estado__in=ABIERTOS).order_by("clave"))


def _vale_hasta(o: Obligacion, meses: int | None) -> date | None:
    """Desde la última ratificación o, si nunca, desde que se debe."""
    return vale_hasta(o.ratificada_el or o.nace_el, meses)


def vale_hasta(desde: date, meses: int | None) -> date | None:
    """Último día de lo ratificado ``desde`` con esa cadencia; sin ella, no caduca."""
    return sumar_meses(desde, meses) if meses else None


def _dicha(meses: int | None) -> str:
    return "sin cadencia" if not meses else "cada mes" if meses == 1 else f"cada {meses} meses"
