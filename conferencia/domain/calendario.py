"""Días hábiles: sábados, domingos y la lista de inhábiles de un calendario no cuentan (LFPA art. 28)."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

UN_DIA = timedelta(days=1)
DIAS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
MESES = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre")

_LFPA_FIJOS = (
    (1, 1, "Año nuevo"),
    (2, 5, "Día de la Constitución"),
    (3, 21, "Natalicio de Benito Juárez"),
    (5, 1, "Día del Trabajo"),
    (5, 5, "Batalla de Puebla"),
    (9, 1, "Informe presidencial (LFPA art. 28)"),
    (9, 16, "Independencia"),
    (11, 20, "Revolución"),
    (12, 25, "Navidad"),
)
TRANSMISION = "Transmisión del Poder Ejecutivo Federal"


def en_palabras(dia: date) -> str:
    """«viernes 30 de septiembre de 2022»."""
    return f"{DIAS[dia.weekday()]} {dia.day} de {MESES[dia.month - 1]} de {dia.year}"


def inhabiles_lfpa(anio: int) -> list[tuple[date, str]]:
    """Los inhábiles que LFPA art. 28 fija para un año, con su motivo.

    Cada seis años, el día en que se transmite el Ejecutivo: el 1 de diciembre hasta 2018 y el 1 de octubre desde 2024 (CPEUM art. 83).
    Semana Santa no está en la ley: la declara inhábil cada dependencia.
    """
    dias = [(date(anio, mes, dia), motivo) for mes, dia, motivo in _LFPA_FIJOS]
    if (anio - 2024) % 6 == 0:
        dias.append((date(anio, 10 if anio >= 2024 else 12, 1), TRANSMISION))
    return sorted(dias)


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

    def habiles_entre(self, desde: date, hasta: date) -> int:
        """Cuántos días hábiles hay en ``[desde, hasta]``."""
        return sum(self.es_habil(dia) for dia in dias_entre(desde, hasta))

    def saltados(self, desde: date, hasta: date) -> list[date]:
        """Los días de entre semana de ``[desde, hasta]`` que no cuentan."""
        return [d for d in sorted(self.inhabiles) if desde <= d <= hasta and d.weekday() < 5]


def dias_entre(desde: date, hasta: date) -> Iterator[date]:
    """Los días de ``[desde, hasta]``; ninguno si están al revés."""
    return (desde + timedelta(days=n) for n in range((hasta - desde).days + 1))


def sumar_meses(dia: date, meses: int) -> date:
    """El mismo número de día ``meses`` después; si ese mes no lo tiene, su último día. Para cadencias; un término usa ``domain.plazos``."""
    anio, mes = divmod(dia.year * 12 + dia.month - 1 + meses, 12)
    return date(anio, mes + 1, min(dia.day, monthrange(anio, mes + 1)[1]))
