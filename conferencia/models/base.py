"""Identidad pública: UUIDv7, el mismo en la base, la URL y la API."""

import uuid6
from django.db import models


class UuidV7(models.Func):
    """``uuidv7()`` de PostgreSQL 18, para lo que se inserta con SQL de conjunto."""

    function = "uuidv7"
    output_field = models.UUIDField()


class ConIdentidad(models.Model):
    """Llave primaria opaca y ordenada por nacimiento (RFC 9562, versión 7)."""

    id = models.UUIDField(primary_key=True, default=uuid6.uuid7, db_default=UuidV7(), editable=False)

    class Meta:
        abstract = True
