"""Instituciones que deben algo y hoy no tienen quien responda: cuáles, desde cuándo y cuánto esperan.

Para el resumen de la Secretaría Técnica: ``vacantes(hoy)`` y ``materias_sin_enlace(hoy)``.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet

from conferencia.domain.estados import ABIERTOS
from conferencia.domain.permisos import ROLES_DE_ENLACE
from conferencia.models import ContactoInstitucional, Designacion, Disposicion, EntidadFederativa, Institucion, Parte


@dataclass(frozen=True)
class Vacante:
    """``desde``: el día en que salió su último enlace o, si nunca tuvo, en que empezó a deber algo. ``contacto``: su correo oficial, o vacío."""

    institucion: Institucion
    desde: date
    dias: int
    por_responder: int
    contacto: str


def sin_enlace(hoy: date) -> QuerySet[Institucion]:
    """Las que deben algo y no tienen enlace titular ni suplente vigente."""
    enlaces = Designacion.objects.vigentes(hoy).filter(institucion=OuterRef("pk"), rol__in=ROLES_DE_ENLACE)
    deben = Parte.objects.filter(institucion=OuterRef("pk"), obligacion__nace_el__lte=hoy)
    return Institucion.objects.filter(~Exists(enlaces), Exists(deben)).exclude(tipo="ST")


def vacantes(hoy: date, *, entidad: EntidadFederativa | None = None) -> list[Vacante]:
    """La más vieja primero. Tres consultas."""
    filas = sin_enlace(hoy).filter(entidad=entidad) if entidad else sin_enlace(hoy)
    instituciones = {i.pk: i for i in filas.select_related("entidad")}
    desde = vacantes_desde(set(instituciones), hoy)
    contactos = dict(ContactoInstitucional.objects.vigentes(hoy).filter(institucion__in=instituciones).values_list("institucion", "correo"))
    abiertas = Parte.objects.filter(institucion__in=instituciones, obligacion__estado__in=ABIERTOS, obligacion__nace_el__lte=hoy)
    cuantas = dict(abiertas.order_by().values_list("institucion").annotate(n=Count("obligacion", distinct=True)))
    lista = [Vacante(i, desde[pk], (hoy - desde[pk]).days, cuantas.get(pk, 0), contactos.get(pk, "")) for pk, i in instituciones.items()]
    return sorted(lista, key=lambda v: (v.desde, v.institucion.nombre))


def cuantas_vacantes(hoy: date) -> int:
    return sin_enlace(hoy).count()


def vacantes_desde(instituciones: set[UUID], hoy: date) -> dict[UUID, date]:
    """Por institución sin enlace, desde cuándo lo está. Una consulta por dato."""
    fueron = Designacion.objects.filter(institucion__in=instituciones, rol__in=ROLES_DE_ENLACE, anulada_en__isnull=True, vigencia__endswith__lte=hoy)
    salidas = dict(fueron.order_by().values_list("institucion").annotate(m=Max("vigencia__endswith")))
    partes = Parte.objects.filter(institucion__in=instituciones).order_by()
    nacieron = dict(partes.values_list("institucion").annotate(m=Min("obligacion__nace_el")))
    return {pk: salidas.get(pk) or min(nacieron.get(pk, hoy), hoy) for pk in instituciones}


def materias_sin_enlace(hoy: date) -> dict[UUID, list[Disposicion]]:
    """De las que sí tienen enlace, las disposiciones con algo abierto que ninguno de sus enlaces abarca."""
    con = Designacion.objects.vigentes(hoy).filter(rol__in=ROLES_DE_ENLACE).values_list("institucion", "materia")
    abarcan: dict[UUID, set[UUID | None]] = defaultdict(set)
    for institucion, materia in con:
        abarcan[institucion].add(materia)
    parciales = [i for i, materias in abarcan.items() if None not in materias]
    abiertas = Parte.objects.filter(obligacion__estado__in=ABIERTOS, institucion__in=parciales, obligacion__nace_el__lte=hoy)
    abiertas = abiertas.filter(obligacion__compromiso__designa=False)
    pares = set(abiertas.values_list("institucion", "obligacion__compromiso__disposicion"))
    faltan = {(i, d) for i, d in pares if d not in abarcan[i]}
    disposiciones = Disposicion.objects.filter(pk__in={d for _, d in faltan}).select_related("reunion").en_orden()
    sin: dict[UUID, list[Disposicion]] = defaultdict(list)
    for disposicion in disposiciones:
        for institucion in sorted({i for i, d in faltan if d == disposicion.pk}):
            sin[institucion].append(disposicion)
    return dict(sin)
