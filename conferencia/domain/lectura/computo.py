"""Lo que el lector calcula por sí: un término contado desde el propio acto, con los inhábiles fijos de LFPA art. 28.

La aritmética es la de ``domain.plazos``. Los inhábiles que cada dependencia publica son de otro calendario y se confirman.
"""

from datetime import date

from conferencia.domain.calendario import CalendarioHabil, inhabiles_lfpa
from conferencia.domain.plazos import PlazoIncalculable, Termino, computar

LFPA = CalendarioHabil.con(dia for anio in range(1990, 2101) for dia, _ in inhabiles_lfpa(anio))


def vencimiento(evento: date, cantidad: int, unidad: str) -> date | None:
    """Último día del término, o ``None`` si no se puede calcular («días» sin calificar, o una cantidad imposible)."""
    try:
        return computar(evento, Termino(cantidad, unidad), LFPA, rodar=False).literal
    except (PlazoIncalculable, OverflowError, ValueError):  # una fecha fuera de lo que un calendario civil alcanza
        return None
