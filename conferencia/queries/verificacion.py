"""Qué documento emitido corresponde a un folio y su código, para quien lo tiene a la vista y no tiene cuenta."""

import hmac
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from conferencia.domain.folios import SIGNOS, partir
from conferencia.models import Acuse, Informe

NADIE = "0" * SIGNOS


def direccion_publica(clave: str) -> str:
    """La de su página de verificación, completa. ``clave``: folio, guion y código."""
    return settings.BASE_URL + reverse("verificar", args=[clave])


def hallar(dicho: str) -> Acuse | Informe | None:
    """El emitido con ese folio y ese código. Que no exista o que el código sea otro cuesta lo mismo: dos lecturas y dos comparaciones."""
    folio, codigo = partir(dicho[:120].replace("\0", ""))
    acuse = _comprobado(Acuse.objects.filter(folio=folio), codigo)
    informe = _comprobado(Informe.objects.filter(folio=folio, emitido_en__isnull=False).exclude(codigo=""), codigo)
    if acuse:
        return Acuse.objects.select_related("oficio__remitente__entidad", "archivo").get(pk=acuse)
    if informe:
        return Informe.objects.select_related("reunion", "archivo").get(pk=informe)
    return None


def _comprobado(candidatos, codigo: str) -> UUID | None:
    pk, verdadero = candidatos.values_list("pk", "codigo").first() or (None, NADIE)
    iguales = hmac.compare_digest(verdadero.encode(), codigo.encode())
    return pk if iguales else None
