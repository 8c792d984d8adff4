"""Lo que a la Secretaría Técnica le toca atender del seguimiento: lo ya firmado y sin constancia, y quién detiene a quién."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Max, OuterRef, QuerySet

from conferencia.domain.estados import ABIERTOS, CERRADOS
from conferencia.models import EtapaDeParte, Obligacion, Parte


def firmadas_sin_constancia(obligaciones: QuerySet[Obligacion]) -> QuerySet[Obligacion]:
    """Conjuntas abiertas en las que ya firmaron todas las partes; ``ultima_firma`` anotada."""
    falta = Parte.objects.filter(obligacion=OuterRef("pk")).exclude(etapa=EtapaDeParte.FIRMADO)
    abiertas = obligaciones.filter(estado__in=ABIERTOS).exclude(modo="individual").exclude(Exists(falta))
    return abiertas.filter(partes__isnull=False).annotate(ultima_firma=Max("partes__firmado_el")).con_lo_de_lista().order_by("ultima_firma", "clave")


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
