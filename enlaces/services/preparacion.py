"""Redactar por lotes, antes de la hora de salida o al enviar, y quitar de lo ya redactado lo que dejó de ser cierto."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from conferencia import reloj
from enlaces.models import Aviso, EstadoAviso, RenglonDeAviso
from enlaces.queries.debidos import DE_PLAZOS, caducos
from enlaces.services.cartas import redactar_lote
from enlaces.services.papel import Carta, YaNoToca

LOTE = 200


@dataclass
class Preparados:
    """``avisos``: listos para salir. Los demás, con su razón."""

    avisos: list[Aviso] = field(default_factory=list)
    suprimidos: list[tuple[Aviso, YaNoToca]] = field(default_factory=list)
    imposibles: list[tuple[Aviso, Exception]] = field(default_factory=list)


def sin_lo_caduco(avisos: Sequence[Aviso]) -> set[date]:
    """Lo que un resumen lleva y ya no es cierto se le quita, y vuelve a redactarse. A quien no le queda nada se le conserva, sin vigencia.

    Da los días de los que algo quitado aún se debe: le toca saberlo a quien ahora tiene el encargo.
    """
    suyos = {a.pk: a for a in avisos if a.regla in DE_PLAZOS}
    dichos = caducos(list(suyos), reloj.hoy())
    if not dichos:
        return set()
    fuera = [(aviso, obligacion) for aviso, obligacion, _ in dichos]
    RenglonDeAviso.objects.filter(pk__in=fuera).update(vigente=False)
    con_algo = set(RenglonDeAviso.objects.filter(aviso__in=suyos, vigente=True).values_list("aviso", flat=True))
    RenglonDeAviso.objects.filter(pk__in=[par for par in fuera if par[0] in con_algo]).delete()
    for aviso, _ in fuera:
        suyos[aviso].cuerpo_texto = ""
    return {suyos[aviso].para_el for aviso, _, sigue in dichos if sigue}


def preparar(avisos: Sequence[Aviso]) -> Preparados:
    """Redacta y guarda los que aún no lo están. Los inmediatos se redactan siempre: dicen lo que en ese momento es cierto."""
    por_redactar = [a for a in avisos if not a.cuerpo_texto or a.regla not in DE_PLAZOS]
    cartas = redactar_lote(por_redactar) if por_redactar else {}
    listos, escritos, renglones = Preparados(), [], []
    for aviso in avisos:
        carta = cartas.get(aviso.pk)
        if isinstance(carta, YaNoToca):
            listos.suprimidos.append((aviso, carta))
        elif isinstance(carta, Exception):
            listos.imposibles.append((aviso, carta))
        else:
            listos.avisos.append(aviso)
        if isinstance(carta, Carta):
            aviso.asunto, aviso.cuerpo_texto, aviso.cuerpo_html = carta.asunto, carta.texto, carta.html
            escritos.append(aviso)
            renglones += carta.renglones if aviso.regla not in DE_PLAZOS else []
    Aviso.objects.bulk_update(escritos, ["asunto", "cuerpo_texto", "cuerpo_html"], batch_size=LOTE)
    RenglonDeAviso.objects.bulk_create(renglones, ignore_conflicts=True, batch_size=1000)
    return listos


def preparar_los_de_hoy() -> int:
    """Redacta lo planeado antes de su hora, para que a la hora solo haya que entregarlo. Da cuántos."""
    hechos = 0
    while True:
        with transaction.atomic():
            filas = Aviso.objects.filter(estado=EstadoAviso.PLANEADO, regla__in=DE_PLAZOS, cuerpo_texto="", para_el=reloj.hoy())
            lote = list(filas.select_for_update(skip_locked=True, of=("self",)).order_by("planeado_en", "pk")[:LOTE])
            if not lote:
                return hechos
            preparar(lote)
            hechos += len(lote)
