"""Los oficios que constan de una disposición a un corte: los que presentó cada quien, con el folio de su acuse, y los que se le dirigieron."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from conferencia import reloj
from conferencia.models import Entrega, Obligacion, Oficio, OficioDeSalida, Sentido, Solicitud


@dataclass(frozen=True)
class OficioDicho:
    """``folio``: el de su acuse o, si salió de la Secretaría Técnica, el suyo. ``obligaciones``: las claves de las que trata."""

    numero: str
    folio: str
    de_entrada: bool
    institucion: str
    en: datetime
    obligaciones: tuple[str, ...]


def oficios_de(claves_de_obligacion: Collection[str], dia: date, sabido_al: datetime) -> list[OficioDicho]:
    """Los recibidos o emitidos a más tardar ese día y ya asentados entonces, del más viejo al más nuevo.

    Todos, sin importar qué fue de ellos después: así el mismo par los da siempre.
    """
    fin = datetime.combine(dia + timedelta(days=1), time(), reloj.MEXICO)
    claves = dict(Obligacion.objects.filter(clave__in=claves_de_obligacion).values_list("pk", "clave"))
    dichos = [*_recibidos(claves, fin, sabido_al), *_emitidos(claves, fin, sabido_al)]
    return sorted(dichos, key=lambda o: (o.en, o.numero))


def _recibidos(claves: dict[UUID, str], fin: datetime, sabido_al: datetime) -> list[OficioDicho]:
    pares = Entrega.objects.filter(obligacion__in=claves, oficio__isnull=False).values_list("oficio", "obligacion")
    pares = pares.union(Solicitud.objects.filter(obligacion__in=claves, oficio__isnull=False).values_list("oficio", "obligacion"))
    de_cada: dict[UUID, list[str]] = {}
    for oficio, obligacion in pares:
        de_cada.setdefault(oficio, []).append(claves[obligacion])
    oficios = Oficio.objects.filter(pk__in=de_cada, sentido=Sentido.ENTRADA, recibido_en__lt=fin, registrado_en__lte=sabido_al)
    return [_recibido(o, tuple(sorted(de_cada[o.pk]))) for o in oficios.select_related("remitente__entidad", "acuse")]


def _recibido(o: Oficio, claves: tuple[str, ...]) -> OficioDicho:
    folio = o.acuse.folio if hasattr(o, "acuse") else ""
    return OficioDicho(numero=o.numero, folio=folio, de_entrada=True, institucion=str(o.remitente), en=o.recibido_en, obligaciones=claves)


def _emitidos(claves: dict[UUID, str], fin: datetime, sabido_al: datetime) -> list[OficioDicho]:
    salidas = OficioDeSalida.objects.filter(obligaciones__in=claves, emitido_en__lt=fin, emitido_en__lte=sabido_al).distinct()
    return [
        OficioDicho(
            numero=s.numero,
            folio=s.folio,
            de_entrada=False,
            institucion=str(s.institucion),
            en=s.emitido_en,
            obligaciones=tuple(sorted(claves[o.pk] for o in s.obligaciones.all() if o.pk in claves)),
        )
        for s in salidas.select_related("institucion__entidad").prefetch_related("obligaciones")
    ]
