"""Cómo quiere cada quien sus avisos, y dejar el resumen semanal desde el propio correo (RFC 8058).

No asienta hecho: es un gusto de la persona, no un acto.
"""

from datetime import time
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from conferencia.models import Usuario
from conferencia.permissions import SIN_DESIGNACION, Facultades, exigir
from enlaces.models import PreferenciaDeAvisos

SAL = "enlaces.resumen-semanal"


def preferir(*, por: Facultades, modalidad: str, hora: time, semanal: bool) -> PreferenciaDeAvisos:
    """La persona cambia lo suyo. Lo obligatorio sigue llegando: cambia la hora y la forma."""
    if por.usuario is None:
        exigir(SIN_DESIGNACION)
    assert por.usuario is not None, "sin persona, ya se negó"
    cambios = {"modalidad": modalidad, "hora": hora, "semanal": semanal}
    preferencia, _ = PreferenciaDeAvisos.objects.update_or_create(usuario_id=por.usuario, defaults=cambios)
    return preferencia


def direccion_de_baja(usuario: UUID) -> str:
    """La dirección firmada que apaga el resumen semanal de esa persona, y nada más: no abre sesión ni caduca."""
    return settings.BASE_URL + reverse("avisos-baja", args=[signing.Signer(salt=SAL).sign(str(usuario))])


def persona_de_baja(token: str) -> Usuario | None:
    """De quién es la dirección; ``None`` si la firma no vale."""
    try:
        return Usuario.objects.filter(pk=signing.Signer(salt=SAL).unsign(token)).first()
    except signing.BadSignature:
        return None


def dejar_el_semanal(persona: Usuario) -> None:
    """Repetirlo no cambia nada."""
    PreferenciaDeAvisos.objects.filter(usuario=persona).update(semanal=False)
