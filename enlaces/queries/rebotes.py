"""Las direcciones que rebotan: las que no se usan, las que hay que revisar y el destino de cada aviso."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from conferencia.permissions import Facultades, puede_dictaminar
from enlaces.models import Rebote


def marcas() -> QuerySet[Rebote]:
    """Los rebotes que hoy impiden usar una dirección."""
    return Rebote.objects.filter(permanente=True, probado=True, liberada_en__isnull=True)


def rebotan(correos: Iterable[str] | None = None) -> set[str]:
    """De esas direcciones (o de todas), las que no se usan. En minúsculas."""
    filas = marcas() if correos is None else marcas().filter(direccion__in=[c.lower() for c in correos])
    return set(filas.values_list("direccion", flat=True))


@dataclass(frozen=True)
class DireccionQueRebota:
    direccion: str
    dicho: str
    rebotado_en: datetime
    rebote: Rebote


def por_revisar(facultades: Facultades) -> list[DireccionQueRebota]:
    """Las marcadas, lo más reciente primero, una vez cada una. Son de la Secretaría Técnica: también van en su resumen diario."""
    if not puede_dictaminar(facultades):
        return []
    vistas: dict[str, DireccionQueRebota] = {}
    for r in marcas().select_related("aviso__institucion", "aviso__usuario", "correo").order_by("-rebotado_en", "-pk"):
        vistas.setdefault(r.direccion, DireccionQueRebota(r.direccion, r.dicho, r.rebotado_en, r))
    return list(vistas.values())
