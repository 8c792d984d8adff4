"""Cómo se dice una decisión ya tomada, y decidir sobre varias entregas a la vez."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.domain.estados import TransicionIlegal
from conferencia.models import Entrega, EstadoEntrega
from conferencia.permissions import Facultades, exigir, puede_dictaminar
from conferencia.services.decisiones import Decision, Sentido, decidir
from conferencia.services.movimiento import OtroSeAdelanto
from conferencia.templatetags.fechas import fecha_larga
from enlaces.domain.colas import vigente
from enlaces.queries.bandeja import elegidas

TOPE_DE_LOTE = 50
EN_LOTE = (Sentido.ACEPTAR, Sentido.OBSERVAR, Sentido.AJENA)
DICHOS = {
    Sentido.ACEPTAR: "Entrega aceptada",
    Sentido.OBSERVAR: "Devuelta con observaciones",
    Sentido.AJENA: "Rechazada por ajena a lo acordado",
    Sentido.NO_COMPETENCIA: "Se tramita como alegación de no competencia, por resolver en Solicitudes",
    Sentido.CAPTURA: "Devuelta por error de captura",
}


def dicha(decision: Decision) -> str:
    """Lo que se hizo, para quien lo acaba de hacer."""
    plazo = f", a subsanar a más tardar el {fecha_larga(decision.subsanar_el)}" if decision.subsanar_el else ""
    return DICHOS[decision.sentido] + plazo


# --- En lote -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Renglon:
    """Una del lote. ``cabe``: si se le puede aplicar; ``dicho``: qué le pasará, o por qué no se tocará."""

    entrega: Entrega
    cabe: bool
    dicho: str


def prever(*, por: Facultades, ids: Sequence[UUID], sentido: Sentido) -> list[Renglon]:
    """Qué le pasaría a cada una, sin tocar nada."""
    exigir(puede_dictaminar(por))
    _exigir_tope(ids)
    return [_previsto(por, e, sentido) for e in elegidas(por, ids)]


def decidir_en_lote(*, por: Facultades, versiones: Mapping[UUID, int], decision: Decision) -> list[Renglon]:
    """A cada una lo mismo, cada una por sí: la que no se pueda no detiene a las demás. ``versiones``: por entrega, la que se vio."""
    exigir(puede_dictaminar(por))
    _exigir_tope(versiones)
    if decision.sentido not in EN_LOTE:
        raise NoProcede("Esto se decide de una en una.", "sentido")
    return [_una(por, e, versiones[e.pk], decision) for e in elegidas(por, list(versiones))]


def _exigir_tope(cosas) -> None:
    if not cosas:
        raise NoProcede("Elige al menos una entrega.", "elegidas")
    if len(cosas) > TOPE_DE_LOTE:
        raise NoProcede(f"Son demasiadas: elige hasta {TOPE_DE_LOTE}.", "elegidas")


def _una(por: Facultades, entrega: Entrega, version: int, decision: Decision) -> Renglon:
    previsto = _previsto(por, entrega, decision.sentido)
    if not previsto.cabe:
        return previsto
    try:
        decidir(por=por, entrega=entrega, version=version, decision=decision)
        return Renglon(entrega, cabe=True, dicho=dicha(decision))
    except (NoProcede, TransicionIlegal, OtroSeAdelanto) as error:
        return Renglon(entrega, cabe=False, dicho=str(error))


def _previsto(por: Facultades, entrega: Entrega, sentido: Sentido) -> Renglon:
    toma = getattr(entrega, "toma", None)
    if entrega.estado != EstadoEntrega.EN_REVISION:
        return Renglon(entrega, cabe=False, dicho=f"Ya no está por revisar: quedó {entrega.get_estado_display().lower()}. No se toca.")
    if toma and toma.usuario_id != por.usuario and vigente(toma.activa_en, reloj.ahora()):
        return Renglon(entrega, cabe=False, dicho=f"La tiene {toma.usuario}: no se toca.")
    return Renglon(entrega, cabe=True, dicho=_quedara(entrega, sentido))


def _quedara(entrega: Entrega, sentido: Sentido) -> str:
    obligacion = entrega.obligacion
    if sentido == Sentido.OBSERVAR:
        return "Volverá a la institución con lo observado y el plazo para subsanar."
    if sentido == Sentido.AJENA:
        return "Quedará pendiente, dicho que lo presentado es ajeno a lo acordado."
    if obligacion.permanente:
        return "Quedará ratificada."
    tarde = (obligacion.vence_el and (obligacion.primera_entrega_el or por_dia(entrega)) > obligacion.vence_el) or obligacion.subsano_tarde
    return "Quedará cumplida, extemporánea para siempre." if tarde else "Quedará cumplida a tiempo."


def por_dia(entrega: Entrega) -> date:
    """El día, en la Ciudad de México, en que se presentó."""
    return entrega.presentada_en.astimezone(reloj.MEXICO).date()
