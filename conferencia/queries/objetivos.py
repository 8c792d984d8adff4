"""Las fechas objetivo a un corte, aparte de todo denominador: las puso la Secretaría Técnica y no son del acta."""

import json
from collections import Counter
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from conferencia.domain.plazos import SituacionDeObjetivo, situacion_de_objetivo
from conferencia.domain.situacion import GRUPO_DE, Grupo
from conferencia.models import Hecho, Obligacion
from conferencia.queries.corte import Corte, al_corte, como_estaban
from conferencia.queries.plazos import ConteoDeObjetivos, con_objetivo

FIJADO = "obligacion.objetivo_fijado"
EXENTAS = [s.value for s, g in GRUPO_DE.items() if g == Grupo.EXENTA]


def objetivos_al(obligaciones: QuerySet[Obligacion], corte: Corte) -> ConteoDeObjetivos:
    """Cómo iban. Hoy se cuentan en la base; a otro corte, con la fecha que entonces estaba fijada, de los hechos."""
    if corte.presente:
        return con_objetivo(obligaciones, corte.dia)  # type: ignore[arg-type]
    fechas = _fijadas(obligaciones, corte)
    vivas = al_corte(obligaciones.filter(pk__in=fechas), corte).filter(vence_al__isnull=True).exclude(situacion__in=EXENTAS)
    suyas = Counter(situacion_de_objetivo(fechas[o.pk], corte.dia, o.primera_entrega_el) for o in como_estaban(vivas, corte))
    return ConteoDeObjetivos(
        total=suyas.total(),
        en_plazo=suyas[SituacionDeObjetivo.EN_PLAZO],
        por_vencer=suyas[SituacionDeObjetivo.POR_VENCER],
        rebasadas=suyas[SituacionDeObjetivo.REBASADA],
        atendidas=suyas[SituacionDeObjetivo.ATENDIDA],
    )


def _fijadas(obligaciones: QuerySet[Obligacion], corte: Corte) -> dict[UUID, date]:
    """La última fecha objetivo de cada una que ya regía y ya se sabía."""
    con_alguna = list(obligaciones.filter(objetivo_el__isnull=False).values_list("pk", flat=True))
    hechos = Hecho.objects.filter(obligacion_id__in=con_alguna, clase=FIJADO, rige_el__lte=corte.dia, asentado_en__lte=corte.sabido_al)
    return {pk: date.fromisoformat(json.loads(datos)["despues"]) for pk, datos in hechos.order_by("numero").values_list("obligacion_id", "datos")}
