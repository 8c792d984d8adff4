"""Quién representa a una zona, con su historia, y los resultados por entidad de un acuerdo."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from conferencia.models import CargoDeZona, ClaseDeCargo, Disposicion, ResultadoPorEntidad, Reunion


@dataclass(frozen=True)
class Cargo:
    """Un cargo de la zona: quién lo ejerce (``None``: vacante) y quiénes lo ejercieron antes."""

    clase: str
    rotulo: str
    vigente: CargoDeZona | None
    anteriores: tuple[CargoDeZona, ...]


def cargos_de(reunion: Reunion, hoy: date) -> list[Cargo]:
    """Los de su zona que alguna vez se nombraron. Vacía si la reunión no es de zona."""
    if reunion.zona_id is None:
        return []
    todos = list(CargoDeZona.objects.filter(zona=reunion.zona_id).select_related("institucion", "disposicion").order_by("-vigencia"))
    vigentes = {c.clase: c for c in todos if c.vigencia.lower <= hoy and (c.vigencia.upper is None or hoy < c.vigencia.upper)}
    return [
        Cargo(clase, rotulo, vigentes.get(clase), tuple(c for c in todos if c.clase == clase and c is not vigentes.get(clase)))
        for clase, rotulo in ClaseDeCargo.choices
        if any(c.clase == clase for c in todos)
    ]


def resultados_de(disposicion: Disposicion) -> QuerySet[ResultadoPorEntidad]:
    """Los vigentes, por asunto y entidad en orden alfabético."""
    return disposicion.resultados.filter(vigente=True).select_related("entidad").order_by("asunto", "entidad__orden")
