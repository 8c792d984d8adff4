"""Recordar al área técnica la opinión que debe, antes y después de su plazo. Los momentos son reglas, como los de los demás avisos.

Un recordatorio cuelga del hecho con que se turnó. Por cada turno se sabe qué se le dijo la última vez: tras un día apagado se manda lo más
reciente, y ninguno dos veces.
"""

from collections import defaultdict
from datetime import date, datetime

from conferencia import reloj
from conferencia.models import EstadoEntrega, EstadoTurno
from enlaces.domain.asuntos import componer
from enlaces.domain.reglas import marca
from enlaces.models import Aviso, PreferenciaDeAvisos, Regla
from enlaces.models.preferencia import HORA_POR_OMISION
from enlaces.queries.destinatarios import por_que
from enlaces.queries.recordatorios_de_turno import PorRecordar, por_recordar
from enlaces.services import cartas
from enlaces.services.avisos_de_turno import personas_del_area, turno_de
from enlaces.services.papel import Carta, YaNoToca, absoluta, acto_de, dia_sin_anio, donde, pintar
from enlaces.services.registro import insertar, nuevo


def planear_turnos(dia: date) -> list[Aviso]:
    """Deja en cola lo que ese día toca recordar a cada área. Repetirlo no agrega nada."""
    return insertar([aviso for debido in por_recordar(dia) for aviso in _avisos(debido, dia)])


def _avisos(debido: PorRecordar, dia: date) -> list[Aviso]:
    """Uno por persona del área, a la hora que prefiere. El mismo peldaño de un mismo plazo no se repite."""
    turno, personas = debido.turno, personas_del_area(debido.turno)
    horas: dict = defaultdict(lambda: HORA_POR_OMISION)
    horas |= dict(PreferenciaDeAvisos.objects.filter(usuario__in=[p.usuario for p in personas]).values_list("usuario", "hora"))
    return [
        nuevo(
            Regla.TURNO_PENDIENTE,
            f"{Regla.TURNO_PENDIENTE.value}:{turno.pk}:{turno.vence_el}:{debido.peldano.clave}:{marca(p.correo)}",
            p,
            para_el=dia,
            hecho=debido.hecho,
            sale_desde=datetime.combine(dia, horas[p.usuario], reloj.MEXICO),
        )
        for p in personas
    ]


def _carta(aviso: Aviso) -> Carta:
    assert aviso.hecho is not None, "se recuerda lo que se turnó"
    turno = turno_de(aviso.hecho)
    a = next((p for p in personas_del_area(turno) if p.correo == aviso.correo), None)
    if turno.estado != EstadoTurno.PENDIENTE or turno.entrega.estado != EstadoEntrega.EN_REVISION or a is None:
        raise YaNoToca("El turno ya no espera opinión de esta persona.")
    obligacion, vencido = turno.entrega.obligacion, reloj.hoy() > turno.vence_el
    contexto = {
        "turno": turno,
        "obligacion": obligacion,
        "acto": acto_de(obligacion),
        "vencido": vencido,
        "por_que": por_que([a]),
        "url": absoluta("turno", turno.pk),
        "boton": "Ver y opinar",
    }
    asunto = componer(f"Tu opinión {'venció' if vencido else 'vence'} el {dia_sin_anio(turno.vence_el)}", acto_de(obligacion), donde(turno.entrega.institucion))
    texto, html = pintar("turno_pendiente", contexto | {"asunto": asunto})
    return Carta(asunto, texto, html)


def inscribir() -> None:
    """Se llama una vez, al arrancar."""
    cartas.inscribir(Regla.TURNO_PENDIENTE, _carta)
