"""Cuándo se tiene por recibido lo que llegó: cuenta para los plazos de quien recibe, nunca contra quien presenta."""

from dataclasses import dataclass
from datetime import date, datetime, time

from conferencia.domain.calendario import UN_DIA, CalendarioHabil


@dataclass(frozen=True)
class Horario:
    """Horas de oficina de un día hábil, en la hora local de quien recibe. El minuto del cierre todavía cuenta."""

    abre: time
    cierra: time

    @classmethod
    def leido(cls, texto: str) -> "Horario":
        """De «09:00-18:00». Falla con ``ValueError``."""
        abre, cierra = (time.fromisoformat(parte.strip()) for parte in texto.split("-"))
        if abre >= cierra:
            raise ValueError("abre después de cerrar")
        return cls(abre, cierra)

    def __str__(self) -> str:
        return f"de {self.abre:%H:%M} a {self.cierra:%H:%M}"


def se_tiene_por_recibido(local: datetime, calendario: CalendarioHabil, horario: Horario) -> date:
    """El día hábil en que la oficina lo tiene por recibido. ``local``: el instante real, en su hora.

    Ese mismo día si es hábil y aún no cierra (lo de antes de abrir se recibe al abrir); si no, el hábil siguiente (LFPA art. 28: las
    actuaciones se practican en días y horas hábiles).
    """
    dia = local.date()
    if local.time().replace(second=0, microsecond=0) > horario.cierra:
        dia += UN_DIA
    return calendario.siguiente_habil(dia)
