"""Cómo nace un aviso: su clave lo hace único y su Message-ID sale de su clave."""

from collections.abc import Sequence
from datetime import date, datetime
from email.utils import parseaddr
from functools import lru_cache

from django.conf import settings

from conferencia import reloj
from conferencia.models import Hecho
from enlaces.domain.reglas import identificador
from enlaces.models import Aviso, Regla
from enlaces.queries.destinatarios import Destinatario


def nuevo(regla: Regla, clave: str, a: Destinatario, *, para_el: date, hecho: Hecho | None = None, sale_desde: datetime | None = None) -> Aviso:
    """Aviso en cola, sin guardar. ``sale_desde``: hasta entonces espera."""
    return Aviso(
        clave=clave,
        regla=regla,
        correo=a.correo,
        usuario_id=a.usuario,
        institucion_id=a.institucion,
        hecho=hecho,
        para_el=para_el,
        message_id=identificador(clave, dominio()),
        planeado_en=reloj.ahora(),
        sale_desde=sale_desde,
    )


def dominio() -> str:
    """El de la dirección con que salen."""
    return _dominio_de(settings.DEFAULT_FROM_EMAIL)


@lru_cache
def _dominio_de(remitente: str) -> str:
    return parseaddr(remitente)[1].rpartition("@")[2] or "localhost"


def insertar(avisos: Sequence[Aviso]) -> list[Aviso]:
    """Guarda los que no existían y da solo esos. El orden por clave evita que dos que planean se bloqueen entre sí."""
    Aviso.objects.bulk_create(sorted(avisos, key=lambda a: a.clave), batch_size=1000, ignore_conflicts=True)
    nacidos = set(Aviso.objects.filter(pk__in=[a.pk for a in avisos]).values_list("pk", flat=True))
    return [a for a in avisos if a.pk in nacidos]
