"""Turnar una entrega a un área técnica, opinar, cancelar, y tener por no opuesto lo que el plazo dejó callado."""

from datetime import date
from hashlib import sha256

from django.db import IntegrityError, transaction

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.models import Archivo, Entrega, EstadoEntrega, EstadoTurno, Institucion, SentidoDeOpinion, Trabajo, Turno
from conferencia.permissions import Facultades, areas_tecnicas, exigir, puede_dictaminar, puede_opinar
from conferencia.queries.calendarios import calendario_de_partes
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.movimiento import OtroSeAdelanto

DIAS_MAXIMOS = 60


class TurnoRechazado(NoProcede):
    """No se puede turnar, opinar o cancelar así; el mensaje dice por qué."""


@transaction.atomic
def turnar(*, por: Facultades, entrega: Entrega, institucion: Institucion, pregunta: str, dias: int, calla_y_no_se_opone: bool = False) -> Turno:
    """Pide al área su opinión en ``dias`` hábiles, contados desde mañana. Falla con ``AccesoNegado`` o ``TurnoRechazado``."""
    exigir(puede_dictaminar(por))
    entrega.refresh_from_db(fields=["estado"])
    _exigir_por_decidir(entrega)
    if not areas_tecnicas(por.hoy).filter(pk=institucion.pk).exists():
        raise TurnoRechazado(f"{institucion} no tiene a nadie designado como área técnica: designa antes a quien opine.", "institucion")
    if not (pregunta := pregunta.strip()):
        raise TurnoRechazado("Escribe qué se le pregunta.", "pregunta")
    if not 1 <= dias <= DIAS_MAXIMOS:
        raise TurnoRechazado(f"El plazo va de 1 a {DIAS_MAXIMOS} días hábiles.", "dias")
    vence = calendario_de_partes([institucion]).sumar_habiles(reloj.hoy(), dias)
    comunes = {"pregunta": pregunta, "vence_el": vence, "calla_y_no_se_opone": calla_y_no_se_opone}
    try:
        with transaction.atomic():
            turno = Turno.objects.create(entrega=entrega, institucion=institucion, turnado_en=reloj.ahora(), turnado_por_id=por.usuario, **comunes)
    except IntegrityError:
        raise TurnoRechazado(f"Ya se le turnó a {institucion} y falta que opine.", "institucion") from None
    asentar([_asiento("turno.enviado", turno, vence_el=vence)], actor=por.usuario)
    return turno


@transaction.atomic
def opinar(*, por: Facultades, turno: Turno, sentido: str, opinion: str, archivo: Archivo | None = None) -> Turno:
    """El área opina una sola vez, aun vencido el plazo mientras la entrega no se decida. Falla con ``AccesoNegado`` o ``TurnoRechazado``."""
    exigir(puede_opinar(por, turno))
    _exigir_por_decidir(turno.entrega)
    if sentido not in SentidoDeOpinion:
        raise TurnoRechazado("Elige el sentido de la opinión.", "sentido")
    if not (opinion := opinion.strip()):
        raise TurnoRechazado("Escribe la opinión.", "opinion")
    _cerrar(por, turno, EstadoTurno.OPINADO, sentido=sentido, opinion=opinion, archivo=archivo)
    datos = {"huella": sha256(opinion.encode()).hexdigest(), "tarde": reloj.hoy() > turno.vence_el, "archivos": [archivo.sha256] if archivo else []}
    asentar([_asiento("turno.opinado", turno, **datos)], actor=por.usuario)
    return turno


@transaction.atomic
def cancelar_turno(*, por: Facultades, turno: Turno, motivo: str) -> Turno:
    """Ya no hace falta su opinión: el área deja de ver la entrega."""
    exigir(puede_dictaminar(por))
    if not (motivo := motivo.strip()):
        raise TurnoRechazado("Escribe por qué se cancela.", "motivo")
    _cerrar(por, turno, EstadoTurno.CANCELADO, motivo=motivo[:300])
    asentar([_asiento("turno.cancelado", turno)], actor=por.usuario)
    return turno


def _exigir_por_decidir(entrega: Entrega) -> None:
    if entrega.estado != EstadoEntrega.EN_REVISION:
        raise TurnoRechazado(f"La entrega ya se decidió: quedó {entrega.get_estado_display().lower()}.")


def _cerrar(por: Facultades, turno: Turno, estado: EstadoTurno, **columnas: object) -> None:
    """Con guarda: de dos que lo cierran a la vez, uno gana."""
    columnas |= {"estado": estado, "cerrado_en": reloj.ahora(), "cerrado_por_id": por.usuario}
    if Turno.objects.filter(pk=turno.pk, estado=EstadoTurno.PENDIENTE).update(**columnas) != 1:
        raise OtroSeAdelanto
    for campo, valor in columnas.items():
        setattr(turno, campo, valor)


def _asiento(clase: str, turno: Turno, **datos: object) -> Asiento:
    """Cuenta que se turnó y a quién; ni la pregunta ni la opinión, que son de uso interno."""
    obligacion = turno.entrega.obligacion
    reunion = obligacion.compromiso.disposicion.reunion_id
    comunes = {"area": turno.institucion.siglas or turno.institucion.nombre, "entrega": turno.entrega.numero}
    return Asiento(clase=clase, objeto=turno, obligacion_id=obligacion.pk, reunion_id=reunion, datos=comunes | datos)


# --- Lo que el plazo dejó callado ----------------------------------------------------------------------------------------


def tener_por_no_opuestas(trabajo: Trabajo) -> dict:
    """Rutina diaria: los turnos vencidos en que así se dijo. Repetirla no hace nada más."""
    vencidos = Turno.objects.filter(estado=EstadoTurno.PENDIENTE, calla_y_no_se_opone=True, vence_el__lt=date.fromisoformat(trabajo.datos["dia"]))
    return {"no_opuestas": sum(_callo(t) for t in vencidos.select_related("institucion", "entrega__obligacion__compromiso__disposicion").order_by("pk"))}


@transaction.atomic
def _callo(turno: Turno) -> bool:
    sistema = Facultades(None, reloj.hoy())
    try:
        _cerrar(sistema, turno, EstadoTurno.NO_OPUESTA)
    except OtroSeAdelanto:
        return False  # opinó mientras tanto
    asentar([_asiento("turno.no_opuesta", turno)], actor=None)
    return True
