"""La fecha objetivo: la pone la Secretaría Técnica, con oficio, a lo que el acta dejó sin fecha. «No es del acta» y se mide aparte."""

from datetime import date

from django.db import transaction

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.domain.estados import Accion
from conferencia.models import Obligacion, Oficio, Sentido
from conferencia.permissions import Facultades, exigir, puede_disponer_plazos
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.movimiento import OtroSeAdelanto, mover


class ObjetivoImposible(NoProcede):
    """No se puede fijar así; el mensaje dice por qué. ``campo``: el del formulario."""


@transaction.atomic
def fijar_objetivo(*, por: Facultades, obligacion: Obligacion, fecha: date, oficio: Oficio, motivo: str, version: int) -> Obligacion:
    """Fija o cambia la fecha objetivo. No toca la situación ni ningún denominador.

    Falla con ``ObjetivoImposible``, ``TransicionIlegal`` u ``OtroSeAdelanto`` sin dejar rastro.
    """
    exigir(puede_disponer_plazos(por))
    actual = Obligacion.objects.select_for_update(of=("self",)).select_related("compromiso__disposicion").get(pk=obligacion.pk)
    if actual.version != version:
        raise OtroSeAdelanto
    if actual.vence_el is not None:
        raise ObjetivoImposible("Esta obligación ya tiene fecha de vencimiento: una fecha objetivo es para lo que el acta dejó sin fecha.")
    if oficio.sentido != Sentido.SALIDA:
        raise ObjetivoImposible("La fecha objetivo se comunica con un oficio de salida.", "oficio_numero")
    if not motivo.strip():
        raise ObjetivoImposible("Escribe por qué se fija esa fecha.", "motivo")
    if fecha <= reloj.hoy():
        raise ObjetivoImposible("La fecha objetivo debe ser posterior a hoy.", "fecha")
    antes = actual.objetivo_el
    mover(actual, Accion.FIJAR_OBJETIVO, objetivo_el=fecha, objetivo_oficio=oficio)
    datos = {"clave": actual.clave, "antes": antes.isoformat() if antes else None, "despues": fecha.isoformat(), "oficio": oficio.numero}
    hecho = Asiento(
        clase="obligacion.objetivo_fijado",
        objeto=actual,
        obligacion_id=actual.pk,
        reunion_id=actual.compromiso.disposicion.reunion_id,
        motivo=motivo.strip(),
        datos=datos,
    )
    asentar([hecho], actor=por.usuario)
    return actual
