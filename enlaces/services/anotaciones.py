"""Anotar que un correo salió sin hacer esperar al siguiente."""

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.db import DatabaseError, connection

from conferencia import reloj

_ANOTAR = """
UPDATE enlaces_aviso SET estado = 'enviado', enviado_en = %s, arrendado_hasta = NULL, motivo = ''
 WHERE id = %s AND estado = 'enviando' AND arrendado_hasta = %s
"""


class Anotador:
    """Cada anotación es una instrucción que corre en un hilo aparte, por la misma conexión, mientras el correo siguiente viaja.

    Nunca hay más de una en curso: antes de la segunda se espera la primera. No espera al disco (``synchronous_commit``, de la sesión y no de cada
    anotación). psycopg admite que dos hilos usen una conexión: las turna.
    """

    def __enter__(self) -> Self:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit TO off")
        self._hilo = ThreadPoolExecutor(1, "anotador")
        self._en_curso: Future[None] | None = None
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._esperar()
        finally:
            self._hilo.shutdown()
            with suppress(DatabaseError), connection.cursor() as cursor:
                cursor.execute("RESET synchronous_commit")

    def anotar(self, aviso: UUID, hasta: datetime) -> None:
        """Quedó entregado ahora, si sigue arrendado hasta entonces a quien lo tomó."""
        self._esperar()
        self._en_curso = self._hilo.submit(_ejecutar, connection.connection, [reloj.ahora(), aviso, hasta])

    def _esperar(self) -> None:
        en_curso, self._en_curso = self._en_curso, None
        if en_curso is not None:
            en_curso.result()


def _ejecutar(conexion: Any, datos: list) -> None:
    with conexion.cursor() as cursor:
        cursor.execute(_ANOTAR, datos)
