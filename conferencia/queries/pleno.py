"""La situación de cada disposición de un acto a un corte, y lo que el órgano declaró concluido hasta entonces."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from conferencia.domain.pleno import DeDisposicion, SituacionDelPleno, contar_acuerdos, situacion_de_disposicion
from conferencia.models import Compromiso, Disposicion, Hecho, Reunion
from conferencia.queries.corte import Corte
from conferencia.queries.cuentas import del_indice, por_disposicion

DECLARADA, RETIRADA = "concluida", "conclusion_retirada"


def conclusiones(objetos: Iterable[UUID], corte: Corte) -> dict[UUID, tuple[date, str]]:
    """De cada disposición o reunión que al corte estaba declarada concluida: desde cuándo y en qué acto. Sale de los hechos."""
    clases = [f"{sujeto}.{que}" for sujeto in ("disposicion", "reunion") for que in (DECLARADA, RETIRADA)]
    hechos = Hecho.objects.filter(sujeto_id__in=list(objetos), clase__in=clases, rige_el__lte=corte.dia, asentado_en__lte=corte.sabido_al)
    vigentes: dict[UUID, tuple[date, str]] = {}
    for sujeto, clase, rige_el, datos in hechos.order_by("numero").values_list("sujeto_id", "clase", "rige_el", "datos"):
        if clase.endswith(RETIRADA):
            vigentes.pop(sujeto, None)
        else:
            vigentes[sujeto] = (rige_el, json.loads(datos).get("acto", ""))
    return vigentes


def situaciones(
    disposiciones: Sequence[Disposicion], cuentas: Mapping[UUID, Mapping[str, int]], declaradas: Mapping[UUID, tuple[date, str]]
) -> dict[UUID, DeDisposicion]:
    """``cuentas``: de cada disposición, y de aquellas a las que dan plazo, cuántas obligaciones hay en cada situación.

    ``declaradas``: lo que ``conclusiones`` dio de ellas.
    """
    ids = [d.pk for d in disposiciones]
    filas = Compromiso.objects.filter(disposicion__in=ids).values_list("disposicion", "naturaleza", "complementa__disposicion")
    obligan: dict[UUID, list[UUID]] = {}
    for disposicion, naturaleza, destino in filas:
        if naturaleza == "obligacion":
            obligan.setdefault(disposicion, []).append(destino or disposicion)
    return {
        pk: situacion_de_disposicion(
            _sumadas(cuentas, set(obligan.get(pk, []))), solo_actos=pk not in obligan, concluida_el=declaradas[pk][0] if pk in declaradas else None
        )
        for pk in ids
    }


def de_disposiciones(disposiciones: Sequence[Disposicion], corte: Corte) -> dict[UUID, DeDisposicion]:
    """La de cada una, sumando el índice: para quien ve todas sus obligaciones."""
    ids = [d.pk for d in disposiciones]
    casillas = del_indice(corte, reunion__in={d.reunion_id for d in disposiciones})  # entera: una puede dar plazo a otra
    return situaciones(disposiciones, por_disposicion(casillas), conclusiones(ids, corte))


def acuerdos_de(reuniones: Sequence[Reunion], corte: Corte) -> dict[UUID, dict[SituacionDelPleno, int]]:
    """Lo que un pleno cuenta, de cada reunión."""
    por_reunion: dict[UUID, list[DeDisposicion]] = {r.pk: [] for r in reuniones}
    todas = list(Disposicion.objects.filter(reunion__in=por_reunion))
    suyas = de_disposiciones(todas, corte)
    for d in todas:
        por_reunion[d.reunion_id].append(suyas[d.pk])
    return {pk: contar_acuerdos(cuales) for pk, cuales in por_reunion.items()}


def _sumadas(cuentas: Mapping[UUID, Mapping[str, int]], de: Iterable[UUID]) -> dict[str, int]:
    suma: dict[str, int] = {}
    for disposicion in de:
        for situacion, cuantas in cuentas.get(disposicion, {}).items():
            suma[situacion] = suma.get(situacion, 0) + cuantas
    return suma
