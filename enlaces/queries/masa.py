"""A quién toca un cambio de gobierno, y qué se queda pendiente."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from conferencia.domain.estados import ABIERTOS
from conferencia.models import Designacion, EntidadFederativa, Institucion, Parte


@dataclass(frozen=True)
class DeInstitucion:
    """``por_responder``: obligaciones abiertas que se quedan en la institución."""

    institucion: Institucion
    designaciones: list[Designacion]
    por_responder: int


def alcance(entidad: EntidadFederativa, el: date) -> list[DeInstitucion]:
    """Las designaciones de las instituciones de la entidad que a esa fecha seguirían rigiendo, por institución."""
    filas = Designacion.objects.sin_terminar(el).filter(institucion__entidad=entidad).exclude(rol="contacto")
    por_institucion: dict[Institucion, list[Designacion]] = {}
    for d in filas.select_related("usuario", "institucion", "materia").order_by("institucion__tipo", "institucion__nombre", "rol", "pk"):
        por_institucion.setdefault(d.institucion, []).append(d)
    abiertas = Parte.objects.filter(Q(obligacion__estado__in=ABIERTOS), institucion__in=list(por_institucion))
    cuantas = dict(abiertas.order_by().values_list("institucion").annotate(n=Count("obligacion", distinct=True)))
    return [DeInstitucion(i, suyas, cuantas.get(i.pk, 0)) for i, suyas in por_institucion.items()]
