"""Enviar exactamente una vez, aunque el proceso muera entre dos pasos.

Cada correo pasa por: tomarlo (fila bloqueada, arrendada dos minutos, ya redactada: se confirma) → entregarlo por SMTP →
cerrarlo (se confirma, y en la misma transacción se toma el siguiente). Si el proceso muere:

- antes de entregarlo, el arrendamiento caduca y otro lo envía;
- después de entregarlo y antes de cerrarlo, otro lo encuentra «enviando» y primero averigua si ya salió.

Averiguarlo exige ver el buzón de destino. En la demostración se ve, y no se envía dos veces. Fuera de ella un servidor
SMTP no ofrece esa prueba: se reenvía con el mismo Message-ID, que los servidores y lectores de correo usan para
reconocer el duplicado. La ventana en que puede ocurrir es la que va del «250» del servidor a la confirmación en la base.
"""

import logging
from dataclasses import asdict, dataclass
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from conferencia import reloj
from enlaces.models import Aviso, EstadoAviso
from enlaces.queries.correos_demo import ya_salio
from enlaces.services import cartas, sobres
from enlaces.services.inmediatos import relevar
from enlaces.services.planeacion import planear
from enlaces.services.secretos import revelar

ARRENDAMIENTO = timedelta(minutes=2)
ESPERA = timedelta(minutes=1)  # por intento, antes de volver a probar
INTENTOS = 5
bitacora = logging.getLogger(__name__)


@dataclass
class Saldo:
    """Cómo terminó cada aviso de una corrida."""

    enviados: int = 0
    suprimidos: int = 0
    fallidos: int = 0
    por_reintentar: int = 0

    def como_dict(self) -> dict[str, int]:
        return asdict(self)


class SinServidor(Exception):
    """El servidor de correo no contesta: no es culpa de ningún aviso."""


def _libres():
    """En cola, o «enviando» con el arrendamiento vencido; lo que espera reintento o que se pueda deshacer, cuando le toque."""
    ahora = timezone.now()
    en_cola = Q(estado=EstadoAviso.PLANEADO) & (Q(arrendado_hasta__isnull=True) | Q(arrendado_hasta__lt=ahora))
    en_cola &= Q(sale_desde__isnull=True) | Q(sale_desde__lte=reloj.ahora())
    return Aviso.objects.filter(en_cola | Q(estado=EstadoAviso.ENVIANDO, arrendado_hasta__lt=ahora))


def hay_por_enviar() -> bool:
    return _libres().exists()


def enviar_pendientes() -> Saldo:
    """Vacía la cola con una sola conexión. Varios procesos a la vez se la reparten sin estorbarse."""
    saldo = Saldo()
    conexion = get_connection()
    try:
        aviso = _siguiente(saldo)
        while aviso is not None:
            aviso = _uno(aviso, conexion, saldo)
    except SinServidor as error:
        bitacora.warning("El servidor de correo no contesta; los avisos esperan: %s", error)
    finally:
        conexion.close()
    return saldo


def _uno(aviso: Aviso, conexion: BaseEmailBackend, saldo: Saldo) -> Aviso | None:
    """Entrega un aviso ya tomado, lo cierra y da el siguiente, tomado en la misma transacción."""
    try:
        _entregar(aviso, conexion)
    except (SMTPServerDisconnected, OSError) as error:
        if isinstance(error, SMTPException) and not isinstance(error, SMTPServerDisconnected):
            return _rechazado(aviso, error, saldo)
        _soltar(aviso, str(error), cuenta=False)
        saldo.por_reintentar += 1
        raise SinServidor(error) from error
    with transaction.atomic():
        _mio(aviso).update(estado=EstadoAviso.ENVIADO, enviado_en=reloj.ahora(), arrendado_hasta=None, motivo="")
        saldo.enviados += 1
        return _siguiente(saldo)


def _rechazado(aviso: Aviso, error: SMTPException, saldo: Saldo) -> Aviso | None:
    """El servidor contestó que no a este correo: definitivo (5xx) o por ahora (4xx)."""
    motivo = _dicho(error)
    if _definitivo(error) or aviso.intentos >= INTENTOS:
        _mio(aviso).update(estado=EstadoAviso.FALLIDO, motivo=motivo[:300], arrendado_hasta=None)
        saldo.fallidos += 1
    else:
        _soltar(aviso, motivo)
        saldo.por_reintentar += 1
    return _siguiente(saldo)


def _definitivo(error: SMTPException) -> bool:
    return all(500 <= codigo < 600 for codigo, _ in _respuestas(error))


def _dicho(error: SMTPException) -> str:
    return "; ".join(f"{codigo} {texto}" for codigo, texto in _respuestas(error)) or type(error).__name__


