"""Las partes de una obligación conjunta a un corte: cuáles eran, en qué etapa iban y a quién le tocaba, de los hechos."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from conferencia.domain.cifras import avance_de_etapa
from conferencia.models import EtapaDeParte, Hecho, Institucion, Obligacion, Parte

NACE, AVANZA, TURNO = "obligacion.creada", "parte.avanzo", "parte.turno_pasado"
ENTRA, CAMBIAN, SALE = "obligacion.parte_sumada", "obligacion.partes_rectificadas", "no_competencia.procedente"
_ETAPA_DICHA = {etapa.label: etapa.value for etapa in EtapaDeParte}


@dataclass
class _Suya:
    """Cómo iba una parte."""

    etapa: str = EtapaDeParte.SIN_INICIAR.value
    firmado_el: date | None = None
    en_turno: bool = True


def partes_al(obligaciones: Iterable[Obligacion], dia: date, sabido_al: datetime) -> dict[UUID, list[Parte]]:
    """De cada conjunta, sus partes como estaban (sin guardar), en orden de entrada; sin hechos que las cuenten, no está."""
    conjuntas = [o.pk for o in obligaciones if o.modo != "individual"]
    if not conjuntas:
        return {}
    hechos = Hecho.objects.filter(obligacion_id__in=conjuntas, clase__in=[NACE, AVANZA, TURNO, ENTRA, CAMBIAN, SALE], rige_el__lte=dia)
    por_obligacion: dict[UUID, dict[str, _Suya]] = {}
    for pk, clase, datos in hechos.filter(asentado_en__lte=sabido_al).order_by("numero").values_list("obligacion_id", "clase", "datos"):
        assert pk is not None  # se pidieron por su obligación
        _aplicar(por_obligacion.setdefault(pk, {}), clase, json.loads(datos))
    claves = {clave for suyas in por_obligacion.values() for clave in suyas}
    instituciones = {i.clave: i for i in Institucion.objects.filter(clave__in=claves).select_related("entidad")}
    return {pk: _armadas(pk, suyas, instituciones) for pk, suyas in por_obligacion.items() if suyas}


def con_sus_partes(obligacion: Obligacion, partes: Sequence[Parte]) -> None:
    """Que ``obligacion.partes.all()`` dé esas, como si se hubieran leído con ella."""
    leidas = Parte.objects.none()
    leidas._result_cache = list(partes)  # lo mismo que hace ``prefetch_related``, con lo que dicen los hechos
    obligacion.__dict__.setdefault("_prefetched_objects_cache", {})["partes"] = leidas


def _aplicar(suyas: dict[str, _Suya], clase: str, datos: dict) -> None:
    """Lleva a ``suyas`` lo que cuenta un hecho."""
    if clase == NACE and "partes" not in datos:
        return
    if clase in (NACE, CAMBIAN):
        ahora = datos.get("partes") or _claves(datos.get("despues", ""))
        for clave in set(suyas) - set(ahora):
            del suyas[clave]
        for clave in ahora:
            suyas.setdefault(clave, _Suya())
    elif clase == ENTRA:
        suyas.setdefault(datos["entra"], _Suya())
    elif clase == SALE:
        suyas.pop(datos["alego"], None)
    elif clase == TURNO:
        turno = _claves(datos["despues"])
        for clave, suya in suyas.items():
            suya.en_turno = clave in turno
    elif parte := suyas.get(datos["institucion"]):
        firmado = datos.get("firmado_el")
        parte.etapa, parte.firmado_el = _ETAPA_DICHA[datos["despues"]], date.fromisoformat(firmado) if firmado else None


def _claves(dichas: str) -> Sequence[str]:
    return [c for c in dichas.split(", ") if c]


def _armadas(pk: UUID, suyas: dict[str, _Suya], instituciones: dict[str, Institucion]) -> list[Parte]:
    """``Parte`` sin guardar: lo mismo que se lee de hoy, de aquel día."""
    return [
        Parte(
            obligacion_id=pk,
            institucion=instituciones[clave],
            orden=n,
            etapa=s.etapa,
            avance=avance_de_etapa(s.etapa),
            firmado_el=s.firmado_el,
            en_turno=s.en_turno,
        )
        for n, (clave, s) in enumerate(suyas.items(), start=1)
        if clave in instituciones
    ]
