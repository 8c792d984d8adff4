"""Lo que toda medición usa."""

import statistics
import time
from collections.abc import Callable


def mediana(hacer: Callable[[], object], veces: int = 5) -> float:
    """Segundos de reloj de la mediana de ``veces`` corridas."""
    tiempos = []
    for _ in range(veces):
        inicio = time.perf_counter()
        hacer()
        tiempos.append(time.perf_counter() - inicio)
    return statistics.median(tiempos)
