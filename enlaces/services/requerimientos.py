"""Cerrar la tarea de requerir: con el oficio que salió, o con la razón de que no hiciera falta."""

from uuid import UUID

from django.db import transaction

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.models import Hecho, Oficio, OficioDeSalida
from conferencia.permissions import Facultades, exigir, puede_dictaminar
from conferencia.services.hechos import Asiento, asentar
from enlaces.models import TareaDeRequerimiento


class TareaImposible(NoProcede):
    """No se puede cerrar así; el mensaje dice por qué."""


@transaction.atomic
def cerrar_requerimiento(*, por: Facultades, tarea: TareaDeRequerimiento, nota: str = "", oficio: Oficio | None = None) -> None:
    """Sale de la lista. Si la obligación sigue vencida con otro plazo, la escalera abre otra."""
    exigir(puede_dictaminar(por))
    nota = nota.strip()
    if oficio is None and not nota:
        raise TareaImposible("Escribe por qué no hace falta requerir, o con qué oficio se requirió.", "nota")
    if not _cerrar(tarea, actor=por.usuario, nota=nota, oficio=oficio):
        raise TareaImposible("Alguien más ya la había cerrado.")


@transaction.atomic
def cerrar_lo_requerido() -> int:
    """Cierra las tareas de lo que ya se requirió con oficio, según los hechos. Da cuántas; repetirlo no cierra nada más."""
    abiertas = TareaDeRequerimiento.objects.filter(cerrada_en__isnull=True).select_related("institucion", "obligacion__compromiso__disposicion")
    tareas: dict[tuple[UUID | None, UUID], TareaDeRequerimiento] = {(t.obligacion_id, t.institucion_id): t for t in abiertas.order_by("vence_el")}
    hechos = Hecho.objects.filter(clase="requerimiento.emitido", obligacion_id__in={obligacion for obligacion, _ in tareas}) if tareas else []
    salidas = OficioDeSalida.objects.select_related("oficio").in_bulk({h.sujeto_id for h in hechos})
    cerradas = 0
    for hecho in hechos:
        salida = salidas[hecho.sujeto_id]
        tarea = tareas.get((hecho.obligacion_id, salida.institucion_id))
        if tarea and hecho.rige_el > tarea.vence_el:  # el de un plazo anterior no requiere este
            cerradas += _cerrar(tarea, actor=hecho.actor_id, nota="", oficio=salida.oficio)
    return cerradas


def _cerrar(tarea: TareaDeRequerimiento, *, actor: UUID | None, nota: str, oficio: Oficio | None) -> bool:
    """Falso si ya lo estaba."""
    abierta = TareaDeRequerimiento.objects.filter(pk=tarea.pk, cerrada_en__isnull=True)
    if abierta.update(cerrada_en=reloj.ahora(), cerrada_por=actor, nota=nota, oficio=oficio) != 1:
        return False
    o = tarea.obligacion
    datos = {"institucion": tarea.institucion.clave, "clave": o.clave, "oficio": oficio.numero if oficio else ""}
    reunion = o.compromiso.disposicion.reunion_id
    asentar([Asiento(clase="requerimiento.cerrado", objeto=tarea, obligacion_id=o.pk, reunion_id=reunion, motivo=nota, datos=datos)], actor=actor)
    return True
