"""A qué áreas toca recordarles un día la opinión que deben."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max

from conferencia import reloj
from conferencia.models import EstadoEntrega, EstadoTurno, Hecho, Turno
from conferencia.queries.calendarios import calendarios_de
from enlaces.domain.avisos import Enviado, Peldano, recordatorio_de_turno, ventana
from enlaces.domain.avisos import Regla as ReglaPura
from enlaces.models import Aviso, ClaseDeCompromiso, EstadoAviso, Regla, ReglaDeAviso
from enlaces.queries.debidos import HOLGURA


@dataclass(frozen=True)
class PorRecordar:
    """``hecho``: con el que se turnó; de él cuelgan los recordatorios."""

    turno: Turno
    peldano: Peldano
    hecho: Hecho


def por_recordar(dia: date, *, repitiendo: bool = False) -> list[PorRecordar]:
    """Los de ese día, lo que vence antes primero. ``repitiendo``: como si de ese día en adelante no se les hubiera recordado nada."""
    vigentes = ReglaDeAviso.objects.vigentes(dia).filter(clase=ClaseDeCompromiso.TURNO, activa=True)
    reglas = [r.como_regla() for r in vigentes]
    turnos = _por_opinar(dia, reglas)
    if not turnos:
        return []
    hechos = {h.sujeto_id: h for h in Hecho.objects.filter(clase="turno.enviado", sujeto_id__in=[t.pk for t in turnos])}
    dichos, calendarios = _ultimos(hechos.values()), calendarios_de({t.institucion for t in turnos})
    hallados = []
    for turno in turnos:
        turnado, ultimo = turno.turnado_en.astimezone(reloj.MEXICO).date(), None if repitiendo else dichos.get(turno.pk)
        desde = dia - timedelta(days=1) if repitiendo else ultimo or turnado
        enviado = Enviado(ultimo=ultimo if ultimo and ultimo > turno.vence_el else None)
        peldano = recordatorio_de_turno(turno.vence_el, reglas, ventana(calendarios[turno.institucion_id], desde=desde, hoy=dia), enviado=enviado)
        if peldano and turnado < dia and turno.pk in hechos:
            hallados.append(PorRecordar(turno, peldano, hechos[turno.pk]))
    return hallados


def _por_opinar(dia: date, reglas: Collection[ReglaPura]) -> list[Turno]:
    lejos = max((r.dias for r in reglas), default=0)
    filas = Turno.objects.filter(estado=EstadoTurno.PENDIENTE, entrega__estado=EstadoEntrega.EN_REVISION, vence_el__lte=dia + timedelta(days=lejos) + HOLGURA)
    return list(filas.select_related("institucion", "entrega__obligacion").order_by("vence_el", "pk")) if reglas else []


def _ultimos(hechos: Iterable[Hecho]) -> dict[UUID, date]:
    """Por turno, el día del último recordatorio que salió o va a salir."""
    avisos = Aviso.objects.filter(regla=Regla.TURNO_PENDIENTE, hecho__in=hechos).exclude(estado=EstadoAviso.SUPRIMIDO)
    return dict(avisos.values_list("hecho__sujeto_id").annotate(ultimo=Max("para_el")))
