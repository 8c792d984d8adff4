"""Cerrar la tarea de requerir: con el oficio que salió, o con la razón de que no hiciera falta."""

from django.db import transaction

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.models import Oficio
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
    abiertas = TareaDeRequerimiento.objects.filter(pk=tarea.pk, cerrada_en__isnull=True)
    if abiertas.update(cerrada_en=reloj.ahora(), cerrada_por=por.usuario, nota=nota, oficio=oficio) != 1:
        raise TareaImposible("Alguien más ya la había cerrado.")
    o = tarea.obligacion
    datos = {"institucion": tarea.institucion.clave, "clave": o.clave, "oficio": oficio.numero if oficio else ""}
    reunion = o.compromiso.disposicion.reunion_id
    asentar([Asiento(clase="requerimiento.cerrado", objeto=tarea, obligacion_id=o.pk, reunion_id=reunion, motivo=nota, datos=datos)], actor=por.usuario)
