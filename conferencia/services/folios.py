"""Números sin huecos y códigos que no se adivinan."""

import secrets

from django.db import connection, transaction

from conferencia.domain.folios import CROCKFORD, SIGNOS
from conferencia.models import Foliador


def siguiente(serie: str, anio: int) -> int:
    """El número que sigue en esa serie y año, desde uno.

    Aparta el renglón del contador hasta que termine la transacción de quien llama: si se deshace, el número vuelve. Se pide después de apartar
    las obligaciones y antes de asentar; en otro orden, dos que llegan a la vez podrían esperarse una a la otra.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("El folio se toma en la transacción de lo que se folia.")
    tabla = connection.ops.quote_name(Foliador._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {tabla} AS f (serie, anio, ultimo) VALUES (%s, %s, 1) "  # noqa: S608 - el nombre de la tabla es del modelo
            "ON CONFLICT (serie, anio) DO UPDATE SET ultimo = f.ultimo + 1 RETURNING ultimo",
            [serie, anio],
        )
        return cursor.fetchone()[0]


def codigo_nuevo() -> str:
    """Diez signos al azar, para la página de verificación."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(SIGNOS))
