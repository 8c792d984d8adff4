"""Lo decidido que todavía se puede deshacer, y cuánto queda."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from conferencia import reloj
from conferencia.domain.dictamen import DICTAMENES
from conferencia.models import Entrega, Hecho
from conferencia.queries.dictamenes import dictamenes_vigentes
from enlaces.models import Aviso, EstadoAviso


@dataclass(frozen=True)
class PorDeshacer:
    """``minutos``: los que faltan para que salga el aviso, por exceso: «quedan 4 min» nunca miente de menos."""

    entrega: Entrega
    hecho: Hecho
    minutos: int


def por_deshacer(entregas: QuerySet[Entrega]) -> list[PorDeshacer]:
    """De esas, las decididas hace poco cuyo aviso no ha salido, de la más reciente a la más vieja. Dos consultas."""
    ahora = reloj.ahora()
    decision = {"hecho__sujeto_id": OuterRef("pk"), "hecho__clase__in": DICTAMENES, "hecho__asentado_en__gte": OuterRef("dictaminada_en")}
    salio = Aviso.objects.filter(**decision, estado__in=[EstadoAviso.ENVIANDO, EstadoAviso.ENVIADO])
    recientes = entregas.filter(~Exists(salio), dictaminada_en__gt=ahora - settings.DESHACER_DURANTE)
    filas = list(recientes.select_related("obligacion", "institucion").order_by("-dictaminada_en", "pk"))
    hechos = dictamenes_vigentes([e.pk for e in filas]) if filas else {}
    return [PorDeshacer(e, hechos[e.pk], _minutos(hechos[e.pk], ahora)) for e in filas if e.pk in hechos]


def _minutos(hecho: Hecho, ahora: datetime) -> int:
    return max(1, ceil((hecho.asentado_en + settings.DESHACER_DURANTE - ahora).total_seconds() / 60))