def _respuestas(error: SMTPException) -> list[tuple[int, str]]:
    """(código, texto) de lo que el servidor contestó. Sin respuesta, un 4xx: se vuelve a intentar."""
    if isinstance(error, SMTPRecipientsRefused):
        crudas: list[tuple[int, bytes | str]] = list(error.recipients.values())
    elif isinstance(error, SMTPResponseException):
        crudas = [(error.smtp_code, error.smtp_error)]
    else:
        crudas = [(451, str(error))]
    return [(codigo, texto.decode(errors="replace") if isinstance(texto, bytes) else str(texto)) for codigo, texto in crudas]


# --- Tomar -------------------------------------------------------------------------------------------------------------


def _siguiente(saldo: Saldo) -> Aviso | None:
    """Toma y redacta el próximo que de verdad haya que enviar; lo que ya no toca se suprime de paso."""
    while True:
        with transaction.atomic():
            aviso = _libres().select_for_update(skip_locked=True, of=("self",)).order_by("planeado_en", "pk").first()
            if aviso is None:
                return None
            listo = _preparar(aviso, saldo)
        if listo:
            return aviso


def _preparar(aviso: Aviso, saldo: Saldo) -> bool:
    """Con la fila bloqueada: la arrienda y la redacta. Falso si ya no hay que enviarla."""
    if aviso.estado == EstadoAviso.ENVIANDO and ya_salio(aviso.message_id):
        Aviso.objects.filter(pk=aviso.pk).update(estado=EstadoAviso.ENVIADO, enviado_en=reloj.ahora(), arrendado_hasta=None)
        saldo.enviados += 1
        return False
    try:
        with transaction.atomic():
            carta = cartas.redactar(aviso)
    except cartas.YaNoToca as razon:
        Aviso.objects.filter(pk=aviso.pk).update(estado=EstadoAviso.SUPRIMIDO, motivo=str(razon)[:300], arrendado_hasta=None)
        saldo.suprimidos += 1
        _a_quien_lo_releva(aviso)
        return False
    except Exception as error:  # noqa: BLE001 - un aviso que no se puede redactar no detiene a los demás
        bitacora.exception("No se pudo redactar el aviso %s", aviso.clave)
        return _imposible(aviso, error, saldo)
    _arrendar(aviso, carta)
    return True


def _arrendar(aviso: Aviso, carta: cartas.Carta) -> None:
    aviso.estado, aviso.arrendado_hasta, aviso.intentos = EstadoAviso.ENVIANDO, timezone.now() + ARRENDAMIENTO, aviso.intentos + 1
    aviso.asunto, aviso.cuerpo_texto, aviso.cuerpo_html = carta.asunto, carta.texto, carta.html
    aviso.save(update_fields=["estado", "arrendado_hasta", "intentos", "asunto", "cuerpo_texto", "cuerpo_html"])
    aviso.renglones.all().delete()
    aviso.renglones.bulk_create(carta.renglones)
    aviso.obligaciones = [r.obligacion_id for r in carta.renglones]


def _a_quien_lo_releva(aviso: Aviso) -> None:
    """Si cambió el encargo entre planear y enviar, quien ahora lo tiene recibe lo suyo."""
    if aviso.hecho is None:
        planear(aviso.para_el)
    else:
        relevar(aviso.hecho)


def _imposible(aviso: Aviso, error: Exception, saldo: Saldo) -> bool:
    estado = EstadoAviso.FALLIDO if aviso.intentos + 1 >= INTENTOS else EstadoAviso.PLANEADO
    Aviso.objects.filter(pk=aviso.pk).update(
        estado=estado, intentos=F("intentos") + 1, arrendado_hasta=timezone.now() + ESPERA, motivo=f"No se pudo redactar: {type(error).__name__}."
    )
    saldo.fallidos += estado == EstadoAviso.FALLIDO
    saldo.por_reintentar += estado == EstadoAviso.PLANEADO
    return False


# --- Entregar ----------------------------------------------------------------------------------------------------------


def _entregar(aviso: Aviso, conexion: BaseEmailBackend) -> None:
    encabezados = sobres.encabezados(aviso, aviso.obligaciones)
    sobre = sobres.remitente_de_sobre(aviso)
    mensaje = EmailMultiAlternatives(aviso.asunto, revelar(aviso, aviso.cuerpo_texto), sobre, [aviso.correo], connection=conexion, headers=encabezados)
    mensaje.attach_alternative(revelar(aviso, aviso.cuerpo_html), "text/html")
    conexion.open()
    conexion.send_messages([mensaje])


def _mio(aviso: Aviso):
    """La fila, mientras siga arrendada a quien la tomó."""
    return Aviso.objects.filter(pk=aviso.pk, estado=EstadoAviso.ENVIANDO, arrendado_hasta=aviso.arrendado_hasta)


def _soltar(aviso: Aviso, motivo: str, *, cuenta: bool = True) -> None:
    """Vuelve a la cola para más tarde. ``cuenta=False``: no gasta uno de sus intentos."""
    intentos = aviso.intentos if cuenta else aviso.intentos - 1
    _mio(aviso).update(estado=EstadoAviso.PLANEADO, intentos=intentos, arrendado_hasta=timezone.now() + ESPERA * max(intentos, 1), motivo=motivo[:300])
