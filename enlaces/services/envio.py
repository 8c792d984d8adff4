"""Enviar exactamente una vez, aunque el proceso muera entre dos pasos.

Un lote se toma (filas bloqueadas con SKIP LOCKED, arrendadas, ya redactadas: se confirma) y sus correos se entregan uno tras otro por la misma
conexión. Cada entrega se anota en cuanto el servidor la acepta, mientras viaja la siguiente. Si el proceso muere:

- lo que no llegó a entregarse queda «enviando»; su arrendamiento caduca y otro lo envía;
- lo entregado y aún sin anotar (a lo más dos correos) otro lo encuentra «enviando» y primero averigua si ya salió.

Averiguarlo exige ver el buzón de destino. En la demostración se ve, y no se envía dos veces. Fuera de ella un servidor SMTP no ofrece esa
prueba: se reenvía con el mismo Message-ID, que los servidores y lectores de correo usan para reconocer el duplicado. Las anotaciones no esperan
al disco (``synchronous_commit``): una muerte del proceso no las pierde; la de toda la máquina, a lo más medio segundo de ellas, y eso vuelve a
quedar «enviando».
"""

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from email.utils import parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from conferencia import reloj
from enlaces.models import Aviso, EstadoAviso, RenglonDeAviso
from enlaces.queries.correos_demo import ya_salieron
from enlaces.queries.debidos import DE_PLAZOS
from enlaces.services import sobres
from enlaces.services.anotaciones import Anotador
from enlaces.services.cartero import Cartero, Pliego
from enlaces.services.inmediatos import relevar
from enlaces.services.mensajes import armar
from enlaces.services.planeacion import callar, planear
from enlaces.services.preparacion import preparar, sin_lo_caduco
from enlaces.services.secretos import revelar

LOTE = 400
ARRENDAMIENTO = timedelta(minutes=5)
MARGEN = timedelta(minutes=1)  # de arrendamiento que debe quedar para empezar una entrega
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


def _libres() -> QuerySet[Aviso]:
    """En cola, o «enviando» con el arrendamiento vencido; lo que espera reintento, su hora o que se pueda deshacer, cuando le toque.

    Un resumen de ayer que nadie alcanzó a tomar no sale: lo sustituye el de hoy.
    """
    ahora = timezone.now()
    en_cola = Q(estado=EstadoAviso.PLANEADO) & (Q(arrendado_hasta__isnull=True) | Q(arrendado_hasta__lt=ahora))
    en_cola &= Q(sale_desde__isnull=True) | Q(sale_desde__lte=reloj.ahora())
    en_cola &= ~Q(regla__in=DE_PLAZOS) | Q(para_el__gte=reloj.hoy())
    return Aviso.objects.filter(en_cola | Q(estado=EstadoAviso.ENVIANDO, arrendado_hasta__lt=ahora))


def hay_por_enviar() -> bool:
    return _libres().exists()


def enviar_pendientes() -> Saldo:
    """Vacía la cola con una sola conexión. Varios procesos a la vez se la reparten sin estorbarse."""
    saldo, cartero = Saldo(), Cartero()
    try:
        while (lote := _tomar(saldo)) is not None:
            with Anotador() as anotador:
                _Ronda(lote, cartero, anotador, saldo).entregar()
    except SinServidor as error:
        bitacora.warning("El servidor de correo no contesta; los avisos esperan: %s", error)
    finally:
        cartero.cerrar()
    return saldo


# --- Tomar -------------------------------------------------------------------------------------------------------------


def _tomar(saldo: Saldo) -> list[Aviso] | None:
    """Un lote arrendado y redactado; lo que ya no toca se suprime de paso. ``None``: no queda nada."""
    with transaction.atomic():
        filas = list(_libres().select_for_update(skip_locked=True, of=("self",)).order_by("planeado_en", "pk")[:LOTE])
        if not filas:
            return None
        por_enviar = _los_que_no_han_salido(filas, saldo)
        de_otros = sin_lo_caduco(por_enviar)
        listos = preparar(por_enviar)
        _arrendar(listos.avisos)
        for aviso, razon in listos.suprimidos:
            callar([aviso.pk], str(razon))
        for aviso, error in listos.imposibles:
            _imposible(aviso, error, saldo)
        saldo.suprimidos += len(listos.suprimidos)
    _a_quien_los_releva([aviso for aviso, _ in listos.suprimidos], de_otros)
    return listos.avisos


