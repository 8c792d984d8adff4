"""Periodos como objetos: «2022-07», «2022-B4», «2022-T3», «2022-C2», «2022-S2», «2022»."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from conferencia.domain.calendario import CalendarioHabil

MESES_DE = {"mensual": 1, "bimestral": 2, "trimestral": 3, "cuatrimestral": 4, "semestral": 6, "anual": 12}
_LETRA = {"bimestral": "B", "trimestral": "T", "cuatrimestral": "C", "semestral": "S"}
DIA_HABIL_DE_ENTREGA = 10


@dataclass(frozen=True, order=True)
class Periodo:
    """Tramo de calendario civil. ``fin`` incluido."""

    inicio: date
    fin: date
    periodicidad: str

    @property
    def clave(self) -> str:
        if self.periodicidad == "mensual":
            return f"{self.inicio:%Y-%m}"
        if self.periodicidad == "anual":
            return f"{self.inicio:%Y}"
        numero = (self.inicio.month - 1) // MESES_DE[self.periodicidad] + 1
        return f"{self.inicio:%Y}-{_LETRA[self.periodicidad]}{numero}"

    @property
    def siguiente(self) -> "Periodo":
        return periodo_de(self.fin + timedelta(days=1), self.periodicidad)

    def vence(self, calendario: CalendarioHabil) -> date:
        """Décimo día hábil del periodo siguiente: lo que rige cuando el acta no dice día (producto.md §4)."""
        return calendario.sumar_habiles(self.fin, DIA_HABIL_DE_ENTREGA)


def periodo_de(dia: date, periodicidad: str) -> Periodo:
    """El periodo que contiene ``dia``. ``ValueError`` si la periodicidad no es de meses enteros."""
    if periodicidad not in MESES_DE:
        raise ValueError(f"Periodicidad sin calendario de meses: {periodicidad!r}.")
    meses = MESES_DE[periodicidad]
    primero = (dia.month - 1) // meses * meses + 1
    inicio = dia.replace(month=primero, day=1)
    siguiente = date(inicio.year + (primero - 1 + meses) // 12, (primero - 1 + meses) % 12 + 1, 1)
    return Periodo(inicio, siguiente - timedelta(days=1), periodicidad)


def periodos(desde: date, hasta: date, periodicidad: str) -> Iterator[Periodo]:
    """Los periodos que empiezan a más tardar en ``hasta``, desde el que contiene ``desde``."""
    periodo = periodo_de(desde, periodicidad)
    while periodo.inicio <= hasta:
        yield periodo
        periodo = periodo.siguiente
