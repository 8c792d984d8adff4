"""Cómo se llama un órgano en una fecha."""

from datetime import date
from uuid import UUID

from conferencia.models import DenominacionOrgano, Organo


def nombre_de_organo(organo: UUID, fecha: date) -> str:
    """Su denominación vigente ese día; si no tenía, la primera que tuvo; si ninguna, su clave."""
    suyas = DenominacionOrgano.objects.filter(organo=organo)
    vigente = suyas.vigentes(fecha).first() or suyas.order_by("vigencia").first()
    return vigente.nombre if vigente else Organo.objects.get(pk=organo).clave


def organos_por_nombre(fecha: date) -> list[tuple[Organo, str]]:
    """Cada órgano con su nombre de ese día, en orden alfabético."""
    return sorted(((o, nombre_de_organo(o.pk, fecha)) for o in Organo.objects.all()), key=lambda par: par[1])
