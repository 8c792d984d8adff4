"""Corregir un compromiso ya publicado: otro hecho, con lo que decía y lo que dice. El texto firmado y su cita no se tocan."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from conferencia.domain.captura import CLASES_DE_PLAZO, MODOS, PERIODICIDADES, CapturaInvalida
from conferencia.domain.estados import Estado
from conferencia.models import Compromiso, EstadoActa, Obligacion
from conferencia.permissions import Facultades, exigir, puede_capturar_actas
from conferencia.queries.vidas import ultimo_cambio
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.movimiento import OtroSeAdelanto, fijar
from conferencia.services.obligaciones import CON_FECHA
from conferencia.services.reasignacion import Reasignacion, reasignar

CAMPOS = ("accion", "entregable", "modo", "plazo_clase", "plazo_inicio", "plazo_vence", "plazo_periodicidad")
QUIEN = frozenset({"modo", "responsables"})  # lo que cambia cuántas obligaciones hay


class CompromisoCambiado(Exception):
    """Otra persona lo rectificó mientras tanto."""

    def __init__(self):
        super().__init__("Otra persona rectificó este compromiso mientras lo corregías. Mira cómo quedó y, si hace falta, vuelve a guardar.")


@dataclass(frozen=True)
class Rectificado:
    """``movidas``: las obligaciones cuyo vencimiento cambió (abiertas, sin entregas y con fecha)."""

    movidas: tuple[Obligacion, ...]
    reasignacion: Reasignacion


def prever_rectificacion(*, por: Facultades, compromiso: Compromiso, cambios: Mapping, motivo: str, version: int) -> Rectificado:
    """Lo que haría ``rectificar_compromiso``, con sus mismas negativas, sin dejar rastro."""
    with transaction.atomic():
        hecho = rectificar_compromiso(por=por, compromiso=compromiso, cambios=cambios, motivo=motivo, version=version)
        transaction.set_rollback(True)
    return hecho


@transaction.atomic
def rectificar_compromiso(*, por: Facultades, compromiso: Compromiso, cambios: Mapping, motivo: str, version: int) -> Rectificado:
    """Aplica ``cambios`` (de ``CAMPOS``, y ``responsables``: los textos que los nombran) y dice qué pasó con sus obligaciones.

    ``version``: cuántas rectificaciones tenía al mirarlo. Falla con ``CapturaInvalida`` o ``CompromisoCambiado`` sin dejar rastro.
    """
    exigir(puede_capturar_actas(por))
    actual = Compromiso.objects.select_for_update(of=("self",)).select_related("disposicion__acta").get(pk=compromiso.pk)
    if actual.rectificaciones != version:
        raise CompromisoCambiado
    antes, despues = _diferencia(actual, cambios)
    _validar(actual, antes, despues, motivo)
    columnas = {campo: valor for campo, valor in despues.items() if campo in CAMPOS}
    Compromiso.objects.filter(pk=actual.pk, rectificaciones=version).update(**columnas, rectificaciones=version + 1)
    rectificado = Compromiso.objects.select_related("disposicion__acta", "parrafo").get(pk=actual.pk)
    reasignacion = reasignar(rectificado, despues.get("responsables"), motivo.strip()) if QUIEN & set(despues) else Reasignacion()
    movidas = _mover(rectificado) if {"plazo_clase", "plazo_vence"} & set(despues) else []
    de_plazo = [_movida(o, rectificado, previo, motivo) for o, previo in movidas]
    asentar([_hecho(rectificado, antes, despues, motivo), *reasignacion.asientos, *de_plazo], actor=por.usuario)
    return Rectificado(tuple(o for o, _ in movidas), reasignacion)


def _diferencia(actual: Compromiso, cambios: Mapping) -> tuple[dict, dict]:
    if sobran := set(cambios) - {*CAMPOS, "responsables"}:
        raise CapturaInvalida(f"No se puede rectificar: {', '.join(sorted(sobran))}.")
    dice = {campo: getattr(actual, campo) for campo in CAMPOS} | {"responsables": [r.texto for r in actual.responsables.order_by("orden")]}
    despues = {campo: valor for campo, valor in cambios.items() if dice[campo] != valor}
    return {campo: dice[campo] for campo in despues}, despues


def _validar(actual: Compromiso, antes: Mapping, despues: Mapping, motivo: str) -> None:
    if actual.disposicion.acta.estado != EstadoActa.PUBLICADA:
        raise CapturaInvalida("El acta no se ha publicado: corrígelo en su captura.")
    if not motivo.strip():
        raise CapturaInvalida("Escribe por qué se rectifica.", "motivo")
    if not despues:
        raise CapturaInvalida("No cambiaste nada.", "accion")
    dato = {campo: despues.get(campo, getattr(actual, campo)) for campo in CAMPOS}
    if not dato["accion"].strip():
        raise CapturaInvalida("Escribe qué se debe hacer.", "accion")
    if dato["modo"] not in MODOS:
        raise CapturaInvalida("Elige quién responde: individual, conjunta por entidad o conjunta única.", "modo")
    if "responsables" in despues and not despues["responsables"]:
        raise CapturaInvalida("Escribe quién responde.", "responsables")
    _validar_plazo(dato, antes)


def _validar_plazo(dato: Mapping, antes: Mapping) -> None:
    clase, inicio, vence = dato["plazo_clase"], dato["plazo_inicio"], dato["plazo_vence"]
    if clase not in CLASES_DE_PLAZO:
        raise CapturaInvalida("Elige la clase de plazo.", "plazo_clase")
    if clase in ("fecha", "periodo") and vence is None:
        raise CapturaInvalida("Escribe la fecha en que vence.", "plazo_vence")
    if inicio and vence and vence < inicio:
        raise CapturaInvalida("El vencimiento no puede ser anterior al inicio.", "plazo_vence")
    if clase == "periodico" and dato["plazo_periodicidad"] not in PERIODICIDADES:
        raise CapturaInvalida("Elige cada cuánto se repite.", "plazo_periodicidad")
    if "plazo_clase" in antes and (clase not in ("fecha", "periodo") or antes["plazo_clase"] in ("periodico", "permanente")):
        raise CapturaInvalida("Una rectificación da fecha o periodo; lo periódico o permanente cambia cuántas obligaciones hay.", "plazo_clase")
    if antes.get("plazo_vence") and vence is None:
        raise CapturaInvalida("Un plazo publicado no se borra: escribe la fecha correcta.", "plazo_vence")


def _mover(compromiso: Compromiso) -> list[tuple[Obligacion, date | None]]:
    """Las que deben su plazo a este compromiso, siguen pendientes y nadie ha presentado nada. La fecha original no se toca."""
    vence = compromiso.plazo_vence if compromiso.plazo_clase in CON_FECHA else None
    if vence is None:
        return []
    candidatas = Obligacion.objects.filter(plazo_dado_por=compromiso, estado=Estado.PENDIENTE, entregas_recibidas=0, periodo="", permanente=False)
    movidas = []
    for obligacion in candidatas.exclude(vence_el=vence).order_by("clave"):
        previo = obligacion.vence_el
        with suppress(OtroSeAdelanto):  # alguien presentó entre tanto: su vencimiento ya no se toca
            fijar(obligacion, vence_el=vence)
            movidas.append((obligacion, previo))
    return movidas


def _hecho(compromiso: Compromiso, antes: Mapping, despues: Mapping, motivo: str) -> Asiento:
    return Asiento(
        clase="compromiso.rectificado",
        objeto=compromiso,
        reunion_id=compromiso.disposicion.reunion_id,
        motivo=motivo.strip(),
        datos={"clave": compromiso.clave, "cita": compromiso.cita, "antes": _dicho(antes), "despues": _dicho(despues)},
    )


def _dicho(valores: Mapping) -> dict:
    return {campo: valor.isoformat() if isinstance(valor, date) else valor for campo, valor in valores.items()}


def _movida(obligacion: Obligacion, compromiso: Compromiso, previo: date | None, motivo: str) -> Asiento:
    """Corrige cómo se capturó: rige desde que la obligación nació, y un corte pasado, sabido hoy, ya da la fecha corregida.

    Si después de nacer otra cosa movió la fecha (una prórroga, una suspensión), rige desde ese día: lo último que la movió manda.
    """
    return Asiento(
        clase="obligacion.vencimiento_rectificado",
        objeto=obligacion,
        obligacion_id=obligacion.pk,
        reunion_id=compromiso.disposicion.reunion_id,
        motivo=motivo.strip(),
        datos={"compromiso": compromiso.clave, **_dicho({"antes": previo, "despues": obligacion.vence_el})},
        rige_el=ultimo_cambio(obligacion.pk, "vence_el") or obligacion.nace_el,
        cambios={"vence_el": obligacion.vence_el},
    )
