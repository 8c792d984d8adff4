"""Contestar una por una las observaciones que la entrega recién presentada atiende."""

from collections.abc import Mapping
from uuid import UUID

from conferencia.models import Entrega, Observacion
from conferencia.services.hechos import Asiento, asentar


def contestar(entrega: Entrega, respuestas: Mapping[UUID, str]) -> list[Observacion]:
    """Guarda la respuesta a cada observación que ``entrega`` atiende y la deja en la historia; las vacías y las ajenas no cuentan.

    Va en la transacción de quien presenta, después de presentar.
    """
    contestadas = []
    for observacion in Observacion.objects.filter(atendida_con=entrega).order_by("entrega__numero", "numero"):
        if texto := respuestas.get(observacion.pk, "").strip():
            observacion.respuesta = texto
            observacion.save(update_fields=["respuesta"])
            contestadas.append(observacion)
    if contestadas:
        asentar([_asiento(entrega, contestadas)], actor=entrega.presentada_por_id)
    return contestadas


def _asiento(entrega: Entrega, contestadas: list[Observacion]) -> Asiento:
    obligacion = entrega.obligacion
    return Asiento(
        clase="entrega.contestada",
        objeto=entrega,
        obligacion_id=obligacion.pk,
        reunion_id=obligacion.compromiso.disposicion.reunion_id,
        motivo="\n".join(f"{o.numero}. {o.respuesta}" for o in contestadas),
        datos={"entrega": entrega.numero, "institucion": entrega.institucion.clave, "observaciones": [o.numero for o in contestadas]},
    )
