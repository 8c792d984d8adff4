"""Leer mucho de una sola vez: lo que otro escriba mientras tanto no descuadra lo ya leído."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def instantanea() -> Iterator[None]:
    """Dentro de otra transacción la base ya no admite cambiar el aislamiento, y manda el de quien llamó."""
    empieza_aqui = not connection.in_atomic_block
    with transaction.atomic():
        if empieza_aqui:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
