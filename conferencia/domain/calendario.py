"""Días hábiles: sábados, domingos y la lista de inhábiles de un calendario no cuentan (LFPA art. 28)."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

UN_DIA = timedelta(days=1)


@dataclass(frozen=True)
class CalendarioHabil:
    """``inhabiles``: fechas de entre semana que tampoco cuentan."""

    inhabiles: frozenset[date] = frozenset()

    @classmethod
    def con(cls, inhabiles: Iterable[date]) -> "CalendarioHabil":
        return cls(frozenset(inhabiles))

    def es_habil(self, dia: date) -> bool:
        return dia.weekday() < 5 and dia not in self.inhabiles

    def siguiente_habil(self, dia: date) -> date:
        """El propio ``dia`` si es hábil; si no, el primero que lo sea."""
        while not self.es_habil(dia):
            dia += UN_DIA
        return dia

    def anterior_habil(self, dia: date) -> date:
        """El propio ``dia`` si es hábil; si no, el último que lo fue."""
        while not self.es_habil(dia):
            dia -= UN_DIA
        return dia

    def sumar_habiles(self, dia: date, cantidad: int) -> date:
        """Día hábil número ``cantidad`` contado desde el siguiente a ``dia`` (LFPA art. 38)."""
        if cantidad < 1:
            raise ValueError("Un plazo en días hábiles tiene al menos uno.")
        for _ in range(cantidad):
            dia = self.siguiente_habil(dia + UN_DIA)
        return dia


def sumar_meses(dia: date, meses: int) -> date:
    """El mismo número de día ``meses`` después; si ese mes no lo tiene, su último día."""
    anio, mes = divmod(dia.year * 12 + dia.month - 1 + meses, 12)
    return date(anio, mes + 1, min(dia.day, monthrange(anio, mes + 1)[1]))
