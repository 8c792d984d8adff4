"""Decidir sobre una entrega: la misma puerta para la página, el lote y la API. Cada sentido llama a su servicio."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from conferencia.domain.errores import NoProcede
from conferencia.models import Entrega, Requisito
from conferencia.permissions import Facultades
from conferencia.services.devoluciones import convertir_en_no_competencia, devolver_por_captura
from conferencia.services.entregas import aceptar_entrega, observar_entrega, rechazar_por_ajena


class Sentido(StrEnum):
    ACEPTAR = "aceptar"
    OBSERVAR = "observar"
    AJENA = "ajena"
    NO_COMPETENCIA = "no_competencia"
    CAPTURA = "captura"


@dataclass(frozen=True, kw_only=True)
class Decision:
    """``motivo``: la nota al aceptar, o por qué al rechazar, devolver o convertir. ``observaciones``, ``requisitos`` y ``subsanar_el``: al observar."""

    sentido: Sentido
    motivo: str = ""
    observaciones: Sequence[str] = ()
    requisitos: Sequence[Requisito | None] = ()
    subsanar_el: date | None = None
    resoluciones: Mapping[UUID, str] = field(default_factory=dict)


def decidir(*, por: Facultades, entrega: Entrega, version: int, decision: Decision) -> None:
    """La aplica. Falla con ``AccesoNegado``, ``NoProcede``, ``TransicionIlegal`` u ``OtroSeAdelanto``."""
    match decision.sentido:
        case Sentido.ACEPTAR:
            aceptar_entrega(por=por, entrega=entrega, version=version, nota=decision.motivo, resoluciones=decision.resoluciones)
        case Sentido.OBSERVAR:
            if decision.subsanar_el is None:
                raise NoProcede("Escribe hasta cuándo se puede subsanar.", "subsanar_el")
            observar_entrega(
                por=por,
                entrega=entrega,
                version=version,
                observaciones=decision.observaciones,
                requisitos=decision.requisitos,
                resoluciones=decision.resoluciones,
                subsanar_el=decision.subsanar_el,
            )
        case Sentido.AJENA:
            rechazar_por_ajena(por=por, entrega=entrega, version=version, motivo=decision.motivo)
        case Sentido.NO_COMPETENCIA:
            convertir_en_no_competencia(por=por, entrega=entrega, version=version, motivo=decision.motivo)
        case Sentido.CAPTURA:
            devolver_por_captura(por=por, entrega=entrega, version=version, motivo=decision.motivo)
