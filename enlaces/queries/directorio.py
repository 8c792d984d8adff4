"""Quién es enlace de cada institución hoy, y a cuáles les falta."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from conferencia.domain.permisos import ROLES_DE_ENLACE
from conferencia.models import ContactoInstitucional, Designacion, EntidadFederativa, Institucion, Parte
from conferencia.permissions import Facultades, contactos_visibles, designaciones_visibles, instituciones_visibles


@dataclass(frozen=True)
class Filtro:
    entidad: EntidadFederativa | None = None
    rol: str = ""
    vacantes: bool = False
    todas: bool = False


def directorio(facultades: Facultades, filtro: Filtro) -> QuerySet[Institucion]:
    """Instituciones que deben algo (o ``filtro.todas``), con ``con_enlace`` anotado.

    ``vigentes`` y ``oficiales`` traen solo las personas que quien pregunta puede ver.
    """
    hoy = facultades.hoy
    enlaces = Designacion.objects.vigentes(hoy).filter(institucion=OuterRef("pk"), rol__in=ROLES_DE_ENLACE)
    filas = instituciones_visibles(facultades).exclude(tipo="ST").annotate(con_enlace=Exists(enlaces))
    if not filtro.todas:
        filas = filas.filter(Exists(Parte.objects.filter(institucion=OuterRef("pk"))))
    if filtro.entidad:
        filas = filas.filter(entidad=filtro.entidad)
    if filtro.vacantes:
        filas = filas.filter(con_enlace=False)
    personas = designaciones_visibles(facultades).vigentes(hoy).select_related("usuario", "materia", "oficio").order_by("rol", "usuario__nombre")
    if filtro.rol:
        filas = filas.filter(Exists(Designacion.objects.vigentes(hoy).filter(institucion=OuterRef("pk"), rol=filtro.rol)))
        personas = personas.filter(rol=filtro.rol)
    contactos = contactos_visibles(facultades).vigentes(hoy)
    return (
        filas.select_related("entidad")
        .prefetch_related(Prefetch("designaciones", personas, "vigentes"), Prefetch("contactos", contactos, "oficiales"))
        .order_by("entidad__orden", "tipo", "nombre")
    )


def vacantes(facultades: Facultades) -> int:
    """Cuántas instituciones con obligaciones no tienen enlace hoy."""
    enlaces = Designacion.objects.vigentes(facultades.hoy).filter(institucion=OuterRef("pk"), rol__in=ROLES_DE_ENLACE)
    return instituciones_visibles(facultades).filter(~Exists(enlaces), partes__isnull=False).distinct().count()


@dataclass(frozen=True)
class EnlacesDeInstitucion:
    """``enlaces`` puede venir vacío porque no los hay (``vacante``) o porque no le toca verlos a quien pregunta."""

    vacante: bool
    enlaces: list[Designacion]
    contacto: ContactoInstitucional | None


def enlaces_de(facultades: Facultades, institucion: UUID) -> EnlacesDeInstitucion:
    hoy = facultades.hoy
    suyas = Designacion.objects.vigentes(hoy).filter(institucion=institucion, rol__in=ROLES_DE_ENLACE)
    visibles = designaciones_visibles(facultades).vigentes(hoy).filter(institucion=institucion).select_related("usuario", "materia", "oficio")
    contacto = contactos_visibles(facultades).vigentes(hoy).filter(institucion=institucion).first()
    return EnlacesDeInstitucion(not suyas.exists(), list(visibles.order_by("rol")), contacto)
