"""Recordar al área técnica la opinión que debe, antes y después de su plazo. Los momentos son reglas, como los de los demás avisos.

Un recordatorio cuelga del hecho con que se turnó. Por cada turno se sabe qué se le dijo la última vez: tras un día apagado se manda lo más
reciente, y ninguno dos veces.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max

from conferencia import reloj
from conferencia.models import EstadoEntrega, EstadoTurno, Hecho, Turno
from conferencia.queries.calendarios import calendarios_de
from enlaces.domain.asuntos import componer
from enlaces.domain.avisos import Enviado, Peldano, recordatorio_de_turno, ventana
from enlaces.domain.avisos import Regla as ReglaPura
from enlaces.domain.reglas import marca
from enlaces.models import Aviso, ClaseDeCompromiso, EstadoAviso, PreferenciaDeAvisos, Regla, ReglaDeAviso
from enlaces.models.preferencia import HORA_POR_OMISION
from enlaces.queries.debidos import HOLGURA
from enlaces.queries.destinatarios import por_que
from enlaces.services import cartas
from enlaces.services.avisos_de_turno import personas_del_area, turno_de
from enlaces.services.papel import Carta, YaNoToca, absoluta, acto_de, dia_sin_anio, donde, pintar
from enlaces.services.registro import insertar, nuevo


def planear_turnos(dia: date) -> list[Aviso]:
    """Deja en cola lo que ese día toca recordar a cada área. Repetirlo no agrega nada."""
    vigentes = ReglaDeAviso.objects.vigentes(dia).filter(clase=ClaseDeCompromiso.TURNO, activa=True)
    reglas = [r.como_regla() for r in vigentes]
    turnos = _por_opinar(dia, reglas)
    if not turnos:
        return []
    hechos = {h.sujeto_id: h for h in Hecho.objects.filter(clase="turno.enviado", sujeto_id__in=[t.pk for t in turnos])}
    dichos, calendarios = _ultimos(hechos.values()), calendarios_de({t.institucion for t in turnos})
    avisos = []
    for turno in turnos:
        ultimo = dichos.get(turno.pk)
        desde = ultimo or turno.turnado_en.astimezone(reloj.MEXICO).date()
        enviado = Enviado(ultimo=ultimo if ultimo and ultimo > turno.vence_el else None)
        peldano = recordatorio_de_turno(turno.vence_el, reglas, ventana(calendarios[turno.institucion_id], desde=desde, hoy=dia), enviado=enviado)
        if peldano and turno.pk in hechos:
            avisos += _avisos(turno, peldano, hechos[turno.pk], dia)
    return insertar(avisos)


def _por_opinar(dia: date, reglas: Sequence[ReglaPura]) -> list[Turno]:
    lejos = max((r.dias for r in reglas), default=0)
    filas = Turno.objects.filter(estado=EstadoTurno.PENDIENTE, entrega__estado=EstadoEntrega.EN_REVISION, vence_el__lte=dia + timedelta(days=lejos) + HOLGURA)
    return list(filas.select_related("institucion").order_by("vence_el", "pk")) if reglas else []


def _ultimos(hechos) -> dict[UUID, date]:
    """Por turno, el día del último recordatorio que salió o va a salir."""
    avisos = Aviso.objects.filter(regla=Regla.TURNO_PENDIENTE, hecho__in=hechos).exclude(estado=EstadoAviso.SUPRIMIDO)
    return dict(avisos.values_list("hecho__sujeto_id").annotate(ultimo=Max("para_el")))


def _avisos(turno: Turno, peldano: Peldano, hecho: Hecho, dia: date) -> list[Aviso]:
    """Uno por persona del área, a la hora que prefiere. El mismo peldaño de un mismo plazo no se repite."""
    personas = personas_del_area(turno)
    horas: dict = defaultdict(lambda: HORA_POR_OMISION)
    horas |= dict(PreferenciaDeAvisos.objects.filter(usuario__in=[p.usuario for p in personas]).values_list("usuario", "hora"))
    return [
        nuevo(
            Regla.TURNO_PENDIENTE,
            f"{Regla.TURNO_PENDIENTE.value}:{turno.pk}:{turno.vence_el}:{peldano.clave}:{marca(p.correo)}",
            p,
            para_el=dia,
            hecho=hecho,
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
