"""Lo que llegó como entrega y no lo era: un error de captura, o la alegación de que a la institución no le toca.

Ni cuenta como respuesta ni deja atendidas las observaciones: la obligación vuelve a como estaba antes de recibirla.
"""

from django.db import IntegrityError, transaction

from conferencia.domain.dictamen import CONVERTIDA, DEVUELTA
from conferencia.domain.estados import Accion
from conferencia.models import ClaseSolicitud, Entrega, EstadoEntrega, Observacion, Oficio, Solicitud
from conferencia.permissions import Facultades
from conferencia.services.entregas import EntregaRechazada, dictaminar, para_dictamen
from conferencia.services.hechos import asentar
from conferencia.services.propuestas import desechar_con
from conferencia.services.solicitudes import asiento_de


@transaction.atomic
def devolver_por_captura(*, por: Facultades, entrega: Entrega, version: int, motivo: str) -> Entrega:
    """Se capturó mal: otra obligación, otro archivo, dos veces lo mismo. La institución puede presentarla de nuevo."""
    para_dictamen(por, entrega, version)
    if not (motivo := motivo.strip()):
        raise EntregaRechazada("Explica qué se capturó mal.", "motivo")
    return _devolver(por, entrega, EstadoEntrega.DEVUELTA, DEVUELTA, motivo, {})


@transaction.atomic
def convertir_en_no_competencia(*, por: Facultades, entrega: Entrega, version: int, motivo: str) -> Solicitud:
    """El oficio alega que a la institución no le toca: sigue como solicitud por resolver, con su mismo oficio y la fecha en que llegó.

    Falla con ``EntregaRechazada`` si no trae oficio o la institución ya lo alegó aquí y falta resolverlo.
    """
    obligacion = para_dictamen(por, entrega, version)
    if entrega.oficio is None:
        raise EntregaRechazada("Sin oficio no hay alegación: esta entrega es de cifras.")
    if not (motivo := motivo.strip()):
        raise EntregaRechazada("Escribe qué alega la institución.", "motivo")
    solicitud = _solicitud(entrega, entrega.oficio, motivo)
    datos = {"oficio": entrega.oficio.numero, "institucion": entrega.institucion.clave, "entrega": entrega.numero}
    asentar([asiento_de("no_competencia.pedida", solicitud, de=obligacion.estado, motivo=motivo, datos=datos, cambios={})], actor=por.usuario)
    extra = {"solicitud": str(solicitud.pk), "alegaba": obligacion.alega_no_competencia}
    _devolver(por, entrega, EstadoEntrega.ALEGACION, CONVERTIDA, motivo, extra, alega_no_competencia=True)
    return solicitud


def _solicitud(entrega: Entrega, oficio: Oficio, motivo: str) -> Solicitud:
    try:
        with transaction.atomic():
            return Solicitud.objects.create(
                obligacion=entrega.obligacion,
                clase=ClaseSolicitud.NO_COMPETENCIA,
                institucion=entrega.institucion,
                oficio=oficio,
                motivo=motivo,
                presentada_en=entrega.presentada_en,
                presentada_por_id=entrega.presentada_por_id,
            )
    except IntegrityError:
        raise EntregaRechazada(f"{entrega.institucion} ya alegó no ser competente aquí y falta resolverlo.") from None


def _devolver(por: Facultades, entrega: Entrega, estado: EstadoEntrega, clase: str, motivo: str, datos: dict, **cambios: object) -> Entrega:
    """Las observaciones que dejó atendidas vuelven a estar abiertas, con el plazo que tenían."""
    reabiertas = list(Observacion.objects.filter(atendida_con=entrega).values_list("pk", flat=True))
    Observacion.objects.filter(pk__in=reabiertas).update(atendida_con=None, atendida_en=None)
    desechar_con(por, entrega, motivo)
    accion = Accion.OBSERVAR if reabiertas else Accion.DEVOLVER
    datos |= {"reabre": [str(pk) for pk in reabiertas]}
    return dictaminar(por, entrega, estado, accion, clase=clase, motivo=motivo, datos=datos, cambios=dict(cambios))
