"""Deshacer un dictamen: otro hecho lo deja sin valor, y obligación, entrega y observaciones vuelven a como estaban."""

import json
from dataclasses import asdict

from django.db import transaction

from conferencia.domain.dictamen import DESHECHA
from conferencia.domain.situacion import Rasgos
from conferencia.domain.trayectoria import RASGOS_GUARDADOS, SIEMPRE, Vida
from conferencia.models import Entrega, EstadoEntrega, EstadoSolicitud, Hecho, Obligacion, Observacion, Solicitud
from conferencia.permissions import Facultades, exigir, puede_dictaminar
from conferencia.queries.dictamenes import dictamen_vigente
from conferencia.queries.vidas import vidas
from conferencia.services.entregas import SIN_CONTAR, EntregaRechazada
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.movimiento import OtroSeAdelanto, fijar
from conferencia.services.propuestas import revertir_con

YA_PASO_OTRA_COSA = "Después de esa decisión pasó otra cosa en la obligación: ya no se deshace. Reábrela o decide sobre lo nuevo."


@transaction.atomic
def deshacer_dictamen(*, por: Facultades, entrega: Entrega, motivo: str = "") -> Entrega:
    """La entrega vuelve a revisión y la obligación a lo que era. El texto de las observaciones que se retiran queda en el hecho que se anula.

    Quien llama responde de que a nadie se le haya avisado (``enlaces.services.deshacer``). Falla con ``AccesoNegado``,
    ``EntregaRechazada`` si no hay qué deshacer o ya pasó otra cosa, u ``OtroSeAdelanto``.
    """
    exigir(puede_dictaminar(por))
    obligacion = Obligacion.objects.select_for_update(of=("self",)).select_related("compromiso__disposicion").get(pk=entrega.obligacion_id)
    entrega.refresh_from_db(fields=["estado", "dictaminada_en"])
    hecho = dictamen_vigente(entrega)
    if hecho is None:
        raise EntregaRechazada("Esta entrega no tiene dictamen que deshacer.")
    if Hecho.objects.filter(obligacion_id=obligacion.pk, numero__gt=hecho.numero).exists():
        raise EntregaRechazada(YA_PASO_OTRA_COSA)
    de = obligacion.estado
    datos = json.loads(hecho.datos)
    _a_revision(entrega)
    _reatender(entrega, datos)
    revertir_con(por, entrega)
    fijar(obligacion, **_como_estaba(obligacion, hecho), **_sin_alegar(datos))
    asiento = Asiento(
        clase=DESHECHA,
        objeto=entrega,
        obligacion_id=obligacion.pk,
        reunion_id=obligacion.compromiso.disposicion.reunion_id,
        de=de,
        a=obligacion.estado,
        motivo=motivo.strip(),
        datos={"entrega": entrega.numero},
        anula=hecho.numero,
    )
    asentar([asiento], actor=por.usuario)
    entrega.obligacion = obligacion
    return entrega


def _a_revision(entrega: Entrega) -> None:
    """Con guarda: de dos que la deshacen a la vez, uno gana."""
    columnas = {"estado": EstadoEntrega.EN_REVISION, "dictaminada_en": None, "dictaminada_por": None}
    if Entrega.objects.filter(pk=entrega.pk, dictaminada_en=entrega.dictaminada_en).update(**columnas) != 1:
        raise OtroSeAdelanto
    entrega.observaciones.all().delete()
    entrega.estado, entrega.dictaminada_en, entrega.dictaminada_por = EstadoEntrega.EN_REVISION, None, None


def _reatender(entrega: Entrega, datos: dict) -> None:
    """Lo que la devolución había reabierto vuelve a quedar atendido con esta entrega."""
    Observacion.objects.filter(pk__in=datos.get("reabre", [])).update(atendida_con=entrega, atendida_en=entrega.presentada_en)
    Observacion.objects.filter(resuelta_con=entrega).update(resolucion="", resuelta_con=None)


def _sin_alegar(datos: dict) -> dict[str, object]:
    """La solicitud en que se había convertido desaparece: si ya se hubiera resuelto, un hecho posterior lo habría impedido."""
    if "solicitud" not in datos:
        return {}
    Solicitud.objects.filter(pk=datos["solicitud"], estado=EstadoSolicitud.PENDIENTE).delete()
    return {"alega_no_competencia": datos["alegaba"]}


def _como_estaba(obligacion: Obligacion, hecho: Hecho) -> dict[str, object]:
    """Los rasgos que valían sin ese hecho, plegando los demás."""
    previa = Vida(tuple(c for c in vidas([obligacion.pk])[obligacion.pk].cambios if c.numero != hecho.numero))
    rasgos = previa.rasgos_al(SIEMPRE) or Rasgos()
    antes = {campo: valor for campo, valor in asdict(rasgos).items() if campo in RASGOS_GUARDADOS}
    cuentan = obligacion.entregas.exclude(estado__in=SIN_CONTAR).count()
    return antes | {"estado": rasgos.estado.value, "cumplida_el": None, "entregas_recibidas": cuentan}
