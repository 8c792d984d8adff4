"""Lo que se hace cada día, una vez, a partir de cierta hora de la Ciudad de México.

Cada rutina es un trabajo con clave «rutina/fecha»: encolarla mil veces es encolarla una, y un día apagado no la duplica.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time

from conferencia import reloj
from conferencia.models import Trabajo
from conferencia.services import trabajos


@dataclass(frozen=True)
class Rutina:
    clase: str
    desde: time


_RUTINAS: list[Rutina] = []
_BARRIDOS: list[Callable[[], object]] = []


def inscribir(clase: str, desde: time, hacer: Callable[[Trabajo], dict | None]) -> None:
    """Alta de una rutina diaria, en ``AppConfig.ready``."""
    trabajos.inscribir(clase, hacer)
    rutina = Rutina(clase, desde)
    if rutina not in _RUTINAS:
        _RUTINAS.append(rutina)


def encolar_las_de_hoy() -> None:
    ahora = reloj.ahora().astimezone(reloj.MEXICO)
    dia = ahora.date().isoformat()
    for rutina in _RUTINAS:
        if ahora.time() >= rutina.desde:
            trabajos.encolar(clase=rutina.clase, clave=f"{rutina.clase}/{dia}", datos={"dia": dia})


def inscribir_barrido(barrer: Callable[[], object]) -> None:
    """Algo breve e idempotente que se intenta en cada tic; lo largo, que lo encargue a una tarea."""
    if barrer not in _BARRIDOS:
        _BARRIDOS.append(barrer)


def barrer_lo_inscrito() -> None:
    for barrer in _BARRIDOS:
        barrer()
