"""Cómo se había calculado una fecha a un corte: sus pasos, la suspensión que la detenía y la fecha objetivo que tenía."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from conferencia.models import Hecho, Obligacion, Suspension
from conferencia.queries.corte import Corte
from conferencia.queries.objetivos import FIJADO
from conferencia.queries.plazos import Paso, explicacion, objetivo_de, suspension_abierta

SUSPENDIDA, RECORRIDO, REPROGRAMADA = "obligacion.suspendida", "obligacion.plazo_recorrido", "obligacion.reprogramada"


@dataclass(frozen=True)
class Calculo:
    """``objetivo``: (clave, palabras) de cómo iba con su fecha objetivo; ``objetivo_oficio``: número del oficio que la fijó."""

    pasos: tuple[Paso, ...]
    suspension: Suspension | None = None
    objetivo: tuple[str, str] | None = None
    objetivo_oficio: str = ""


def calculo_al(obligacion: Obligacion, corte: Corte) -> Calculo:
    """El de una obligación de ``como_estaban``, a la que además devuelve (sin guardar) sus fechas original y objetivo de entonces."""
    if corte.presente:
        oficio = obligacion.objetivo_oficio.numero if obligacion.objetivo_oficio else ""
        return Calculo(explicacion(obligacion), suspension_abierta(obligacion), objetivo_de(obligacion, corte.dia), oficio)
    hechos = list(Hecho.objects.filter(obligacion_id=obligacion.pk, clase__in=[FIJADO, SUSPENDIDA, RECORRIDO, REPROGRAMADA]).order_by("numero"))
    sabidos = [h for h in hechos if h.rige_el <= corte.dia and h.asentado_en <= corte.sabido_al]
    fijado: dict = next((json.loads(h.datos) for h in reversed(sabidos) if h.clase == FIJADO), {})
    obligacion.objetivo_el = date.fromisoformat(fijado["despues"]) if fijado else None
    obligacion.vence_original_el = _original(obligacion, [h for h in hechos if h not in sabidos])
    suspension = _suspension(obligacion, sabidos)
    return Calculo(explicacion(obligacion, corte), suspension, objetivo_de(obligacion, corte.dia), fijado.get("oficio", ""))


def _original(o: Obligacion, despues: Sequence[Hecho]) -> date | None:
    """Sin vencimiento entonces, ninguna: se la dio un evento después. Y una regla de recurrencia nueva cambia la de lo intacto."""
    if o.vence_el is None:
        return None
    antes = next((json.loads(h.datos).get("antes") for h in despues if h.clase == REPROGRAMADA), None)
    return date.fromisoformat(antes) if antes else o.vence_original_el


def _suspension(o: Obligacion, sabidos: Sequence[Hecho]) -> Suspension | None:
    """La que lo tenía detenido. Su último día se dice solo si ya se sabía: al suspender, o al recorrer la fecha después."""
    if o.detenida_el is None:
        return None
    suya = Suspension.objects.filter(obligacion=o, desde=o.detenida_el + timedelta(days=1)).first()
    hechos = [h for h in sabidos if h.clase in (SUSPENDIDA, RECORRIDO)]
    dispuesta = max((n for n, h in enumerate(hechos) if h.clase == SUSPENDIDA), default=0)
    if suya and hechos and json.loads(hechos[dispuesta].datos).get("hasta") is None and dispuesta == len(hechos) - 1:
        suya.hasta = None
    return suya
