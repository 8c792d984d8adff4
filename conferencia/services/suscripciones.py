"""Suscripciones de calendario: nacen, se leen y se revocan. La dirección se muestra una vez; aquí queda su HMAC."""

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.models import Institucion, SuscripcionDeCalendario, Usuario
from conferencia.permissions import Facultades, exigir, puede_suscribirse
from conferencia.services.hechos import Asiento, asentar

SAL = "conferencia.suscripcion_de_calendario"
BYTES = 24  # 192 bits
FORMA = re.compile(r"[A-Za-z0-9_-]{32}")
MAXIMAS = 10
CADA_CUANTO = timedelta(minutes=5)


class SuscripcionRechazada(NoProcede):
    """No se puede crear o revocar así; el mensaje dice por qué."""


@dataclass(frozen=True)
class SuscripcionNueva:
    """``token`` es lo único que la abre y no se vuelve a ver."""

    suscripcion: SuscripcionDeCalendario
    token: str


@transaction.atomic
def suscribir(*, por: Facultades, usuario: Usuario, institucion: Institucion | None = None) -> SuscripcionNueva:
    """Una dirección nueva para ``usuario``. Falla con ``AccesoNegado`` si la institución no es suya, o ``SuscripcionRechazada`` si ya tiene muchas."""
    exigir(puede_suscribirse(por, usuario.pk, institucion))
    Usuario.objects.select_for_update().get(pk=usuario.pk)  # dos a la vez no rebasan el máximo
    if usuario.suscripciones.filter(revocada_en__isnull=True).count() >= MAXIMAS:
        raise SuscripcionRechazada(f"Ya tienes {MAXIMAS} calendarios. Revoca alguno que no uses antes de crear otro.")
    token = secrets.token_urlsafe(BYTES)
    suscripcion = SuscripcionDeCalendario.objects.create(usuario=usuario, institucion=institucion, huella=_huella(token), creada_en=reloj.ahora())
    _asentar("suscripcion.creada", suscripcion, por)
    return SuscripcionNueva(suscripcion, token)


@transaction.atomic
def revocar_suscripcion(*, por: Facultades, suscripcion: SuscripcionDeCalendario) -> None:
    """Deja de servir en este instante. Falla con ``AccesoNegado`` o, si ya lo estaba, con ``SuscripcionRechazada``."""
    exigir(puede_suscribirse(por, suscripcion.usuario_id, None))
    if SuscripcionDeCalendario.objects.filter(pk=suscripcion.pk, revocada_en__isnull=True).update(revocada_en=reloj.ahora()) != 1:
        raise SuscripcionRechazada("Ese calendario ya estaba revocado.")
    _asentar("suscripcion.revocada", suscripcion, por)


def abrir(token: str) -> SuscripcionDeCalendario | None:
    """La suscripción viva de ese token, con su persona activa; ``None`` si no sirve, sin decir por cuál razón."""
    if not FORMA.fullmatch(token):
        return None
    vivas = SuscripcionDeCalendario.objects.filter(revocada_en__isnull=True, usuario__is_active=True)
    suscripcion = vivas.select_related("usuario", "institucion").filter(huella=_huella(token)).first()
    if suscripcion is None:
        return None
    ahora = reloj.ahora()
    if suscripcion.leida_en is None or abs(ahora - suscripcion.leida_en) > CADA_CUANTO:
        SuscripcionDeCalendario.objects.filter(pk=suscripcion.pk).update(leida_en=ahora)
    return suscripcion


def _asentar(clase: str, suscripcion: SuscripcionDeCalendario, por: Facultades) -> None:
    datos = {"persona": suscripcion.usuario.email, "institucion": suscripcion.institucion.clave if suscripcion.institucion else ""}
    asentar([Asiento(clase=clase, objeto=suscripcion, datos=datos)], actor=por.usuario)


def _huella(token: str) -> str:
    """HMAC-SHA256 con llave derivada de SECRET_KEY: la base sola no basta para fabricar una dirección."""
    return salted_hmac(SAL, token, algorithm="sha256").hexdigest()
