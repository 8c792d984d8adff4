"""Qué obligación espera a cuál. La Secretaría Técnica lo agrega o lo quita con motivo; la fecha propia no se mueve."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.domain.estados import ABIERTOS, CERRADOS
from conferencia.models import Obligacion
from conferencia.permissions import Facultades, exigir, puede_disponer_plazos
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.movimiento import OtroSeAdelanto, fijar

CANDADO = 0x494E_5355_4D4F  # «INSUMO»


class InsumoRechazado(NoProcede):
    """La dependencia no se puede asentar así; el mensaje dice por qué."""


@dataclass(frozen=True)
class CambioDeInsumo:
    """Cómo queda la situación de quien espera."""

    obligacion: Obligacion
    insumo: Obligacion
    antes: str
    despues: str


Verbo = Callable[..., CambioDeInsumo]


def prever(verbo: Verbo, **datos) -> CambioDeInsumo:
    """Lo que haría ``agregar_insumo`` o ``quitar_insumo``, sin guardar nada."""
    with transaction.atomic():
        cambio = verbo(**datos)
        transaction.set_rollback(True)
    return cambio


@transaction.atomic
def agregar_insumo(*, por: Facultades, obligacion: Obligacion, insumo: Obligacion, motivo: str, version: int) -> CambioDeInsumo:
    """Desde hoy espera también a ``insumo``. Falla con ``InsumoRechazado`` (círculo, repetida, cerrada) u ``OtroSeAdelanto``."""
    guardada = _tomar(por, obligacion, motivo, version)
    ya = set(guardada.insumos.values_list("pk", flat=True))
    if insumo.pk in ya:
        raise InsumoRechazado("Ya espera a esa obligación.")
    if insumo.pk == guardada.pk or guardada.pk in esperadas_por(insumo.pk):
        raise InsumoRechazado(f"Haría un círculo: {insumo.clave} espera, directa o indirectamente, a {guardada.clave}.")
    if insumo.estado in CERRADOS:
        raise InsumoRechazado(f"{insumo.clave} está {insumo.get_estado_display().lower()}: no detiene a nadie.")
    return _asentar(por, guardada, insumo, {*ya, insumo.pk}, "obligacion.insumo_agregado", motivo)


@transaction.atomic
def quitar_insumo(*, por: Facultades, obligacion: Obligacion, insumo: Obligacion, motivo: str, version: int) -> CambioDeInsumo:
    """Desde hoy ya no espera a ``insumo``."""
    guardada = _tomar(por, obligacion, motivo, version)
    ya = set(guardada.insumos.values_list("pk", flat=True))
    if insumo.pk not in ya:
        raise InsumoRechazado("No espera a esa obligación.")
    return _asentar(por, guardada, insumo, ya - {insumo.pk}, "obligacion.insumo_quitado", motivo)


def _tomar(por: Facultades, obligacion: Obligacion, motivo: str, version: int) -> Obligacion:
    exigir(puede_disponer_plazos(por))
    _de_uno_en_uno()
    guardada = Obligacion.objects.select_for_update(of=("self",)).select_related("compromiso__disposicion").get(pk=obligacion.pk)
    if guardada.version != version:
        raise OtroSeAdelanto
    if guardada.estado not in ABIERTOS:
        raise InsumoRechazado(f"La obligación está {guardada.get_estado_display().lower()}: ya no espera a nadie.")
    if not motivo.strip():
        raise InsumoRechazado("Escribe por qué.")
    return guardada


def _de_uno_en_uno() -> None:
    """Dos que agregan a la vez dependencias opuestas harían un círculo sin verse: se forman."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CANDADO])


def esperadas_por(obligacion: UUID) -> set[UUID]:
    """Todas las que esa obligación espera, directa o indirectamente."""
    enlace = Obligacion.insumos.through.objects
    vistas: set[UUID] = set()
    frontera = {obligacion}
    while frontera:
        frontera = set(enlace.filter(from_obligacion__in=frontera).values_list("to_obligacion", flat=True)) - vistas
        vistas |= frontera
    return vistas


def _asentar(por: Facultades, o: Obligacion, insumo: Obligacion, insumos: Collection[UUID], clase: str, motivo: str) -> CambioDeInsumo:
    antes = _situacion(o)
    o.insumos.set(Obligacion.objects.filter(pk__in=insumos))
    fijar(o)
    datos = {"clave": o.clave, "insumo": insumo.clave}
    cambios = {"insumos": sorted(map(str, insumos))}
    reunion = o.compromiso.disposicion.reunion_id
    asentar([Asiento(clase=clase, objeto=o, obligacion_id=o.pk, reunion_id=reunion, motivo=motivo.strip(), datos=datos, cambios=cambios)], actor=por.usuario)
    return CambioDeInsumo(o, insumo, antes, _situacion(o))


def _situacion(o: Obligacion) -> str:
    return Obligacion.objects.con_situacion(reloj.hoy()).get(pk=o.pk).situacion
