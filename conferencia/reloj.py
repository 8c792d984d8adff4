"""El único que dice qué hora es. ``HOY`` congela la fecha en la demo; la hora sigue corriendo.

Sesiones, segundo factor y Celery usan el reloj del sistema.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

MEXICO = ZoneInfo("America/Mexico_City")
_fijo: ContextVar[datetime | None] = ContextVar("instante_fijo", default=None)


def ahora() -> datetime:
    """Instante actual, con zona. El del bloque ``fijo``; si no, la fecha ``HOY`` con la hora real."""
    if (instante := _fijo.get()) is not None:
        return instante
    real = timezone.now().astimezone(MEXICO)
    return datetime.combine(settings.HOY, real.timetz()) if settings.HOY else real


def hoy() -> date:
    """Día en la Ciudad de México: con él se juzgan los plazos."""
    return ahora().astimezone(MEXICO).date()


@contextmanager
def fijo(instante: datetime | date):
    """Dentro del bloque es ese instante (un ``date`` vale por su mediodía): cargas históricas y pruebas."""
    if not isinstance(instante, datetime):
        instante = datetime.combine(instante, time(12), MEXICO)
    ficha = _fijo.set(instante)
    try:
        yield instante
    finally:
        _fijo.reset(ficha)
