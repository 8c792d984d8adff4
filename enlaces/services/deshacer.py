"""Deshacer una decisión de la bandeja mientras su aviso espera en la bandeja de salida: o se deshace, o sale; nunca las dos cosas."""

from django.conf import settings
from django.db import transaction

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.models import Entrega, Hecho
from conferencia.permissions import Facultades, exigir, puede_dictaminar
from conferencia.queries.dictamenes import dictamen_vigente
from conferencia.services.dictamenes import deshacer_dictamen
from enlaces.models import Aviso, EstadoAviso
from enlaces.services.inmediatos import planear_inmediatos

SALIERON = (EstadoAviso.ENVIANDO, EstadoAviso.ENVIADO)
DESHECHA = "La decisión se deshizo antes de avisarla."


class YaSeAviso(NoProcede):
    """El aviso ya salió, o se acabó el tiempo: la decisión no se deshace."""


@transaction.atomic
def deshacer(*, por: Facultades, entrega: Entrega, motivo: str = "") -> Entrega:
    """Suprime los avisos de la decisión y la deshace. Falla con ``AccesoNegado``, ``YaSeAviso`` o lo de ``deshacer_dictamen``.

    Antes los planea, si nadie lo había hecho: así hay filas que bloquear, y ni quien planea ni quien envía llega después.
    """
    exigir(puede_dictaminar(por))
    hecho = dictamen_vigente(entrega)
    if hecho is None:
        raise YaSeAviso("Esta entrega no tiene dictamen que deshacer.")
    planear_inmediatos()
    avisos = list(Aviso.objects.select_for_update().filter(hecho=hecho).order_by("pk"))
    _exigir_que_espere(hecho, avisos)
    Aviso.objects.filter(pk__in=[a.pk for a in avisos]).update(estado=EstadoAviso.SUPRIMIDO, motivo=DESHECHA, arrendado_hasta=None)
    return deshacer_dictamen(por=por, entrega=entrega, motivo=motivo)


def _exigir_que_espere(hecho: Hecho, avisos: list[Aviso]) -> None:
    if salio := next((a for a in avisos if a.estado in SALIERON), None):
        raise YaSeAviso(f"Ya se le avisó a {salio.correo}: la decisión no se deshace. Si fue un error, reabre la obligación con su fundamento.")
    if not any(a.estado == EstadoAviso.PLANEADO for a in avisos) and reloj.ahora() >= hecho.asentado_en + settings.DESHACER_DURANTE:
        raise YaSeAviso("Se acabó el tiempo para deshacer esta decisión. Si fue un error, reabre la obligación con su fundamento.")
