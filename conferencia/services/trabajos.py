"""El trabajo es una fila; Celery solo la despierta (diseno.md, costumbre 6).

Encolar dos veces la misma clave es encolar una. Quien toma un trabajo lo arrienda dos minutos y renueva; si muere,
el barrido lo devuelve a la cola y otro lo hace de nuevo, por eso cada clase de trabajo es idempotente.
"""

import logging
import os
import socket
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from celery import current_app
from django.db import close_old_connections, connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from conferencia.models import EstadoTrabajo, Trabajo

ARRENDAMIENTO = timedelta(minutes=2)
LATIDO = 40.0  # segundos entre renovaciones
INTENTOS = 5
bitacora = logging.getLogger(__name__)

_CLASES: dict[str, Callable[[Trabajo], dict | None]] = {}


class TrabajoImposible(Exception):
    """El trabajo no se puede hacer y reintentarlo no lo arregla; el mensaje es para quien lo pidió."""


class TrabajoCancelado(Exception):
    """Alguien lo canceló mientras se hacía: quien lo hace se detiene en cuanto lo sabe."""


def inscribir(clase: str, hacer: Callable[[Trabajo], dict | None]) -> None:
    """Alta de una clase de trabajo, en ``AppConfig.ready``."""
    _CLASES[clase] = hacer


def encolar(*, clase: str, clave: str, datos: dict | None = None, cola: str = "celery", actor: UUID | None = None) -> Trabajo:
    """Crea la fila si no existe y la despierta al confirmarse la transacción."""
    trabajo, nuevo = Trabajo.objects.get_or_create(clave=clave, defaults={"clase": clase, "datos": datos or {}, "cola": cola, "pedido_por_id": actor})
    if nuevo:
        transaction.on_commit(lambda: _despertar(trabajo))
    return trabajo


def _despertar(trabajo: Trabajo) -> None:
    """Avisa a Celery. Si Redis no contesta no se pierde nada: el barrido la encontrará pendiente."""
    Trabajo.objects.filter(pk=trabajo.pk).update(despertado_en=timezone.now())
    try:
        current_app.send_task("conferencia.hacer", args=[str(trabajo.pk)], queue=trabajo.cola)
    except (OperationalError, OSError) as error:
        bitacora.warning("Redis no contestó al despertar %s: %s", trabajo.clave, error)


def hacer(trabajo_id: str, *, quien: str | None = None) -> bool:
    """Toma el trabajo si está libre, lo hace y lo cierra. Falso si otro lo tiene o ya está hecho."""
    trabajo = _tomar(trabajo_id, quien or f"{socket.gethostname()}:{os.getpid()}")
    if trabajo is None:
        return False
    try:
        with _latiendo(trabajo):
            resultado = _CLASES[trabajo.clase](trabajo)
    except TrabajoCancelado:
        bitacora.info("Se canceló el trabajo %s", trabajo.clave)
    except TrabajoImposible as error:
        _cerrar(trabajo, EstadoTrabajo.FALLIDO, error=str(error))
    except Exception:
        bitacora.exception("Falló el trabajo %s (intento %s)", trabajo.clave, trabajo.intentos)
        _soltar(trabajo, traceback.format_exc(limit=8))
    else:
        _cerrar(trabajo, EstadoTrabajo.HECHO, resultado=resultado or {})
    return True


def _tomar(trabajo_id: str, quien: str) -> Trabajo | None:
    """UPDATE con guarda: de varios que lo intentan, uno gana."""
    ahora = timezone.now()
    libres = Q(estado=EstadoTrabajo.PENDIENTE) | Q(estado=EstadoTrabajo.EN_CURSO, arrendado_hasta__lt=ahora, intentos__lt=INTENTOS)
    tomado = (
        Trabajo.objects.filter(libres, pk=trabajo_id).update(
            estado=EstadoTrabajo.EN_CURSO, tomado_por=quien, arrendado_hasta=ahora + ARRENDAMIENTO, intentos=F("intentos") + 1
        )
        == 1
    )
    return Trabajo.objects.get(pk=trabajo_id) if tomado else None


