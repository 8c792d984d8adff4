"""Qué documento emitido corresponde a un folio y su código, para quien lo tiene a la vista y no tiene cuenta."""

import hmac
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from conferencia.domain.folios import SIGNOS, partir
from conferencia.models import Acuse, Expediente, Informe, OficioDeSalida

NADIE = "0" * SIGNOS


def direccion_publica(clave: str) -> str:
    """La de su página de verificación, completa. ``clave``: folio, guion y código."""
    return settings.BASE_URL + reverse("verificar", args=[clave])


Emitido = Acuse | Informe | OficioDeSalida | Expediente


def hallar(dicho: str) -> Emitido | None:
    """El emitido con ese folio y ese código. Que no exista o que el código sea otro cuesta lo mismo: una lectura y una comparación por clase."""
    folio, codigo = partir(dicho[:120].replace("\0", ""))
    emitidos = {"folio": folio, "emitido_en__isnull": False}
    hallados = (
        (Acuse, ("oficio__remitente__entidad", "archivo"), _comprobado(Acuse.objects.filter(folio=folio), codigo)),
        (Informe, ("reunion", "disposicion", "archivo"), _comprobado(Informe.objects.filter(**emitidos).exclude(codigo=""), codigo)),
        (OficioDeSalida, ("institucion", "oficio"), _comprobado(OficioDeSalida.objects.filter(**emitidos).exclude(codigo=""), codigo)),
        (
            Expediente,
            ("obligacion", "alcance", "entidad", "reunion", "pdf", "paquete"),
            _comprobado(Expediente.objects.filter(**emitidos).exclude(codigo=""), codigo),
        ),
    )
    return next((modelo.objects.select_related(*con).get(pk=pk) for modelo, con, pk in hallados if pk), None)


def _comprobado(candidatos, codigo: str) -> UUID | None:
    pk, verdadero = candidatos.values_list("pk", "codigo").first() or (None, NADIE)
    iguales = hmac.compare_digest(verdadero.encode(), codigo.encode())
    return pk if iguales else None
