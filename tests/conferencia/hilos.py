"""Varias conexiones reales a la vez, soltadas con una barrera."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def a_la_vez(cuantos: int, hacer: Callable[[int], object]) -> list[object]:
    """Corre ``hacer(n)`` en ``cuantos`` hilos, cada uno con su conexión. Da resultados o excepciones, por hilo."""
    barrera = Barrier(cuantos)

    def uno(n: int) -> object:
        try:
            barrera.wait(timeout=10)
            return hacer(n)
        except Exception as error:  # noqa: BLE001 - el que pierde la carrera es parte del resultado
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(cuantos) as hilos:
        return list(hilos.map(uno, range(cuantos)))