def _los_que_no_han_salido(filas: Sequence[Aviso], saldo: Saldo) -> list[Aviso]:
    """De lo que otro dejó «enviando», lo que consta en el buzón de destino se da por enviado."""
    dudosos = {a.message_id: a.pk for a in filas if a.estado == EstadoAviso.ENVIANDO}
    salieron = {dudosos[m] for m in ya_salieron(dudosos)}
    Aviso.objects.filter(pk__in=salieron).update(estado=EstadoAviso.ENVIADO, enviado_en=reloj.ahora(), arrendado_hasta=None)
    saldo.enviados += len(salieron)
    return [a for a in filas if a.pk not in salieron]


def _arrendar(avisos: Sequence[Aviso]) -> None:
    hasta = timezone.now() + ARRENDAMIENTO
    for aviso in avisos:
        aviso.estado, aviso.arrendado_hasta, aviso.intentos = EstadoAviso.ENVIANDO, hasta, aviso.intentos + 1
    suyos = Aviso.objects.filter(pk__in=[a.pk for a in avisos])
    suyos.update(estado=EstadoAviso.ENVIANDO, arrendado_hasta=hasta, intentos=F("intentos") + 1)
    decir_de_que_hablan(avisos)


def decir_de_que_hablan(avisos: Sequence[Aviso]) -> None:
    """Pone ``obligacion`` en los que hablan de una sola, en una consulta."""
    renglones = RenglonDeAviso.objects.filter(aviso__in=[a.pk for a in avisos]).values("aviso")
    solas = renglones.annotate(cuantas=Count("obligacion"), suyas=ArrayAgg("obligacion")).filter(cuantas=1)
    de_una = {fila["aviso"]: fila["suyas"][0] for fila in solas}
    for aviso in avisos:
        aviso.obligacion = de_una.get(aviso.pk)


def _a_quien_los_releva(suprimidos: Sequence[Aviso], de_otros: set[date]) -> None:
    """Si cambió el encargo entre planear y enviar, quien ahora lo tiene recibe lo suyo ese mismo día; también si al anterior aún le queda otro."""
    for dia in de_otros:
        planear(dia)
    for hecho in {a.hecho for a in suprimidos if a.hecho is not None}:
        relevar(hecho)


def _imposible(aviso: Aviso, error: Exception, saldo: Saldo) -> None:
    bitacora.error("No se pudo redactar el aviso %s", aviso.clave, exc_info=error)
    estado = EstadoAviso.FALLIDO if aviso.intentos + 1 >= INTENTOS else EstadoAviso.PLANEADO
    Aviso.objects.filter(pk=aviso.pk).update(
        estado=estado, intentos=aviso.intentos + 1, arrendado_hasta=timezone.now() + ESPERA, motivo=f"No se pudo redactar: {type(error).__name__}."
    )
    saldo.fallidos += estado == EstadoAviso.FALLIDO
    saldo.por_reintentar += estado == EstadoAviso.PLANEADO


# --- Entregar ----------------------------------------------------------------------------------------------------------


