"""Lo que a la Secretaría Técnica le toca atender del seguimiento: lo ya firmado y sin constancia, y quién detiene a quién."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Max, OuterRef, QuerySet

from conferencia.domain.estados import ABIERTOS, CERRADOS
from conferencia.models import EtapaDeParte, Hecho, Obligacion, Parte
from conferencia.queries.corte import Corte


def firmadas_sin_constancia(obligaciones: QuerySet[Obligacion]) -> QuerySet[Obligacion]:
    """Conjuntas abiertas en las que ya firmaron todas las partes; ``ultima_firma`` anotada."""
    falta = Parte.objects.filter(obligacion=OuterRef("pk")).exclude(etapa=EtapaDeParte.FIRMADO)
    abiertas = obligaciones.filter(estado__in=ABIERTOS).exclude(modo="individual").exclude(Exists(falta))
    return abiertas.filter(partes__isnull=False).annotate(ultima_firma=Max("partes__firmado_el")).order_by("ultima_firma", "clave")


def definidos(que: QuerySet, corte: Corte | None) -> QuerySet:
    """De los indicadores o requisitos, los que se pedían: hoy, los vigentes; a un corte, los que sus hechos dicen definidos y sin retirar."""
    if corte is None:
        return que.filter(vigente=True)
    modelo = que.model._meta.model_name
    hechos = Hecho.objects.filter(sujeto=modelo, sujeto_id__in=que.order_by().values("pk"), rige_el__lte=corte.dia, asentado_en__lte=corte.sabido_al)
    ultimos = dict(hechos.order_by("numero").values_list("sujeto_id", "clase"))
    return que.filter(pk__in=[pk for pk, clase in ultimos.items() if clase != f"{modelo}.retirado"])


@dataclass(frozen=True)
class Detiene:
    """Una obligación sin cumplir que otras esperan. ``atraso``: días desde que venció lo suyo; cero, aún está en plazo o no lo tiene."""

    insumo: Obligacion
    esperan: int
    dias: int
    atraso: int


def quienes_detienen(obligaciones: QuerySet[Obligacion], hoy: date) -> list[Detiene]:
    """Los insumos pendientes, primero los más atrasados y los que a más detienen. ``obligaciones``: las visibles."""
    en_espera = obligaciones.nacidas(hoy).filter(estado__in=ABIERTOS)
    pendientes = (
        Obligacion.objects.filter(esperan_esta__in=en_espera)
        .exclude(estado__in=CERRADOS)
        .annotate(esperan=Count("esperan_esta", distinct=True))
        .con_situacion(hoy)
        .con_lo_de_lista()
    )
    filas = [Detiene(i, i.esperan, (hoy - i.nace_el).days, atraso_de(i, hoy)) for i in pendientes]
    return sorted(filas, key=lambda d: (-d.atraso, -d.esperan, d.insumo.clave))


def atraso_de(insumo: Obligacion, hoy: date) -> int:
    """Días que lleva vencido un insumo, que son los atribuibles a quien lo debe."""
    return max(0, (hoy - insumo.vence_el).days) if insumo.vence_el else 0
