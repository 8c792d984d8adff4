"""Repetir una petición sin repetir su efecto: la misma llave da la misma respuesta durante un día.

La llave se reserva y se confirma antes de empezar; la respuesta se guarda en la transacción del propio cambio. Por eso una
reserva vencida sin respuesta significa que nada se confirmó, y la petición se puede volver a intentar.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from conferencia.models import LlaveDeIdempotencia

VIGENCIA = timedelta(hours=24)
ARRENDAMIENTO = timedelta(minutes=2)


class LlaveReusada(Exception):
    """La misma llave con otro cuerpo, o para otra cosa."""


class LlaveEnCurso(Exception):
    """La primera petición con esa llave no ha terminado."""


@dataclass(frozen=True)
class Repetida:
    """Lo que ya se respondió."""

    codigo: int
    cuerpo: dict
    encabezados: dict


def reservar(*, usuario: UUID, llave: str, huella: str) -> LlaveDeIdempotencia | Repetida:
    """La reserva con que se sigue, o lo que ya se respondió. Falla con ``LlaveReusada`` o ``LlaveEnCurso``."""
    ahora = timezone.now()
    try:
        with transaction.atomic():
            return LlaveDeIdempotencia.objects.create(usuario_id=usuario, llave=llave, huella=huella, arrendada_hasta=ahora + ARRENDAMIENTO, creada_en=ahora)
    except IntegrityError:
        return _ya_usada(usuario, llave, huella)


def _ya_usada(usuario: UUID, llave: str, huella: str) -> LlaveDeIdempotencia | Repetida:
    ahora = timezone.now()
    previa = LlaveDeIdempotencia.objects.get(usuario=usuario, llave=llave)
    caduca = previa.creada_en < ahora - VIGENCIA
    if previa.huella != huella and not caduca:
        raise LlaveReusada
    if previa.codigo is not None and not caduca:
        return Repetida(previa.codigo, previa.cuerpo or {}, previa.encabezados)
    mia = LlaveDeIdempotencia.objects.filter(pk=previa.pk, arrendada_hasta=previa.arrendada_hasta, arrendada_hasta__lt=ahora)
    limpia: dict = {"huella": huella, "codigo": None, "cuerpo": None, "encabezados": {}, "creada_en": ahora, "arrendada_hasta": ahora + ARRENDAMIENTO}
    if mia.update(**limpia) != 1:
        raise LlaveEnCurso
    previa.refresh_from_db()
    return previa


def responder(reserva: LlaveDeIdempotencia, *, codigo: int, cuerpo: dict, encabezados: dict) -> None:
    """Guarda la respuesta; se llama en la transacción del cambio que la produjo."""
    LlaveDeIdempotencia.objects.filter(pk=reserva.pk).update(codigo=codigo, cuerpo=cuerpo, encabezados=encabezados)


def soltar(reserva: LlaveDeIdempotencia) -> None:
    """Lo pedido no procedió: la llave queda libre para intentarlo bien."""
    LlaveDeIdempotencia.objects.filter(pk=reserva.pk, codigo__isnull=True).delete()


def olvidar_las_viejas() -> int:
    """Barrido: lo que ya pasó de un día. Da cuántas borró."""
    return LlaveDeIdempotencia.objects.filter(creada_en__lt=timezone.now() - VIGENCIA).delete()[0]