@dataclass
class _Ronda:
    """Un lote en camino."""

    lote: list[Aviso]
    cartero: Cartero
    anotador: Anotador
    saldo: Saldo
    _armados: dict[UUID, Pliego] = field(default_factory=dict)

    def entregar(self) -> None:
        for n, aviso in enumerate(self.lote):
            if timezone.now() > _hasta(aviso) - MARGEN:
                _devolver(self.lote[n:])  # un servidor lento: lo que falta se vuelve a tomar, sin riesgo de que otro lo tome a la vez
                break
            siguiente = self.lote[n + 1] if n + 1 < len(self.lote) else None
            self._una(aviso, siguiente, resto=self.lote[n + 1 :])

    def _una(self, aviso: Aviso, siguiente: Aviso | None, resto: Sequence[Aviso]) -> None:
        try:
            pliego = self._pliego(aviso)
        except Exception as error:  # noqa: BLE001 - lo que no se puede armar no detiene a los demás
            return _imposible(aviso, error, self.saldo)
        try:
            self.cartero.entregar(pliego, lambda: self._adelantar(siguiente))
        except (SMTPException, OSError, UnicodeError) as error:
            self._fallo(aviso, error, resto)
        else:
            self.anotador.anotar(aviso.pk, _hasta(aviso))
            self.saldo.enviados += 1

    def _adelantar(self, siguiente: Aviso | None) -> None:
        """Mientras el servidor guarda un correo se arma el que sigue."""
        if siguiente is not None:
            with suppress(Exception):  # si no se puede, se dirá cuando le toque
                self._pliego(siguiente)

    def _pliego(self, aviso: Aviso) -> Pliego:
        if aviso.pk not in self._armados:
            self._armados = {aviso.pk: Pliego.de(_remitente(aviso), aviso.correo, mensaje_de(aviso))}
        return self._armados[aviso.pk]

    def _fallo(self, aviso: Aviso, error: Exception, resto: Sequence[Aviso]) -> None:
        del_servidor = isinstance(error, SMTPServerDisconnected) or (isinstance(error, OSError) and not isinstance(error, SMTPException))
        if del_servidor:
            _soltar(aviso, str(error), cuenta=False)
            _devolver(resto)
            self.saldo.por_reintentar += 1
            raise SinServidor(error) from error
        if _definitivo(error) or aviso.intentos >= INTENTOS:
            _mio(aviso).update(estado=EstadoAviso.FALLIDO, motivo=_dicho(error)[:300], arrendado_hasta=None)
            RenglonDeAviso.objects.filter(aviso=aviso).update(vigente=False)
            self.saldo.fallidos += 1
        else:
            _soltar(aviso, _dicho(error))
            self.saldo.por_reintentar += 1


def _definitivo(error: Exception) -> bool:
    return all(500 <= codigo < 600 for codigo, _ in _respuestas(error))


def _dicho(error: Exception) -> str:
    return "; ".join(f"{codigo} {texto}" for codigo, texto in _respuestas(error)) or type(error).__name__


def _respuestas(error: Exception) -> list[tuple[int, str]]:
    """(código, texto) de lo que el servidor contestó. Sin respuesta, un 4xx: se vuelve a intentar."""
    if isinstance(error, SMTPRecipientsRefused):
        crudas: list[tuple[int, bytes | str]] = list(error.recipients.values())
    elif isinstance(error, SMTPResponseException):
        crudas = [(error.smtp_code, error.smtp_error)]
    elif isinstance(error, UnicodeError):
        crudas = [(553, "La dirección tiene caracteres que el correo no admite.")]
    else:
        crudas = [(451, str(error))]
    return [(codigo, texto.decode(errors="replace") if isinstance(texto, bytes) else str(texto)) for codigo, texto in crudas]


def mensaje_de(aviso: Aviso) -> bytes:
    """El correo como sale: lo mismo que se ve en el registro, más sus encabezados."""
    return armar(
        sobres.encabezados(aviso, aviso.obligacion),
        de=settings.DEFAULT_FROM_EMAIL,
        para=aviso.correo,
        asunto=aviso.asunto,
        texto=revelar(aviso, aviso.cuerpo_texto),
        html=revelar(aviso, aviso.cuerpo_html),
        frontera=aviso.pk.hex,
    )


def _remitente(aviso: Aviso) -> str:
    """A dónde rebota: el sobre, no el encabezado."""
    return parseaddr(sobres.remitente_de_sobre(aviso))[1]


def _hasta(aviso: Aviso) -> datetime:
    assert aviso.arrendado_hasta is not None, "todo el lote se arrendó al tomarlo"
    return aviso.arrendado_hasta


def _mio(aviso: Aviso) -> QuerySet[Aviso]:
    """La fila, mientras siga arrendada a quien la tomó."""
    return Aviso.objects.filter(pk=aviso.pk, estado=EstadoAviso.ENVIANDO, arrendado_hasta=aviso.arrendado_hasta)


def _soltar(aviso: Aviso, motivo: str, *, cuenta: bool = True) -> None:
    """Vuelve a la cola para más tarde. ``cuenta=False``: no gasta uno de sus intentos."""
    intentos = aviso.intentos if cuenta else aviso.intentos - 1
    _mio(aviso).update(estado=EstadoAviso.PLANEADO, intentos=intentos, arrendado_hasta=timezone.now() + ESPERA * max(intentos, 1), motivo=motivo[:300])


def _devolver(avisos: Sequence[Aviso]) -> None:
    """A la cola sin haberlos intentado."""
    for aviso in avisos:
        _mio(aviso).update(estado=EstadoAviso.PLANEADO, intentos=aviso.intentos - 1, arrendado_hasta=None)
