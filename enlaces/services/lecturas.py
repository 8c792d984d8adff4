"""Marcar como leídos los avisos propios. No asienta hecho: es un apunte de la persona, no un acto."""

from collections.abc import Collection
from uuid import UUID

from conferencia import reloj
from conferencia.permissions import SIN_DESIGNACION, Facultades, exigir
from enlaces.queries.mis_avisos import mios


def marcar_leidos(*, por: Facultades, avisos: Collection[UUID] | None = None) -> int:
    """``avisos``: cuáles; ``None``, todos. Los ajenos ni se tocan ni se dicen. Da cuántos cambiaron."""
    if por.usuario is None:
        exigir(SIN_DESIGNACION)
    filas = mios(por.usuario, solo_sin_leer=True).order_by()
    if avisos is not None:
        filas = filas.filter(pk__in=avisos)
    return filas.update(leido_en=reloj.ahora())