@contextmanager
def _latiendo(trabajo: Trabajo) -> Iterator[None]:
    """Renueva el arrendamiento desde un hilo mientras dure el trabajo; si el proceso muere, deja de renovarse."""
    alto = threading.Event()

    def latir() -> None:
        try:
            while not alto.wait(LATIDO):
                close_old_connections()
                _mio(trabajo).update(arrendado_hasta=timezone.now() + ARRENDAMIENTO)
        finally:
            connection.close()

    hilo = threading.Thread(target=latir, daemon=True)
    hilo.start()
    try:
        yield
    finally:
        alto.set()
        hilo.join(timeout=5)


def _mio(trabajo: Trabajo):
    return Trabajo.objects.filter(pk=trabajo.pk, estado=EstadoTrabajo.EN_CURSO, tomado_por=trabajo.tomado_por, intentos=trabajo.intentos)


def anotar_avance(trabajo: Trabajo, porciento: int, dicho: dict | None = None) -> None:
    """``dicho``: lo que además quiera mostrarse mientras tanto; al terminar lo sustituye el resultado. Falla con ``TrabajoCancelado``."""
    anotado = _mio(trabajo).update(avance=porciento, **({} if dicho is None else {"resultado": dicho}))
    if not anotado and Trabajo.objects.filter(pk=trabajo.pk, estado=EstadoTrabajo.CANCELADO).exists():
        raise TrabajoCancelado


def cancelar(trabajo: Trabajo) -> bool:
    """Lo que no ha terminado ya no se hace; si alguien lo está haciendo, se detiene al anotar su avance. Falso si ya había terminado."""
    sin_terminar = Trabajo.objects.filter(pk=trabajo.pk, estado__in=[EstadoTrabajo.PENDIENTE, EstadoTrabajo.EN_CURSO])
    return sin_terminar.update(estado=EstadoTrabajo.CANCELADO, terminado_en=timezone.now()) == 1


def _cerrar(trabajo: Trabajo, estado: EstadoTrabajo, *, error: str = "", resultado: dict | None = None) -> None:
    cambios = {"estado": estado, "error": error, "resultado": resultado or {}, "terminado_en": timezone.now()}
    if estado == EstadoTrabajo.HECHO:
        cambios["avance"] = 100
    _mio(trabajo).update(**cambios)


def _soltar(trabajo: Trabajo, error: str) -> None:
    """Fallo inesperado: vuelve a la cola con espera creciente, o se da por fallido tras ``INTENTOS``."""
    if trabajo.intentos >= INTENTOS:
        _cerrar(trabajo, EstadoTrabajo.FALLIDO, error=error)
        return
    espera = ARRENDAMIENTO * trabajo.intentos
    _mio(trabajo).update(arrendado_hasta=timezone.now() + espera, error=error)


def _desahuciar(ahora: datetime) -> None:
    """Lo que mató a su trabajador ``INTENTOS`` veces no se toma otra vez: una muerte no pasa por ``_soltar``, que es quien cuenta errores."""
    muertos = Trabajo.objects.filter(estado=EstadoTrabajo.EN_CURSO, arrendado_hasta__lt=ahora, intentos__gte=INTENTOS)
    muertos.update(estado=EstadoTrabajo.FALLIDO, terminado_en=ahora, error=f"El proceso que lo hacía murió a la mitad {INTENTOS} veces.")


def olvidar(clase: str, tras: timedelta) -> int:
    """Borra los trabajos de ``clase`` pedidos hace más de ``tras``, hechos o no. Da cuántos."""
    return Trabajo.objects.filter(clase=clase, creado_en__lt=timezone.now() - tras).delete()[0]


def barrer() -> int:
    """Rescata lo pendiente que nadie despertó y lo arrendado a quien ya no late. Da cuántos despertó."""
    ahora = timezone.now()
    _desahuciar(ahora)
    olvidados = Trabajo.objects.filter(
        Q(estado=EstadoTrabajo.PENDIENTE) & (Q(despertado_en__isnull=True) | Q(despertado_en__lte=ahora - timedelta(seconds=60)))
        | Q(estado=EstadoTrabajo.EN_CURSO, arrendado_hasta__lt=ahora)
    )
    trabajos = list(olvidados[:500])
    for trabajo in trabajos:
        _despertar(trabajo)
    return len(trabajos)
