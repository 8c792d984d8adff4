"""Las colas de la bandeja y el candado blando con que dos personas no revisan lo mismo."""

from datetime import datetime, timedelta
from enum import StrEnum

SIN_ACTIVIDAD = timedelta(minutes=30)  # pasados, lo tomado queda libre
DIAS_DE_ESPERA = 5  # con más, la lista lo marca


class Cola(StrEnum):
    POR_REVISAR = "por_revisar"
    MIAS = "mias"
    EN_ESPERA = "en_espera"
    EN_OPINION = "en_opinion"
    RESUELTAS = "resueltas"


ROTULOS: dict[Cola, str] = {
    Cola.POR_REVISAR: "Por revisar",
    Cola.MIAS: "Mías",
    Cola.EN_ESPERA: "En espera de la entidad",
    Cola.EN_OPINION: "En opinión técnica",
    Cola.RESUELTAS: "Resueltas",
}


class Orden(StrEnum):
    ANTIGUAS = "antiguas"
    VENCIMIENTO = "vencimiento"


def vigente(activa_en: datetime, ahora: datetime) -> bool:
    """Si quien la tomó la sigue teniendo."""
    return activa_en > ahora - SIN_ACTIVIDAD
