"""Lo que solo el órgano declara: que una disposición, o el cumplimiento de toda una reunión, quedó concluido."""

from datetime import date

from django.db import transaction

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.models import Disposicion, Reunion
from conferencia.permissions import Facultades, exigir, puede_disponer_plazos, puede_ver
from conferencia.queries.pleno import DECLARADA, RETIRADA
from conferencia.services.hechos import Asiento, asentar


class ConclusionImposible(NoProcede):
    """No se puede declarar o retirar así; el mensaje dice por qué y se le muestra a la persona."""


@transaction.atomic
def declarar_concluida(*, por: Facultades, objeto: Disposicion | Reunion, el: date, acto: str) -> None:
    """Registra que el órgano la declaró concluida ``el`` día, en el ``acto`` que se cita. De dos a la vez, una gana.

    Falla con ``AccesoNegado`` o ``ConclusionImposible``.
    """
    exigir(puede_disponer_plazos(por))
    exigir(puede_ver(por, objeto))
    acto = acto.strip()
    if not acto:
        raise ConclusionImposible("Di en qué sesión o acto lo declaró el órgano: solo el órgano concluye lo que acordó.")
    if el > reloj.hoy():
        raise ConclusionImposible("La fecha en que el órgano lo declaró no puede ser futura.")
    if el < _fecha_del_acto(objeto):
        raise ConclusionImposible("El órgano no pudo declararlo concluido antes de acordarlo.")
    if _marcar(objeto, el, acto, libre=True) != 1:
        raise ConclusionImposible("Ya está declarada concluida. Si la declaración anterior es errónea, retírala primero.")
    asentar([_asiento(objeto, DECLARADA, "", el, {"acto": acto})], actor=por.usuario)


@transaction.atomic
def retirar_conclusion(*, por: Facultades, objeto: Disposicion | Reunion, motivo: str) -> None:
    """Deja sin valor, desde hoy, una declaración registrada por error. Falla con ``AccesoNegado`` o ``ConclusionImposible``."""
    exigir(puede_disponer_plazos(por))
    exigir(puede_ver(por, objeto))
    motivo = motivo.strip()
    if not motivo:
        raise ConclusionImposible("Escribe por qué se retira.")
    if _marcar(objeto, None, "", libre=False) != 1:
        raise ConclusionImposible("No está declarada concluida.")
    asentar([_asiento(objeto, RETIRADA, motivo, reloj.hoy(), {})], actor=por.usuario)


def _marcar(objeto: Disposicion | Reunion, el: date | None, acto: str, *, libre: bool) -> int:
    columnas: dict[str, object] = {"concluida_el": el}
    if isinstance(objeto, Disposicion):
        columnas["concluida_por"] = acto
    cambiadas = type(objeto).objects.filter(pk=objeto.pk, concluida_el__isnull=libre).update(**columnas)
    if cambiadas:
        objeto.concluida_el = el
    return cambiadas


def _asiento(objeto: Disposicion | Reunion, que: str, motivo: str, rige_el: date, datos: dict) -> Asiento:
    reunion = objeto.reunion_id if isinstance(objeto, Disposicion) else objeto.pk
    sujeto = "disposicion" if isinstance(objeto, Disposicion) else "reunion"
    return Asiento(clase=f"{sujeto}.{que}", objeto=objeto, reunion_id=reunion, motivo=motivo, rige_el=rige_el, datos={"clave": objeto.clave, **datos})


def _fecha_del_acto(objeto: Disposicion | Reunion) -> date:
    return objeto.reunion.fecha if isinstance(objeto, Disposicion) else objeto.fecha
